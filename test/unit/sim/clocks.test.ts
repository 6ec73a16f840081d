import { describe, expect, it } from 'vitest';
import { Decisions } from '../../../src/chance/index.ts';
import type { Simulator, SimulatorOptions } from '../../../src/sim/index.ts';
import { type TinyBoot, tinyWorld } from '../../reference/world.ts';

/** 2026-01-01T00:00:00Z. */
const startUs = 1_767_225_600_000_000;

/** What a node's clocks show every 100 us, as `wall/monotonic`, and what the world says of it. */
function watch(untilUs: number, act: (simulator: Simulator) => void) {
  const shown: string[] = [];
  const boot: TinyBoot = (host) => ({
    receive: () => undefined,
    perform: () => void shown.push(`${host.wallClockUs() - startUs}/${host.monotonicUs()}`),
  });
  const { simulator, notes } = tinyWorld([boot]);
  for (let atUs = 100; atUs <= untilUs; atUs += 100) {
    simulator.at(atUs, () => void simulator.perform(1, { kind: 'connect' }));
  }
  act(simulator);
  simulator.run();
  const facts = notes.lines.filter((line) => !line.startsWith('asked'));
  return { shown, facts, counted: Object.fromEntries(simulator.counters.all) };
}

/** When timers fire that a node arms at its boot. */
function timed(
  delays: readonly number[],
  act: (simulator: Simulator) => void,
  options: Partial<SimulatorOptions> = {},
): readonly string[] {
  const fired: string[] = [];
  const boot: TinyBoot = (host) => {
    for (const delay of delays) {
      host.setTimer(`t${delay}`, delay, () => void fired.push(`${delay} at ${simulator.nowUs}`));
    }
    return { receive: () => undefined };
  };
  const { simulator } = tinyWorld([boot], options);
  act(simulator);
  simulator.run();
  return fired;
}

describe('a step', () => {
  it('sets the wall clock for good, leaves the monotonic one alone, and hinders nobody', () => {
    const { shown, facts, counted } = watch(400, (world) => {
      world.at(150, () => world.clocks.step(1, -1_000));
      world.at(250, () => world.clocks.step(1, 5_000));
      world.at(350, () => world.heal());
    });
    expect(shown).toEqual(['100/100', '-800/200', '4300/300', '4400/400']);
    expect(facts).toEqual(['booted 1 1']);
    expect(counted).toEqual({ 'clock-step': 2 });
  });

  it('moves no timer', () => {
    expect(timed([500], (world) => world.at(100, () => world.clocks.step(1, 1_000_000)))).toEqual(['500 at 500']);
  });
});

describe('a wall clock that stands', () => {
  it('is behind afterwards, while timers fire, and hinders nobody', () => {
    const freeze = (world: Simulator) => {
      world.at(150, () => world.clocks.freeze(1, 'wall'));
      world.at(350, () => world.clocks.thaw(1, 'wall'));
    };
    const { shown, facts } = watch(400, freeze);
    expect(shown).toEqual(['100/100', '150/200', '150/300', '200/400']);
    expect(facts).toEqual(['booted 1 1']);
    expect(timed([200, 500], freeze)).toEqual(['200 at 200', '500 at 500']);
  });
});

describe('a monotonic clock that stands', () => {
  const freeze = (world: Simulator) => {
    world.at(150, () => world.clocks.freeze(1, 'monotonic'));
    world.at(350, () => world.clocks.thaw(1, 'monotonic'));
  };

  it('goes on from where it stood, and hinders its node until then', () => {
    const { shown, facts, counted } = watch(400, freeze);
    expect(shown).toEqual(['100/100', '200/150', '300/150', '400/200']);
    expect(facts).toEqual(['booted 1 1', 'hindered 1', 'unhindered 1']);
    expect(counted).toEqual({ 'clock-freeze': 1 });
  });

  it('lets no timer fire, and those that were armed later by as much', () => {
    expect(timed([100, 160, 200, 500], freeze)).toEqual(['100 at 100', '160 at 360', '200 at 400', '500 at 700']);
  });

  it('lets timers wait that are armed meanwhile, but for those that are due at once', () => {
    const fired: string[] = [];
    const boot: TinyBoot = (host) => ({
      receive: () => undefined,
      perform: () => {
        for (const delay of [0, 10])
          host.setTimer(`${delay}`, delay, () => void fired.push(`${delay} at ${simulator.nowUs}`));
      },
    });
    const { simulator } = tinyWorld([boot]);
    freeze(simulator);
    simulator.at(200, () => void simulator.perform(1, { kind: 'connect' }));
    simulator.run();
    expect(fired).toEqual(['0 at 200', '10 at 360']);
  });

  it('stands over a crash, and goes on with heal', () => {
    const { shown, facts } = watch(400, (world) => {
      world.at(150, () => world.clocks.freeze(1, 'monotonic'));
      world.at(220, () => world.machines.crash(1));
      world.at(250, () => world.machines.restart(1));
      world.at(310, () => world.heal());
    });
    expect(shown).toEqual(['100/100', '200/150', '300/150', '400/240']);
    expect(facts).toEqual(['booted 1 1', 'hindered 1', 'crashed 1', 'booted 1 2', 'unhindered 1']);
  });
});

describe('another rate', () => {
  const hurry = (ppm: number) => (world: Simulator) => {
    world.at(100, () => world.clocks.hurry(1, ppm));
    world.at(300, () => world.clocks.hurry(1, 0));
  };

  it('is that of both clocks, for as long as it lasts', () => {
    const { shown, facts, counted } = watch(400, hurry(250_000));
    expect(shown).toEqual(['100/100', '225/225', '350/350', '450/450']);
    expect(facts).toEqual(['booted 1 1']);
    expect(counted).toEqual({ 'clock-rate': 1 });
  });

  it('is followed by timers that are armed, faster and slower', () => {
    expect(timed([50, 225, 450], hurry(250_000))).toEqual(['50 at 50', '225 at 200', '450 at 400']);
    expect(timed([50, 150, 350], hurry(-250_000))).toEqual(['50 at 50', '150 at 166', '350 at 400']);
  });

  it('adds to what the clock drifts by anyway', () => {
    const at = { at: 'clock n1 drift', value: 100_000 };
    const decisions = new Decisions({ base: 'plain', overrides: [at] }, { names: () => 'n1' });
    const drifting = { decisions, clocks: { skewUs: 0, driftPpm: 200_000 } };
    const hurried = (world: Simulator) => world.at(100, () => world.clocks.hurry(1, 150_000));
    expect(timed([1_110], hurried, drifting)).toEqual(['1110 at 900']);
  });

  it('waits until a clock that stands goes on', () => {
    const { shown } = watch(400, (world) => {
      world.at(100, () => world.clocks.freeze(1, 'monotonic'));
      world.at(200, () => world.clocks.hurry(1, 400_000));
      world.at(300, () => world.clocks.thaw(1, 'monotonic'));
    });
    expect(shown).toEqual(['100/100', '200/100', '340/100', '480/240']);
  });
});
