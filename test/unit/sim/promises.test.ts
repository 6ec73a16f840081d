import { describe, expect, it } from 'vitest';
import type { AnyPacket, Host } from '../../../src/contract/index.ts';
import { runUserCode } from '../../../src/sim/index.ts';
import { type TinyBoot, tinyWorld } from '../../reference/world.ts';

/** What a process is blamed for that does this when it is asked to connect. */
function blamed(act: (host: Host<AnyPacket>) => void) {
  const boot: TinyBoot = (host) => ({ receive: () => undefined, perform: () => act(host) });
  const { simulator, notes } = tinyWorld([boot]);
  simulator.at(100, () => void simulator.perform(1, { kind: 'connect' }));
  simulator.run();
  return notes.offences;
}

const here = expect.stringMatching(/promises\.test\.ts:\d+:\d+$/);
const offence = { clause: 'asynchronous', sentence: 'n1 begins a promise; handlers are synchronous', where: here };

/** Everything that was left for later has happened. */
const later = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('a promise that a handler leaves behind', () => {
  it.each<readonly [string, () => unknown]>([
    ['an async function', async () => undefined],
    ['new Promise', () => new Promise(() => undefined)],
    ['Promise.resolve', () => Promise.resolve()],
    ['Promise.reject', () => Promise.reject(new Error('not handled'))],
  ])('is an offence of that handler: %s', (_, begin) => {
    expect(blamed(() => void begin())).toEqual([offence]);
  });

  it('does not blame the run after it, nor end the program by its rejection', async () => {
    let wentOn = 0;
    const onTheSide = async (host: Host<AnyPacket>) => {
      await null;
      wentOn++;
      host.setTimer('late', 1, () => undefined);
      wentOn++;
    };
    const [first, ...rest] = blamed((host) => void onTheSide(host));
    expect(first).toEqual(offence);
    expect(rest.every(({ clause }) => clause === 'asynchronous')).toBe(true);
    await later();
    expect(wentOn).toBe(1);
    expect(blamed(() => undefined)).toEqual([]);
  });

  it('is an offence of a module and of a layout too', () => {
    const { offences } = runUserCode(() => void Promise.resolve(), 1_000);
    expect(offences).toEqual([{ ...offence, sentence: 'begins a promise; handlers are synchronous' }]);
  });

  it('is none of anybody’s where no protocol code runs', () => {
    const { simulator, notes } = tinyWorld([() => ({ receive: () => undefined })]);
    simulator.at(1, () => void Promise.resolve());
    simulator.run();
    expect(notes.offences).toEqual([]);
  });
});
