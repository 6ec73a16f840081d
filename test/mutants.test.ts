/**
 * Every mutant is caught on its pinned scenario and seed by the property it breaks, and the sound
 * protocol holds there. A mutant without a pin fails.
 */
import { describe, expect, it } from 'vitest';
import { registry, run, seeded } from '../src/index.ts';
import { shipped } from './reference/shipped.ts';

/** By protocol and mutant: where it is caught, and by what. */
const pins: Readonly<Record<string, { readonly in: string; readonly seed: number; readonly by: string }>> = {
  'sequencer ack-before-sync': { in: 'steady', seed: 1, by: 'persisted' },
  'sequencer segment-without-directory-sync': { in: 'power-loss', seed: 1, by: 'persisted' },
  'sequencer append-after-torn-tail': { in: 'power-loss', seed: 1, by: 'persisted' },
  'sequencer dedupe-in-memory': { in: 'sequencer-restarts', seed: 1, by: 'exactly-once' },
  'sequencer new-id-on-resend': { in: 'partition', seed: 1, by: 'exactly-once' },
  'sequencer resume-from-newest': { in: 'reconnects', seed: 1, by: 'all-or-nothing' },
  'sequencer short-page-is-end': { in: 'slow-client', seed: 1, by: 'ordered' },
  'sequencer client-hears-former-links': { in: 'late-packets', seed: 1, by: 'persisted' },
  'sequencer sequencer-hears-former-links': { in: 'late-packets', seed: 10, by: 'all-or-nothing' },
  'sequencer takes-any-offer': { in: 'late-packets', seed: 37, by: 'persisted' },
  'sequencer link-numbers-repeat': { in: 'late-packets', seed: 3, by: 'persisted' },
  'sequencer late-page-follows': { in: 'late-packets', seed: 1, by: 'ordered' },
  'sequencer snapshot-without-directory-sync': { in: 'compaction', seed: 8, by: 'answered' },
  'quorum-log ack-on-leader-disk': { in: 'quorum-log', seed: 1, by: 'persisted' },
  'quorum-log old-voters-after-change': { in: 'reconfigure', seed: 1, by: 'persisted' },
  'quorum-log counts-before-own-sync': { in: 'quorum-log', seed: 1, by: 'persisted' },
  'quorum-log late-completion-counts': { in: 'quorum-log', seed: 1, by: 'persisted' },
  'quorum-log recovers-alone': { in: 'reconfigure', seed: 1, by: 'persisted' },
  'quorum-log reads-unsecured': { in: 'quorum-log', seed: 1, by: 'fresh' },
};

const mutants = [...registry.values()].flatMap((protocol) =>
  Object.entries(protocol.mutants ?? {}).map(([name, mutant]) => ({ protocol, name, mutant })),
);

describe.each(mutants)('$protocol.name with $name', ({ protocol, name, mutant }) => {
  const pin = pins[`${protocol.name} ${name}`];

  it('is caught by what it breaks', () => {
    if (pin === undefined) expect.fail('it has no pin');
    expect(mutant.breaks).toContain(pin.by);
    const options = { scenario: shipped(pin.in), protocol, schedule: seeded(String(pin.seed)) };
    const { verdict, violations, leavesOpen } = run({ ...options, mutant: name });
    expect(['violated', 'stuck']).toContain(verdict);
    // To be stuck is an objection by the property that is left open.
    expect([...violations, leavesOpen].map((objection) => objection?.property)).toContain(pin.by);
  });

  it('holds there when it is sound', () => {
    if (pin === undefined) expect.fail('it has no pin');
    const schedule = seeded(String(pin.seed));
    expect(run({ scenario: shipped(pin.in), protocol, schedule }).violations).toEqual([]);
  });
});
