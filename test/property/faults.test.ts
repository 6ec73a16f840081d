/**
 * Decisions of the nemesis are named by what they are about: take one act away, and every other one
 * that is still asked for has the value that it had. And what departs from plain, laid over a plain
 * base, makes the same run.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { departures, type RunOptions, registry, run, type Scenario, type Schedule, seeded } from '../../src/index.ts';
import { shipped } from '../reference/shipped.ts';

/** Two scenarios' faults at once, in a short run: clocks, storms, and readers and nodes that are late. */
const scenario: Scenario = {
  ...shipped('slow-readers', ['workload.broadcasts=120', 'workload.reads=5']),
  faults: [
    ...['clocks', 'reconnect-storm', 'slow-readers'].flatMap((name) => shipped(name).faults),
    ...shipped('slow-nodes').faults.filter((rule) => rule.verb === 'slow' && rule.target.kind === 'one'),
  ],
  sometimes: [],
  atLeast: {},
};
const protocol = registry.get('sequencer');

function options(schedule: Schedule): RunOptions {
  if (protocol === undefined) throw new Error('there is a sequencer');
  return { scenario, protocol, schedule };
}

function faultsOf(schedule: Schedule): ReadonlyMap<string, number | string> {
  const faults = departures(options(schedule)).filter(({ anchor }) => anchor.startsWith('fault '));
  return new Map(faults.map(({ anchor, value }) => [anchor, value]));
}

describe('acts of the nemesis', () => {
  it('keep their values when one of them is taken away', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(), (seed, which) => {
        const whole = faultsOf(seeded(String(seed)));
        const struck = [...whole.keys()].filter((anchor) => anchor.endsWith(' happens'));
        const at = struck[which % struck.length] as string;
        const act = at.slice(0, -' happens'.length);
        const less = faultsOf({ ...seeded(String(seed)), overrides: [{ at, value: 0 }] });
        expect([...less.keys()].filter((anchor) => anchor.startsWith(`${act} `) && !anchor.endsWith(' gap'))).toEqual(
          [],
        );
        for (const [anchor, value] of less) {
          const before = whole.get(anchor);
          if (before !== undefined) expect([anchor, value]).toEqual([anchor, before]);
        }
        // When acts happen hangs on nothing but their own anchors.
        for (const anchor of struck) if (anchor !== at) expect(less.get(anchor)).toBe(1);
      }),
      { numRuns: 12 },
    );
  });

  it('make the same run when what departs from plain is laid over a plain base', () => {
    fc.assert(
      fc.property(fc.nat(1_000), (seed) => {
        const schedule = seeded(String(seed));
        const overrides = departures(options(schedule)).map(({ anchor, value }) => ({ at: anchor, value }));
        expect(overrides.length).toBeGreaterThan(100);
        const [first, again] = [schedule, { base: 'plain', overrides } as const].map((each) => run(options(each)));
        expect(again?.digest).toBe(first?.digest);
        expect(again?.faults).toEqual(first?.faults);
      }),
      { numRuns: 4 },
    );
  });
});
