/** Known-bad quorum logs, each the sound one with a rule replaced. */
import type { Mutant, Protocol } from '../../contract/index.ts';
import type { Packet } from './packets.ts';
import { type Rules, soundRules } from './rules.ts';

/** The mutants, by name. `under` makes a quorum log that plays by the given rules. */
export function mutants(under: (rules: Rules) => Protocol<Packet>): Readonly<Record<string, Mutant<Packet>>> {
  const mutant = (summary: string, breaks: readonly string[], replaced: Partial<Rules>): Mutant<Packet> => {
    const { layout } = under({ ...soundRules, ...replaced });
    return { summary, breaks, apply: (protocol) => ({ ...protocol, layout }) };
  };
  const unsecured = ['persisted', 'all-or-nothing'];
  return {
    'ack-on-leader-disk': {
      ...mutant('An entry is committed once it is on the leader’s disk.', unsecured, {
        isQuorum: (sets, holds) => soundRules.isQuorum(sets, holds) || holds(1),
      }),
      caughtIn: { scenario: 'quorum-log', seed: '1' },
    },
    'old-voters-after-change': mutant('Majorities are those of the first voters, whoever votes now.', unsecured, {
      votersAt: (all) => all[0]?.sets ?? [],
    }),
    'counts-before-own-sync': mutant('The leader counts its own copy before its sync.', unsecured, {
      ownCopy: (_durable, last) => last,
    }),
    'late-completion-counts': mutant(
      'What completes late confirms the entries of a later epoch (rabbitmq/ra#516).',
      unsecured,
      { isCurrent: () => true },
    ),
    'recovers-alone': mutant('A leader that boots trusts its own disk alone (redisraft#14).', unsecured, {
      asksOthers: () => false,
    }),
    'ignores-sync-error': mutant('A batch is durable although its sync failed.', unsecured, { goesOn: () => true }),
    'believes-the-cache': mutant(
      'What is read back after a restart is synced and believed, though a failed sync had given it up.',
      unsecured,
      { rewritesLog: () => false },
    ),
    'repeats-among-applied': mutant(
      'A repeat is looked for among what is applied, not in what is still to be committed.',
      ['exactly-once'],
      { lastNumber: (_proposed, applied) => applied },
    ),
    'waits-for-everyone': mutant('An entry is committed once every voter holds it.', ['answered'], {
      isQuorum: (sets, holds) => sets.every((voters) => voters.every(holds)),
    }),
    'reads-unsecured': mutant('Reads see what is not yet committed.', ['fresh'], {
      readsUpTo: (_commit, last) => last,
    }),
  };
}
