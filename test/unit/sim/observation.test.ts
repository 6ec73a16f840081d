import { describe, expect, it } from 'vitest';
import { makeMessage, type Observer, type Role } from '../../../src/contract/index.ts';
import type { SimulatorOptions } from '../../../src/sim/index.ts';
import { tinyWorld } from '../../reference/world.ts';

const hello = makeMessage('a', 'hello');

/** What a process of this role, `n1`, is blamed for, and what the witness hears of it. Node 2 is of the same role. */
function reporting(
  role: Role,
  report: (observe: Observer) => void,
  declared: Pick<SimulatorOptions, 'observes' | 'sometimes'> = {},
) {
  const boot = (host: { observe: Observer; id: number }) => {
    if (host.id === 1) report(host.observe);
    return { receive: () => undefined };
  };
  const { simulator, notes } = tinyWorld([boot, boot], { role, ...declared });
  simulator.run();
  const blamed = notes.offences.map(({ clause, sentence }) => `${clause}: ${sentence}`);
  return { blamed, heard: notes.lines.filter((line) => !/^(booted|offended)/.test(line)), notes };
}

/** Arguments that no type allows. */
function loosely(observe: Observer): Record<keyof Observer, (...values: unknown[]) => void> {
  return observe as unknown as Record<keyof Observer, (...values: unknown[]) => void>;
}

type Report = readonly [role: Role, name: keyof Observer, values: readonly unknown[], fault: string];

const position = 'where a position (an integer from 1 on) is due';
const prefix = 'where a position or 0 is due';
const message = 'where a message ({ token, bytes }) is due';

const unfit: readonly Report[] = [
  ['client', 'broadcast', [7, 'a'], 'room 7, where a text is due'],
  ['client', 'broadcast', ['general', undefined], 'token undefined, where a text is due'],
  ['client', 'outcome', ['general', 'a', 'maybe'], 'outcome "maybe", where accepted, refused or unknown is due'],
  ['client', 'outcome', ['general', 'a', 'refused', 7], 'reason 7, where a text or nothing is due'],
  ['client', 'delivered', [undefined, 1, hello], 'room undefined, where a text is due'],
  ['client', 'delivered', ['general', Number.NaN, hello], `position NaN, ${position}`],
  ['client', 'delivered', ['general', 0, hello], `position 0, ${position}`],
  ['client', 'delivered', ['general', 1.5, hello], `position 1.5, ${position}`],
  ['client', 'delivered', ['general', 2 ** 31, hello], `position 2147483648, ${position}`],
  ['client', 'delivered', ['general', '1', hello], `position "1", ${position}`],
  ['client', 'delivered', ['general', 1, {}], `message {}, ${message}`],
  ['client', 'delivered', ['general', 1, undefined], `message undefined, ${message}`],
  ['client', 'delivered', ['general', 1, { token: 'a', bytes: [1] }], `message {"token":"a","bytes":[1]}, ${message}`],
  ['client', 'resumed', ['general', -1], `cursor -1, ${prefix}`],
  ['client', 'truncated', ['general', 0, 3], `from 0, ${position}`],
  ['client', 'truncated', ['general', 1, Number.POSITIVE_INFINITY], `to Infinity, ${position}`],
  ['client', 'connected', [99], 'gateway 99, where the id of a node that is no client is due'],
  ['client', 'connected', [2], 'gateway 2, where the id of a node that is no client is due'],
  ['client', 'readStarted', [undefined, 'general'], 'read undefined, where an integer from 0 on is due'],
  ['client', 'readReturned', [1, 1, [{}], 1, 1], 'items [{}], where a list of messages is due'],
  ['client', 'readReturned', [1, Number.NaN, [], 1, 1], `from NaN, ${position}`],
  ['client', 'readReturned', [1, 1, [], Number.NaN, 1], `head NaN, ${prefix}`],
  ['client', 'readReturned', [1, 1, [], 0, 0], `oldest 0, ${position}`],
  ['replica', 'applied', ['general', -1, hello], `position -1, ${position}`],
  ['replica', 'applied', ['general', 1, null], `message null, ${message}`],
  ['replica', 'restored', ['general', Number.NaN], `position NaN, ${prefix}`],
  ['replica', 'memberAt', ['general', 1, 'j', 0], 'client 1, where the id of a client is due'],
  ['replica', 'memberAt', ['general', 77, 'j', 0], 'client 77, where the id of a client is due'],
  ['replica', 'leftAt', ['general', undefined, 'l', 0], 'client undefined, where the id of a client is due'],
  ['replica', 'led', [1, Number.NaN], 'epoch NaN, where an integer from 0 on is due'],
  ['replica', 'led', [0, 1], 'shard 0, where the shard of the node is due'],
];

const strangers: readonly Report[] = [
  ['replica', 'delivered', ['general', 1, hello], 'which is for clients, and is a replica'],
  ['gateway', 'outcome', ['general', 'a', 'accepted'], 'which is for clients, and is a gateway'],
  ['client', 'applied', ['general', 1, hello], 'which is for replicas, and is a client'],
  ['gateway', 'led', [1, 1], 'which is for replicas, and is a gateway'],
];

describe('an observation', () => {
  it.each(unfit)('of a %s, %s%j, is misused', (role, name, values, fault) => {
    const { blamed, heard } = reporting(role, (observe) => loosely(observe)[name](...values));
    expect(blamed).toEqual([`misused: n1 reports ${name} with ${fault}`]);
    expect(heard).toEqual([]);
  });

  it.each(strangers)('of a %s, %s, is not its to report', (role, name, values, fault) => {
    const { blamed, heard } = reporting(role, (observe) => loosely(observe)[name](...values));
    expect(blamed).toEqual([`misused: n1 reports ${name}, ${fault}`]);
    expect(heard).toEqual([]);
  });

  it('is misused where its protocol does not declare it', () => {
    const observes = new Set(['broadcast', 'outcome', 'delivered'] as const);
    const { blamed, heard } = reporting(
      'client',
      (observe) => {
        observe.broadcast('general', 'a');
        observe.disconnected();
      },
      { observes },
    );
    expect(blamed).toEqual(['misused: n1 reports disconnected, which its protocol does not declare in `observes`']);
    expect(heard).toEqual(['broadcast 1 general a']);
  });

  it('`sometimes` takes a name that the protocol declares, from anyone', () => {
    const declared = { observes: new Set([]), sometimes: ['rare'] };
    const act = (observe: Observer) => {
      observe.sometimes('rare');
      observe.sometimes('rarer');
    };
    const { blamed, heard } = reporting('gateway', act, declared);
    expect(blamed).toEqual([
      'misused: n1 reports sometimes with name "rarer", where one of the `sometimes` that the protocol declares is due',
    ]);
    expect(heard).toEqual(['sometimes 1 rare']);
  });

  it('changes nothing in the run: the handler goes on, and the offence says where', () => {
    const { heard, notes } = reporting('client', (observe) => {
      observe.delivered('general', Number.NaN, hello);
      observe.broadcast('general', 'a');
    });
    expect(heard).toEqual(['broadcast 1 general a']);
    expect(notes.offences[0]?.where).toMatch(/observation\.test\.ts:\d+:\d+$/);
  });

  it.each([
    ['client', 'outcome', ['general', 'a', 'unknown', 'it is slow']],
    ['client', 'delivered', ['general', 2 ** 31 - 2, hello]],
    ['client', 'resumed', ['general', 0]],
    ['client', 'readReturned', [0, 1, [hello], 0, 1]],
    ['replica', 'restored', ['general', 0]],
    ['replica', 'led', [1, 0]],
  ] as const)('of a %s, %s%j, is heard', (role, name, values) => {
    const { blamed, heard } = reporting(role, (observe) => loosely(observe)[name](...values));
    expect(blamed).toEqual([]);
    expect(heard).toHaveLength(1);
  });
});
