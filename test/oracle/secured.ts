/**
 * *Secured*: "a message is secured once its slot, or any later slot above it in the same log, is
 * held (in the log or under a snapshot) by the synced bytes of a quorum of the configuration in
 * force at that later slot, both majorities while joint. The flag is sticky."
 */
import type { NodeId, Token } from '../../src/contract/index.ts';
import type { Fact, HistoryCourt, Voters } from './facts.ts';

type Change = Extract<Fact, { readonly kind: 'writes' | 'votes' | 'cuts' }>;

interface LogEntry {
  readonly epoch: number;
  readonly content: { readonly token: Token } | { readonly sets: Voters };
}

/** See the head of this file. */
export class Secured {
  /** By token, when it was secured. */
  readonly since = new Map<Token, number>();
  /** Those of the configuration that was secured last. */
  voters: readonly NodeId[];
  readonly #first: Voters;
  readonly #logs: ReadonlyMap<NodeId, LogEntry[]>;

  /** "So each sync asks one question: up to which slot does a quorum now agree?" */
  constructor(court: HistoryCourt, replicas: readonly NodeId[], facts: readonly Fact[]) {
    this.voters = court.voters ?? [];
    this.#first = [this.voters];
    this.#logs = new Map(replicas.map((replica) => [replica, []]));
    for (const [at, fact] of facts.entries()) {
      if (fact.kind !== 'writes' && fact.kind !== 'votes' && fact.kind !== 'cuts') continue;
      const log = this.#logs.get(fact.node);
      if (log === undefined) continue;
      change(log, fact);
      this.#ask(log, at);
    }
  }

  #ask(log: readonly LogEntry[], at: number): void {
    for (const [slot, { epoch }] of log.entries()) {
      const holders = [...this.#logs].filter(([, held]) => held[slot]?.epoch === epoch).map(([replica]) => replica);
      const sets = this.#votersAt(log, slot);
      if (!sets.every((set) => set.filter((voter) => holders.includes(voter)).length * 2 > set.length)) continue;
      this.voters = sets.flat();
      for (const { content } of log.slice(0, slot + 1)) {
        if ('token' in content && !this.since.has(content.token)) this.since.set(content.token, at);
      }
    }
  }

  #votersAt(log: readonly LogEntry[], slot: number): Voters {
    const changes = log.slice(0, slot + 1).flatMap(({ content }) => ('sets' in content ? [content.sets] : []));
    return changes.at(-1) ?? this.#first;
  }
}

function change(log: LogEntry[], fact: Change): void {
  if (fact.kind === 'cuts') log.length = fact.index - 1;
  else if (fact.kind === 'votes') log.push({ epoch: fact.epoch, content: { sets: fact.sets } });
  else log.push({ epoch: fact.epoch, content: { token: fact.message.token } });
}
