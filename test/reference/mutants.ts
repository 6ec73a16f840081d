/** All mutants, where each is caught and by what. */
import { type RunResult, registry, type Scenario } from '../../src/index.ts';

/** Where a mutant is caught, and by what. A run that is stuck objects by what it leaves open. */
export interface Pin {
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
export const pins: Readonly<Record<string, Pin>> = {
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
  'quorum-log waits-for-everyone': {
    ...{ in: 'core', seed: 1, by: 'answered' },
    without: (scenario) => ({ ...scenario, heal: { ...scenario.heal, mode: 'all' } }),
  },
  'quorum-log ack-on-leader-disk': { in: 'quorum-log', seed: 1, by: 'persisted' },
  'quorum-log old-voters-after-change': { in: 'reconfigure', seed: 1, by: 'persisted' },
  'quorum-log counts-before-own-sync': { in: 'quorum-log', seed: 1, by: 'persisted' },
  'quorum-log late-completion-counts': { in: 'quorum-log', seed: 2, by: 'persisted' },
  'quorum-log recovers-alone': { in: 'reconfigure', seed: 4, by: 'persisted' },
  'quorum-log ignores-sync-error': { in: 'replica-disk-errors', seed: 1, by: 'persisted', ...without('failSyncPpm') },
  'quorum-log believes-the-cache': { in: 'replica-disk-errors', seed: 1, by: 'persisted', ...without('failSyncPpm') },
  'quorum-log reads-unsecured': { in: 'quorum-log', seed: 1, by: 'fresh' },
  'rooms vote-before-sync': { in: 'rooms-votes', seed: 1, by: 'one-leader', ...withoutActs('power-loss') },
  'rooms votes-for-stale-logs': { in: 'rooms-figure-8', seed: 1, by: 'persisted' },
  'rooms commit-unverified-tail': { in: 'rooms-leader-isolated', seed: 1, by: 'all-or-nothing' },
  'rooms commit-older-term-by-count': { in: 'rooms-figure-8', seed: 45, by: 'ordered' },
  'rooms counts-before-own-sync': { in: 'rooms-leader-crash', seed: 1, by: 'persisted' },
  'rooms acknowledges-before-sync': { in: 'rooms-power-loss', seed: 1, by: 'persisted' },
  'rooms read-without-no-op': { in: 'rooms-power-loss', seed: 1, by: 'fresh' },
  'rooms applies-repeats': { in: 'rooms-leader-crash', seed: 1, by: 'exactly-once' },
};

/** Every mutant of every protocol. */
export const mutants = [...registry.values()].flatMap((protocol) =>
  Object.entries(protocol.mutants ?? {}).map(([name, mutant]) => ({ protocol, name, mutant })),
);

/** The properties that object, one that a stuck run leaves open among them. */
export function objecting({ violations, leavesOpen }: RunResult): readonly string[] {
  return [...violations, ...(leavesOpen === null ? [] : [leavesOpen])].map(({ property }) => property);
}
