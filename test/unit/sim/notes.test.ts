import { describe, expect, it } from 'vitest';
import { type AnyPacket, type Host, makeMessage, type Role } from '../../../src/contract/index.ts';
import type { Noted } from '../../../src/sim/notes.ts';
import { type TinyBoot, tinyWorld } from '../../reference/world.ts';

type Act = (host: Host<AnyPacket>) => void;
type Disks = readonly (ReadonlyMap<string, Uint8Array> | undefined)[];

const hello = makeMessage('t1', 'hello');

/** The digest of a run in which one node does this when it boots, and the number of its events. */
function runOf(
  act: Act,
  formatted: Disks = [],
  roles: readonly Role[] = ['replica'],
): { digest: string; events: number } {
  const idle = () => ({ receive: () => undefined });
  const boot: TinyBoot = (host) => {
    act(host);
    return idle();
  };
  const { simulator } = tinyWorld([boot, ...roles.slice(1).map(() => idle)], { formatted, roles });
  simulator.run();
  return { digest: simulator.digest.hex(), events: simulator.events };
}

/** Two clients and two servers; the first node reports. */
function reportOf(name: string, act: Act): { digest: string; events: number } {
  const isServers = ['applied', 'restored', 'memberAt', 'leftAt', 'led', 'sometimes'].includes(name);
  return runOf(
    act,
    [],
    isServers ? ['replica', 'client', 'client', 'replica'] : ['client', 'client', 'replica', 'replica'],
  );
}

/** Every report there is, each followed by variants that differ from it in one argument. */
const reports: Readonly<Record<Exclude<keyof typeof Noted, 'disk' | 'offence'>, readonly Act[]>> = {
  broadcast: [
    ({ observe }) => observe.broadcast('a', 't1'),
    ({ observe }) => observe.broadcast('b', 't1'),
    ({ observe }) => observe.broadcast('a', 't2'),
    ({ observe }) => observe.broadcast('t1', 'a'),
  ],
  outcome: [
    ({ observe }) => observe.outcome('a', 't1', 'accepted'),
    ({ observe }) => observe.outcome('b', 't1', 'accepted'),
    ({ observe }) => observe.outcome('a', 't2', 'accepted'),
    ({ observe }) => observe.outcome('a', 't1', 'unknown'),
    ({ observe }) => observe.outcome('a', 't1', 'unknown', 'late'),
  ],
  delivered: [
    ({ observe }) => observe.delivered('a', 1, hello),
    ({ observe }) => observe.delivered('b', 1, hello),
    ({ observe }) => observe.delivered('a', 2, hello),
    ({ observe }) => observe.delivered('a', 1, makeMessage('t1', 'hellu')),
    ({ observe }) => observe.delivered('a', 1, { ...hello, token: 't2' }),
  ],
  resumed: [
    ({ observe }) => observe.resumed('a', 1),
    ({ observe }) => observe.resumed('b', 1),
    ({ observe }) => observe.resumed('a', 2),
  ],
  truncated: [
    ({ observe }) => observe.truncated('a', 1, 2),
    ({ observe }) => observe.truncated('b', 1, 2),
    ({ observe }) => observe.truncated('a', 2, 2),
    ({ observe }) => observe.truncated('a', 1, 3),
  ],
  connected: [({ observe }) => observe.connected(3), ({ observe }) => observe.connected(4)],
  disconnected: [({ observe }) => observe.disconnected()],
  readStarted: [
    ({ observe }) => observe.readStarted(1, 'a'),
    ({ observe }) => observe.readStarted(2, 'a'),
    ({ observe }) => observe.readStarted(1, 'b'),
  ],
  readReturned: [
    ({ observe }) => observe.readReturned(1, 1, [hello], 1, 1),
    ({ observe }) => observe.readReturned(2, 1, [hello], 1, 1),
    ({ observe }) => observe.readReturned(1, 2, [hello], 1, 1),
    ({ observe }) => observe.readReturned(1, 1, [], 1, 1),
    ({ observe }) => observe.readReturned(1, 1, [hello, hello], 1, 1),
    ({ observe }) => observe.readReturned(1, 1, [hello], 2, 1),
    ({ observe }) => observe.readReturned(1, 1, [hello], 1, 2),
  ],
  applied: [
    ({ observe }) => observe.applied('a', 1, hello),
    ({ observe }) => observe.applied('b', 1, hello),
    ({ observe }) => observe.applied('a', 2, hello),
    ({ observe }) => observe.applied('a', 1, makeMessage('t1', 'hellu')),
  ],
  restored: [
    ({ observe }) => observe.restored('a', 1),
    ({ observe }) => observe.restored('b', 1),
    ({ observe }) => observe.restored('a', 2),
  ],
  memberAt: [
    ({ observe }) => observe.memberAt('a', 3, 'r1', 1),
    ({ observe }) => observe.memberAt('b', 3, 'r1', 1),
    ({ observe }) => observe.memberAt('a', 2, 'r1', 1),
    ({ observe }) => observe.memberAt('a', 3, 'r2', 1),
    ({ observe }) => observe.memberAt('a', 3, 'r1', 2),
  ],
  leftAt: [
    ({ observe }) => observe.leftAt('a', 3, 'r1', 1),
    ({ observe }) => observe.leftAt('b', 3, 'r1', 1),
    ({ observe }) => observe.leftAt('a', 2, 'r1', 1),
    ({ observe }) => observe.leftAt('a', 3, 'r2', 1),
    ({ observe }) => observe.leftAt('a', 3, 'r1', 2),
  ],
  led: [
    ({ observe }) => observe.led(1, 2),
    ({ observe }) => observe.led(2, 2),
    ({ observe }) => observe.led(1, 3),
    ({ observe }) => observe.led(2, 1),
  ],
  sometimes: [({ observe }) => observe.sometimes('x'), ({ observe }) => observe.sometimes('y')],
};

describe('the digest', () => {
  it('sees each report and each of its arguments, and counts none as an event', () => {
    const runs = Object.entries(reports).flatMap(([name, acts]) =>
      [...acts, () => undefined].map((act) => reportOf(name, act)),
    );
    const silent = 1;
    expect(new Set(runs.map(({ digest }) => digest)).size).toBe(Object.values(reports).flat().length + silent);
    expect(new Set(runs.map(({ events }) => events))).toEqual(new Set([4]));
  });

  it('sees who reports, how often and in which order', () => {
    const once: Act = ({ observe }) => observe.led(1, 1);
    const twice: Act = (host) => [once(host), once(host)];
    const other: Act = ({ observe }) => observe.sometimes('x');
    const acts: Act[] = [once, twice, (host) => [once(host), other(host)], (host) => [other(host), once(host)]];
    expect(new Set(acts.map((act) => runOf(act).digest)).size).toBe(acts.length);
  });

  it('does not see where the bytes of a message come from', () => {
    const digests = [true, false].map((afresh) => {
      const boot: TinyBoot = (host) => {
        if (host.id === 1) host.send(2, { kind: 'said', message: hello } as AnyPacket);
        return {
          receive: (_from, packet) => {
            const { message } = packet as unknown as { message: typeof hello };
            host.observe.delivered('a', 1, afresh ? { ...message, bytes: message.bytes.slice() } : message);
          },
        };
      };
      const { simulator, notes } = tinyWorld([boot, boot], { roles: ['replica', 'client'] });
      simulator.run();
      expect(notes.lines).toContainEqual(expect.stringMatching(/^delivered 2 a 1/));
      return simulator.digest.hex();
    });
    expect(digests[0]).toBe(digests[1]);
  });

  it('sees what a process asks of its disk', () => {
    const done = () => undefined;
    const acts: readonly Act[] = [
      ({ disk }) => disk.write('log-1', 0, new Uint8Array([1]), done),
      ({ disk }) => disk.write('log-2', 0, new Uint8Array([1]), done),
      ({ disk }) => disk.write('log-1', 1, new Uint8Array([1]), done),
      ({ disk }) => disk.write('log-1', 0, new Uint8Array([2]), done),
      ({ disk }) => disk.write('log-1', 0, new Uint8Array([1, 0]), done),
      ({ disk }) => disk.truncate('log-1', 0, done),
      ({ disk }) => disk.truncate('log-1', 1, done),
      ({ disk }) => disk.sync('log-1', done),
      ({ disk }) => disk.rename('log-1', 'log-2', done),
      ({ disk }) => disk.rename('log-2', 'log-1', done),
      ({ disk }) => disk.remove('log-1', done),
      ({ disk }) => disk.size('log-1', done),
      ({ disk }) => disk.read('log-1', 0, 1, done),
      ({ disk }) => disk.list(done),
      ({ disk }) => disk.syncDirectory(done),
    ];
    expect(new Set(acts.map((act) => runOf(act).digest)).size).toBe(acts.length);
  });

  it('sees what a disk answers', () => {
    const holding = (name: string, ...bytes: number[]): Disks => [new Map([[name, new Uint8Array(bytes)]])];
    const disks = [holding('f', 1, 2, 3), holding('f', 1, 2, 4), holding('f', 1), holding('g', 1, 2, 3), []];
    const seenBy = (act: Act) => new Set(disks.map((formatted) => runOf(act, formatted).digest)).size;
    const done = () => undefined;
    expect(seenBy(() => undefined)).toBe(1);
    // [1, 2, 3], [1, 2, 4], no such range, no such file.
    expect(seenBy(({ disk }) => disk.read('f', 0, 3, done))).toBe(4);
    // 3, 1, no such file.
    expect(seenBy(({ disk }) => disk.size('f', done))).toBe(3);
    // f, g, none.
    expect(seenBy(({ disk }) => disk.list(done))).toBe(3);
    expect(seenBy(({ disk }) => disk.sync('f', done))).toBe(2);
  });

  it('sees that a process did what it must not, and not where: places differ from machine to machine', () => {
    const runs = [
      runOf(() => undefined),
      runOf(() => Math.random()),
      runOf(() => {
        throw new Error('here');
      }),
      runOf(() => {
        throw new Error('there');
      }),
    ].map(({ digest }) => digest);
    expect(new Set(runs).size).toBe(3);
    expect(runs[2]).toBe(runs[3]);
  });
});
