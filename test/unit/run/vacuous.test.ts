/** A fault that cannot strike proves nothing: the run is vacuous. One that a protocol does not claim to survive is told. */
import { describe, expect, it } from 'vitest';
import { registry, run, type Scenario, seeded } from '../../../src/index.ts';
import type { FaultAct, FaultRule, Target } from '../../../src/scenario/types.ts';
import { shipped } from '../../reference/shipped.ts';

const nobody: Target = { kind: 'one', role: 'gateway' };
const replica: Target = { kind: 'one', role: 'replica' };
const some = { min: 1_000, max: 1_000 };
const timed = { costUs: some, lastsUs: some };

const acts: readonly FaultAct[] = [
  { verb: 'slow', target: nobody, ...timed },
  { verb: 'wipe', target: nobody, lastsUs: some },
  { verb: 'storm', target: replica, sharePpm: 1_000_000, connectUs: some, lastsUs: some },
  { verb: 'storm', target: { kind: 'all', role: 'client' }, sharePpm: 0, connectUs: some, lastsUs: some },
  { verb: 'stop-reading', target: replica, lastsUs: some },
  { verb: 'slow-reader', target: replica, ...timed },
  { verb: 'clock-step', target: nobody, byUs: some, direction: 'back', lastsUs: some },
  { verb: 'clock-freeze', target: nobody, clock: 'wall', lastsUs: some },
  { verb: 'clock-rate', target: nobody, byPpm: some, direction: 'fast', lastsUs: some },
];

const steady = shipped('steady', ['workload.broadcasts=20']);

function outcome(scenario: Scenario) {
  const protocol = registry.get(scenario.protocol);
  if (protocol === undefined) throw new Error(`no protocol ${scenario.protocol}`);
  return run({ scenario, protocol, schedule: seeded('1') });
}

function under(act: FaultAct): Scenario {
  const rule: FaultRule = { timing: { kind: 'at', atUs: 100_000 }, atLeast: undefined, ...act };
  return { ...steady, faults: [rule] };
}

describe('a run whose fault strikes nobody is vacuous', () => {
  it.each(acts)('$verb', (act) => {
    expect(outcome(under(act))).toMatchObject({ verdict: 'vacuous', reason: expect.stringContaining('never struck') });
  });
});

describe('a node that is gone for good', () => {
  it('is beyond what a protocol survives that has nobody else: labelled, and nothing is due', () => {
    const { verdict, beyondBudget } = outcome(under({ verb: 'wipe', target: replica, lastsUs: some }));
    expect({ verdict, beyondBudget }).toEqual({ verdict: 'held', beyondBudget: ['wipe'] });
  });

  it('may be one of those that a protocol can do without, but not the one that leads', () => {
    expect(outcome(shipped('wiped-disk')).beyondBudget).toEqual([]);
    expect(outcome(shipped('wiped-disk', ['faults.0.wipe=r1'])).beyondBudget).toEqual(['wipe']);
    expect(outcome(shipped('wiped-disk', ['faults.0.wipe=[r2, r3]'])).beyondBudget).toEqual(['wipe']);
  });
});
