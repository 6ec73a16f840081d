/**
 * A schedule that a seed takes over from at some moment: until then it is the run that it was, from
 * then on it is as the seed has it, and it can be told as explicitly as any other.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turned } from '../../src/chance/index.ts';
import { explicit, type RunOptions, registry, run, type Schedule, seeded } from '../../src/index.ts';
import type { TraceEntry } from '../../src/sim/index.ts';
import { toldAndPrepared } from '../reference/failures.ts';
import { shipped } from '../reference/shipped.ts';

const small = ['workload.broadcasts=25', 'workload.reads=2', 'heal.within=3s'];
const scenarios = ['flaky-network', 'power-loss', 'reconnects', 'join-leave', 'before-the-answer', 'swarm'].map(
  (name) => shipped(name, small),
);

function optionsFor(scenario: RunOptions['scenario'], schedule: Schedule): RunOptions {
  const protocol = registry.get(scenario.protocol);
  if (protocol === undefined) throw new Error(`no protocol ${scenario.protocol}`);
  return { scenario, protocol, schedule, keepGoing: true };
}

/** What happens up to a moment, and the whole run's digest. */
function happened(options: RunOptions, beforeUs: number) {
  const entries: TraceEntry[] = [];
  const record = (entry: TraceEntry) => {
    if (entry.atUs < beforeUs) entries.push(entry);
  };
  const { digest, virtualUs, violations } = run({ ...options, tracer: { record } });
  return { entries, digest, virtualUs, violations };
}

const cases = fc.record({
  scenario: fc.constantFrom(...scenarios),
  seed: fc.nat(1_000).map(String),
  other: fc.nat(1_000).map(String),
  share: fc.nat(100),
  isExplicit: fc.boolean(),
});
const settings = { seed: 2026, numRuns: 25 };

function scheduleOf({
  scenario,
  seed,
  isExplicit,
}: {
  scenario: RunOptions['scenario'];
  seed: string;
  isExplicit: boolean;
}) {
  const schedule = seeded(seed);
  return isExplicit ? explicit(optionsFor(scenario, schedule)) : schedule;
}

describe('a schedule that a seed takes over from', () => {
  it('is the same run where that comes after its end', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const { scenario, other } = drawn;
        const schedule = scheduleOf(drawn);
        const whole = run(optionsFor(scenario, schedule));
        const late = turned(schedule, { atUs: whole.virtualUs + 1, seed: other });
        expect(run(optionsFor(scenario, late)).digest).toBe(whole.digest);
      }),
      settings,
    );
  });

  it("is the seed's own where that comes at the start", () => {
    const [scenario] = scenarios as [RunOptions['scenario']];
    const schedule = turned(explicit(optionsFor(scenario, seeded('1'))), { atUs: 0, seed: '2' });
    expect(schedule).toEqual(seeded('2'));
  });

  it('is the same run up to that moment, and as a rule another one after it', () => {
    let parted = 0;
    fc.assert(
      fc.property(cases, (drawn) => {
        const { scenario, other, share } = drawn;
        const schedule = scheduleOf(drawn);
        const all = happened(optionsFor(scenario, schedule), Number.POSITIVE_INFINITY).entries;
        // Right behind something that happens, which must be as it was.
        const atUs = 1 + (all[Math.floor(((all.length - 1) * share) / 100)]?.atUs ?? 0);
        const was = happened(optionsFor(scenario, schedule), atUs);
        const now = happened(optionsFor(scenario, turned(schedule, { atUs, seed: other })), atUs);
        expect(now.entries).toEqual(was.entries);
        if (now.digest !== was.digest) parted++;
        expect(now.violations).toEqual([]);
      }),
      settings,
    );
    expect(parted).toBeGreaterThan(settings.numRuns / 2);
  });

  it('goes on as it was where the seed is its own', () => {
    fc.assert(
      fc.property(cases, ({ scenario, seed, share }) => {
        const whole = run(optionsFor(scenario, seeded(seed)));
        const atUs = 1 + Math.floor((whole.virtualUs * share) / 100);
        expect(run(optionsFor(scenario, turned(seeded(seed), { atUs, seed }))).digest).toBe(whole.digest);
      }),
      settings,
    );
  });

  it('lets happen what was to follow on something before that moment', () => {
    const text = `{ name: later, summary: s, protocol: quorum-log, topology: { clients: 4, rooms: 2 },
      workload: { broadcasts: 9, every: 2ms..8ms },
      faults: [{ after: { observed: connected, of: c1 }, wait: 30ms, crash: it, restart: 1ms }] }`;
    const { scenario } = toldAndPrepared({ file: 'later.yaml', text }).prepared;
    const whole = optionsFor(scenario, seeded('1'));
    expect(run(whole).faults.get('crash')).toBe(1);
    const halfway = turned(explicit(whole), { atUs: 20_000, seed: '1' });
    expect(run({ ...whole, schedule: halfway }).digest).toBe(run(whole).digest);
  });

  it('can be told explicitly', () => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const { scenario, other, share } = drawn;
        const schedule = scheduleOf(drawn);
        const { virtualUs } = run(optionsFor(scenario, schedule));
        const options = optionsFor(
          scenario,
          turned(schedule, { atUs: 1 + Math.floor((virtualUs * share) / 100), seed: other }),
        );
        const told = explicit(options);
        expect(told.turn).toBeUndefined();
        expect(run({ ...options, schedule: told }).digest).toBe(run(options).digest);
      }),
      settings,
    );
  });
});
