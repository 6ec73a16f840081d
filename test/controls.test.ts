/**
 * Negative controls of the fault catalogue: for a fault a mutant that this very fault alone brings
 * down. The scenario's fault plan is cut down to what the control names; with it the mutant is
 * caught, without the fault in question it holds, and the sound protocol holds with all of it.
 */
import { describe, expect, it } from 'vitest';
import { registry, run, type Scenario, seeded } from '../src/index.ts';
import { shipped } from './reference/shipped.ts';

interface Control {
  readonly fault: Scenario['faults'][number]['verb'];
  readonly protocol: 'sequencer' | 'quorum-log';
  readonly mutant: string;
  readonly in: string;
  /** So that nothing else than the fault makes trouble. */
  readonly set: readonly string[];
  readonly seed: number;
  readonly by: string;
  /** What the fault needs to do harm, and does none by itself. */
  readonly beside?: readonly string[];
}

const quiet = ['network.loss=0%', 'network.duplicate=0%', 'network.reorder=0%'];
const roomy = [...quiet, 'settings.window=64', 'settings.page=16'];
/** Without the fault each request is committed long before it would be sent again. */
const leisurely = [
  ...[...quiet, 'disk.latency=ssd', 'topology.rooms=1', 'workload.reads=0'],
  ...['workload.broadcasts=80', 'workload.every=100ms..200ms', 'faults.0.cost=60ms..150ms', 'faults.0.recover=1s'],
];

const controls: readonly Control[] = [
  {
    ...{ fault: 'clock-step', protocol: 'sequencer', mutant: 'expires-by-wall-clock' },
    ...{ in: 'clocks', set: [...quiet, 'network.latency=mobile'], seed: 1, by: 'all-or-nothing' },
  },
  {
    ...{ fault: 'clock-freeze', protocol: 'sequencer', mutant: 'nonce-from-wall-clock', beside: ['crash'] },
    ...{ in: 'clocks', set: [], seed: 1, by: 'persisted' },
  },
  {
    ...{ fault: 'crash', protocol: 'sequencer', mutant: 'nonce-outlives-process' },
    ...{ in: 'clocks', set: [], seed: 1, by: 'persisted' },
  },
  {
    ...{ fault: 'stop-reading', protocol: 'sequencer', mutant: 'drop-when-full' },
    ...{ in: 'slow-readers', set: roomy, seed: 3, by: 'all-or-nothing' },
  },
  {
    ...{ fault: 'slow-reader', protocol: 'sequencer', mutant: 'drop-when-full' },
    ...{ in: 'slow-readers', set: roomy, seed: 1, by: 'all-or-nothing' },
  },
  {
    ...{ fault: 'storm', protocol: 'sequencer', mutant: 'new-id-on-resend' },
    ...{ in: 'reconnect-storm', set: quiet, seed: 1, by: 'exactly-once' },
  },
  {
    ...{ fault: 'slow', protocol: 'quorum-log', mutant: 'repeats-among-applied' },
    ...{ in: 'slow-nodes', set: leisurely, seed: 1, by: 'exactly-once' },
  },
  {
    ...{ fault: 'wipe', protocol: 'quorum-log', mutant: 'waits-for-everyone' },
    ...{ in: 'wiped-disk', set: quiet, seed: 1, by: 'answered' },
  },
];

describe.each(controls)('$fault', (control) => {
  const whole = shipped(control.in, control.set);
  const protocol = registry.get(control.protocol);
  if (protocol === undefined) throw new Error(`no protocol ${control.protocol}`);
  const outcome = (verbs: readonly string[], mutant?: string) => {
    const faults = whole.faults.filter(({ verb }) => verbs.includes(verb));
    const scenario = { ...whole, faults, sometimes: [], atLeast: {} };
    return run({ scenario, protocol, mutant, schedule: seeded(String(control.seed)) });
  };
  const { fault, mutant, beside = [] } = control;

  it(`brings ${mutant} down`, () => {
    const { violations, leavesOpen } = outcome([fault, ...beside], mutant);
    expect([...violations, leavesOpen].map((finding) => finding?.property)).toContain(control.by);
  });

  it(`alone does, for without it ${mutant} holds`, () => {
    expect(outcome(beside, mutant)).toMatchObject({ verdict: 'held', violations: [] });
  });

  it('does not bring the sound one down', () => {
    expect(outcome([fault, ...beside])).toMatchObject({ verdict: 'held', violations: [] });
  });
});
