/** Known-bad sequencers, each the sound one with a rule replaced. */
import type { Mutant, Protocol } from '../../contract/index.ts';
import type { SequencerPacket } from './packets.ts';
import { type Rules, soundRules } from './rules.ts';

/** The mutants, by name. `under` makes a sequencer that plays by the given rules. */
export function mutants(
  under: (rules: Rules) => Protocol<SequencerPacket>,
): Readonly<Record<string, Mutant<SequencerPacket>>> {
  const mutant = (summary: string, breaks: readonly string[], replaced: Partial<Rules>): Mutant<SequencerPacket> => {
    return { summary, breaks, apply: (protocol) => ({ ...protocol, ...layoutOf({ ...soundRules, ...replaced }) }) };
  };
  const layoutOf = (rules: Rules): Pick<Protocol<SequencerPacket>, 'layout'> => {
    const changed = under(rules);
    return { layout: (topology) => changed.layout(topology) };
  };
  return {
    'ack-before-sync': {
      ...mutant(
        'A batch is answered and delivered once written, and synced later (nats-server#7564).',
        ['persisted', 'all-or-nothing'],
        { batchCounts: () => true },
      ),
      caughtIn: { scenario: 'steady', seed: '1' },
    },
    'segment-without-directory-sync': mutant(
      'The name of a new segment is never made durable (etcd#6368).',
      ['persisted', 'all-or-nothing'],
      { awaitsName: () => false },
    ),
    'append-after-torn-tail': mutant(
      'A torn end is left in place and new batches are appended behind it (fak#11857).',
      ['persisted', 'all-or-nothing'],
      { keptBytes: (_soundEnd, size) => size },
    ),
    'ignores-sync-error': mutant(
      'A batch counts although its sync failed (postgres fsyncgate, 2018).',
      ['persisted', 'all-or-nothing'],
      { goesOn: (act, error) => error === undefined || act === 'sync' },
    ),
    'syncs-again': mutant(
      'A sync that failed is tried until it succeeds, and brings nothing (Rebello et al., ATC 2020).',
      ['persisted', 'all-or-nothing'],
      { syncsAgain: () => true },
    ),
    'ignores-write-error': mutant(
      'A write that failed is taken for done, and synced.',
      ['persisted', 'all-or-nothing'],
      { goesOn: (act, error) => error === undefined || act === 'write' },
    ),
    'believes-the-cache': mutant(
      'What is read back after a restart is synced and believed, though a failed sync had given it up.',
      ['persisted', 'all-or-nothing'],
      { rewritesTail: () => false },
    ),
    'unreadable-is-empty': mutant(
      'A segment that cannot be read at recovery is taken for an empty one.',
      ['persisted', 'all-or-nothing'],
      { readsAsEmpty: () => true },
    ),
    'bad-frame-is-end': mutant(
      'A rotten batch is taken for the torn end of the log, and what follows is cut (Alagappan et al., FAST 2018).',
      ['persisted', 'all-or-nothing'],
      { isTorn: () => true },
    ),
    'rename-without-directory-sync': mutant(
      'Segments are removed before the name of the snapshot that stands for them is durable.',
      ['answered'],
      { awaitsSnapshot: () => false },
    ),
    'dedupe-in-memory': mutant(
      'What a session sent before a restart is not remembered (mattermost PR#10006).',
      ['exactly-once'],
      { recalledNumber: () => 0, isNext: (last, number) => last === 0 || number === last + 1 },
    ),
    'new-id-on-resend': mutant(
      'After a reconnect everything unanswered is sent under new numbers (element-ios#512).',
      ['exactly-once'],
      { settled: (first, through, reconnected) => (reconnected ? 0 : through - first + 1) },
    ),
    'nonce-from-wall-clock': mutant(
      'A client is told from its former incarnation by the time of its boot, which a clock that stands gives twice.',
      ['persisted', 'exactly-once', 'all-or-nothing'],
      { nonce: (host) => host.wallClockUs() },
    ),
    'nonce-outlives-process': mutant(
      'A client that restarts numbers its requests from 1 again, in the session that it had before.',
      ['persisted', 'exactly-once', 'all-or-nothing'],
      { nonce: (host) => host.id },
    ),
    'expires-by-wall-clock': mutant(
      'A request is refused when the wall clock says that it has been waiting for long; it may be durable by then.',
      ['all-or-nothing'],
      { givesUp: (waitedUs) => waitedUs > 30_000_000 },
    ),
    'drop-when-full': mutant(
      'What a slow reader has no room for is dropped, and the reader goes on behind it.',
      ['all-or-nothing', 'prompt'],
      { skipsTo: (_sent, head) => head },
    ),
    'resume-from-newest': mutant(
      'A client resumes from the newest message it has seen, not from its contiguous cursor (mattermost PR#3836).',
      ['all-or-nothing'],
      { resumesBehind: (_contiguous, newest) => newest },
    ),
    'client-hears-former-links': mutant(
      'A client heeds what was sent under its former links, and to the process that it was before.',
      ['persisted', 'all-or-nothing', 'answered'],
      { clientHears: () => true },
    ),
    'sequencer-hears-former-links': mutant(
      'A sequencer heeds what a client sent under its former links, and before it crashed.',
      ['all-or-nothing'],
      { sequencerHears: () => true },
    ),
    'takes-any-offer': mutant(
      'A client takes an offer that was made to the process that it was before.',
      ['persisted', 'all-or-nothing', 'answered'],
      { takesOffer: () => true },
    ),
    'link-numbers-repeat': mutant(
      'A restarted sequencer numbers its links from the beginning (what the quiet time of RFC 9293 is against).',
      ['persisted', 'all-or-nothing', 'answered'],
      { lifeAfter: () => 1 },
    ),
    'late-page-follows': mutant(
      'A page comes from the disk when its reader has been taken back behind it, and is sent as what follows.',
      ['ordered', 'all-or-nothing'],
      { stillFollows: () => true },
    ),
    'short-page-is-end': mutant(
      'A page is taken for all there is up to the head (matrix sliding-sync#56).',
      ['ordered', 'all-or-nothing'],
      { cursorAfter: (last, head) => Math.max(last, head) },
    ),
  };
}
