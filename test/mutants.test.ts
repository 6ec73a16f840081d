/**
 * Every mutant is caught on its pinned scenario and seed by the property it breaks, and the sound
 * protocol holds there. One that does wrong only under a certain fault holds there without it. A
 * mutant without a pin fails.
 */
import { describe, expect, it } from 'vitest';
import { type RunResult, registry, run, type Scenario, seeded } from '../src/index.ts';
import { shipped } from './reference/shipped.ts';

/** Where a mutant is caught, and by what. A run that is stuck objects by what it leaves open. */
interface Pin {
  readonly in: string;
  readonly set?: readonly string[];
  readonly seed: number;
  readonly by: string;
  /** Without the fault under which alone it breaks anything. */
  readonly without?: (scenario: Scenario) => Scenario;
}

const without = (...faults: readonly (keyof Scenario['disk'])[]): Pick<Pin, 'without'> => ({
  without: (scenario) => {
    const disk = { ...scenario.disk, ...Object.fromEntries(faults.map((fault) => [fault, 0])) };
    return { ...scenario, disk };
  },
});
const withoutActs = (...verbs: readonly string[]): Pick<Pin, 'without'> => ({
  without: (scenario) => ({ ...scenario, faults: scenario.faults.filter(({ verb }) => !verbs.includes(verb)) }),
});

/** By protocol and mutant. */
const pins: Readonly<Record<string, Pin>> = {
  'sequencer ack-before-sync': { in: 'steady', seed: 1, by: 'persisted' },
  'sequencer segment-without-directory-sync': { in: 'power-loss', seed: 1, by: 'persisted' },
  'sequencer append-after-torn-tail': { in: 'power-loss', seed: 1, by: 'persisted' },
  'sequencer ignores-sync-error': { in: 'disk-errors', seed: 1, by: 'persisted', ...without('failSyncPpm') },
  'sequencer syncs-again': { in: 'disk-errors', seed: 1, by: 'persisted', ...without('failSyncPpm') },
  'sequencer ignores-write-error': { in: 'disk-errors', seed: 1, by: 'persisted', ...without('failWritePpm') },
  'sequencer believes-the-cache': { in: 'disk-errors', seed: 11, by: 'persisted', ...without('failSyncPpm') },
  'sequencer unreadable-is-empty': { in: 'disk-errors', seed: 3, by: 'persisted', ...without('failReadPpm') },
  'sequencer bad-frame-is-end': { in: 'rot', seed: 4, by: 'persisted', ...withoutActs('rot') },
  'sequencer rename-without-directory-sync': {
    ...{ in: 'lost-renames', seed: 25, by: 'answered' },
    ...withoutActs('power-loss'),
  },
  'sequencer dedupe-in-memory': { in: 'sequencer-restarts', seed: 1, by: 'exactly-once' },
  'sequencer new-id-on-resend': { in: 'partition', seed: 1, by: 'exactly-once' },
  'sequencer resume-from-newest': { in: 'reconnects', seed: 1, by: 'all-or-nothing' },
  'sequencer short-page-is-end': { in: 'slow-client', seed: 1, by: 'ordered' },
  'sequencer client-hears-former-links': { in: 'late-packets', seed: 1, by: 'persisted' },
  'sequencer sequencer-hears-former-links': { in: 'late-packets', seed: 11, by: 'all-or-nothing' },
  'sequencer takes-any-offer': { in: 'late-packets', seed: 37, by: 'persisted' },
  'sequencer link-numbers-repeat': { in: 'late-packets', seed: 16, by: 'persisted' },
  'sequencer late-page-follows': { in: 'late-packets', seed: 1, by: 'ordered' },
  'sequencer nonce-from-wall-clock': { in: 'clocks', seed: 1, by: 'persisted' },
  'sequencer nonce-outlives-process': { in: 'clocks', seed: 1, by: 'persisted' },
  'sequencer expires-by-wall-clock': {
    ...{ in: 'clocks', set: ['network.latency=mobile'], seed: 1 },
    by: 'all-or-nothing',
  },
  'sequencer drop-when-full': { in: 'slow-readers', seed: 1, by: 'all-or-nothing' },
  'quorum-log repeats-among-applied': { in: 'slow-nodes', seed: 1, by: 'exactly-once' },
  'quorum-log waits-for-everyone': { in: 'wiped-disk', seed: 1, by: 'answered' },
  'quorum-log ack-on-leader-disk': { in: 'quorum-log', seed: 1, by: 'persisted' },
  'quorum-log old-voters-after-change': { in: 'reconfigure', seed: 1, by: 'persisted' },
  'quorum-log counts-before-own-sync': { in: 'quorum-log', seed: 1, by: 'persisted' },
  'quorum-log late-completion-counts': { in: 'quorum-log', seed: 2, by: 'persisted' },
  'quorum-log recovers-alone': { in: 'reconfigure', seed: 1, by: 'persisted' },
  'quorum-log ignores-sync-error': { in: 'replica-disk-errors', seed: 1, by: 'persisted', ...without('failSyncPpm') },
  'quorum-log believes-the-cache': { in: 'replica-disk-errors', seed: 1, by: 'persisted', ...without('failSyncPpm') },
  'quorum-log reads-unsecured': { in: 'quorum-log', seed: 1, by: 'fresh' },
};

const mutants = [...registry.values()].flatMap((protocol) =>
  Object.entries(protocol.mutants ?? {}).map(([name, mutant]) => ({ protocol, name, mutant })),
);

/** The properties that object, one that a stuck run leaves open among them. */
function objecting({ violations, leavesOpen }: RunResult): readonly string[] {
  return [...violations, ...(leavesOpen === null ? [] : [leavesOpen])].map(({ property }) => property);
}

describe.each(mutants)('$protocol.name with $name', ({ protocol, name, mutant }) => {
  const pin = pins[`${protocol.name} ${name}`];

  it('is caught by what it breaks', () => {
    if (pin === undefined) expect.fail('it has no pin');
    expect(mutant.breaks).toContain(pin.by);
    const options = { scenario: shipped(pin.in, pin.set), protocol, schedule: seeded(String(pin.seed)) };
    expect(objecting(run({ ...options, mutant: name }))).toContain(pin.by);
  });

  it('holds there when it is sound', () => {
    if (pin === undefined) expect.fail('it has no pin');
    const schedule = seeded(String(pin.seed));
    expect(objecting(run({ scenario: shipped(pin.in, pin.set), protocol, schedule }))).toEqual([]);
  });
});

describe.each(mutants.filter(({ protocol, name }) => pins[`${protocol.name} ${name}`]?.without !== undefined))(
  '$protocol.name with $name',
  ({ protocol, name }) => {
    it('holds there without the fault', () => {
      const pin = pins[`${protocol.name} ${name}`];
      const scenario = pin?.without?.(shipped(pin.in, pin.set));
      if (pin === undefined || scenario === undefined) expect.fail('it has no pin');
      const options = { scenario, protocol, schedule: seeded(String(pin.seed)), mutant: name };
      expect(objecting(run(options))).toEqual([]);
    });
  },
);
