import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Departure, departures, type RunOptions, registry, run, type Schedule, seeded } from '../../src/index.ts';
import { shipped } from '../reference/shipped.ts';

/** Scenarios of every kind of fault, cut down so that hundreds of runs take seconds. */
const small = ['workload.broadcasts=25', 'workload.reads=2', 'heal.within=3s'];
const scenarios = [
  ...['flaky-network', 'power-loss', 'partition', 'reconnects', 'join-leave', 'clock-skew'],
  ...['core', 'just-connected'],
].map((name) => shipped(name, small));

function optionsFor(scenario: RunOptions['scenario'], schedule: Schedule): RunOptions {
  const protocol = registry.get(scenario.protocol);
  if (protocol === undefined) throw new Error(`no protocol ${scenario.protocol}`);
  return { scenario, protocol, schedule, keepGoing: true };
}

const cases = fc.record({ scenario: fc.constantFrom(...scenarios), seed: fc.nat(10_000).map(String) });
const settings = { seed: 2026, numRuns: 25 };

describe('a run', () => {
  it('is the same again for the same schedule', () => {
    fc.assert(
      fc.property(cases, ({ scenario, seed }) => {
        const options = optionsFor(scenario, seeded(seed));
        const { wallMs: _one, ...first } = run(options);
        const { wallMs: _two, ...second } = run(options);
        expect(second).toEqual(first);
      }),
      settings,
    );
  });

  it('is no more than its departures from plain: as overrides on a plain base they give the same digest', () => {
    fc.assert(
      fc.property(cases, ({ scenario, seed }) => {
        const original = optionsFor(scenario, seeded(seed));
        const overrides = departures(original).map(({ anchor, value }) => ({ at: anchor, value }));
        const told = optionsFor(scenario, { base: 'plain', overrides });
        expect(run(told).digest).toBe(run(original).digest);
      }),
      settings,
    );
  });

  it('keeps every other decision that is still asked for when one is suppressed', () => {
    fc.assert(
      fc.property(cases, fc.nat(), ({ scenario, seed }, pick) => {
        const all = departures(optionsFor(scenario, seeded(seed)));
        const suppressed = all[pick % all.length] as Departure;
        const overrides = [{ at: suppressed.anchor, value: suppressed.plain }];
        const others = departures(optionsFor(scenario, { base: { seed }, overrides }));
        const values = new Map(all.map(({ anchor, value }) => [anchor, value]));
        for (const { anchor, value } of others) {
          expect(anchor).not.toBe(suppressed.anchor);
          if (values.has(anchor)) expect([anchor, value]).toEqual([anchor, values.get(anchor)]);
        }
      }),
      settings,
    );
  });

  it('keeps them, too, when the one who leads is no longer struck', () => {
    const often = ['faults.0.power-loss=leader', 'faults.0.every=60ms..90ms', 'faults.0.restart=100ms..200ms'];
    const scenario = shipped('quorum-log', [...small, ...often]);
    for (const seed of ['1', '2', '3']) {
      const values = new Map(departures(optionsFor(scenario, seeded(seed))).map((made) => [made.anchor, made.value]));
      for (const at of [...values.keys()].filter((anchor) => /^fault .*leader.* happens$/.test(anchor)).slice(0, 4)) {
        const others = departures(optionsFor(scenario, { base: { seed }, overrides: [{ at, value: 0 }] }));
        const changed = others.filter(({ anchor, value }) => values.has(anchor) && values.get(anchor) !== value);
        expect(changed).toEqual([]);
      }
    }
  });
});
