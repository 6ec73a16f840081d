/** Known-bad rooms, each the sound one with a rule replaced. The numbers are those of public bug reports. */
import type { Mutant, Protocol } from '../../contract/index.ts';
import type { Packet } from './packets.ts';
import { type Rules, soundRules } from './rules.ts';

/** The mutants, by name. `under` makes rooms that play by the given rules. */
export function mutants(under: (rules: Rules) => Protocol<Packet>): Readonly<Record<string, Mutant<Packet>>> {
  const mutant = (summary: string, breaks: readonly string[], replaced: Partial<Rules>): Mutant<Packet> => {
    const { layout } = under({ ...soundRules, ...replaced });
    return { summary, breaks, apply: (protocol) => ({ ...protocol, layout }) };
  };
  return {
    'vote-before-sync': mutant(
      'A vote is answered before it is durable (robustmq PR#2039).',
      ['one-leader', 'persisted', 'all-or-nothing', 'ordered'],
      { mayAnswer: () => true },
    ),
    'votes-for-stale-logs': mutant(
      'A vote is given without a look at the candidate’s log.',
      ['persisted', 'all-or-nothing', 'ordered'],
      { isFresh: () => true },
    ),
    'commit-older-term-by-count': mutant(
      'Entries of earlier terms are committed by counting copies (CCF#5674; Raft, figure 8).',
      ['persisted', 'all-or-nothing', 'ordered'],
      { commitsByCounting: () => true },
    ),
    'commit-unverified-tail': mutant(
      'A commit index is applied to entries that the append did not verify (copycat#265, ra#508, scylladb#9965).',
      ['persisted', 'all-or-nothing', 'ordered'],
      { commitAfter: (commit, leaders, _verified, last) => Math.max(commit, Math.min(leaders, last)) },
    ),
    'counts-before-own-sync': {
      ...mutant('The leader counts its own copy before its sync.', ['persisted', 'all-or-nothing'], {
        ownCopy: (_durable, last) => last,
      }),
      caughtIn: { scenario: 'rooms-leader-crash', seed: '1' },
    },
    'acknowledges-before-sync': mutant(
      'A follower acknowledges what it has, and its disk may not (nats-server#7564).',
      ['persisted', 'all-or-nothing'],
      { acknowledges: (verified) => verified },
    ),
    'read-without-no-op': mutant(
      'A leader answers reads before it knows what is committed (redisraft PR#22).',
      ['fresh'],
      { knowsCommit: () => true },
    ),
    'applies-repeats': mutant('A request that comes again is taken again.', ['exactly-once'], {
      isNext: (number, last) => number <= last + 1,
    }),
  };
}
