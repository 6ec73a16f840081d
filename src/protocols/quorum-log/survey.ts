/**
 * What the leader does when it boots, before anything else. Entries may have been committed by
 * followers alone, before the leader's own sync, and a power loss then took the leader's copy. So
 * it asks for what stands behind its own last entry until a quorum of the voters in force there
 * has answered, takes over the longest answer, makes it durable, and asks again, for that may have
 * brought other voters; it is done when a quorum has nothing more.
 *
 * Why that is safe, with one leader for good: no two lives of it overlap, so nothing is committed
 * while it asks, and whatever was committed lies on a majority, which shares a node with the one
 * that answers. And answers never contradict each other: each life made its first entry durable
 * here before it sent anything, so this disk knows every epoch there is, and all that can follow
 * its last entry is of that entry's epoch, one sequence written by one life.
 */
import type { Host, NodeId } from '../../contract/index.ts';
import { type Entry, isNext } from './entry.ts';
import type { Log } from './log.ts';
import type { Packet, PacketOf } from './packets.ts';
import type { Rules } from './rules.ts';

const retryUs = 30_000;

export interface SurveyOptions {
  readonly host: Host<Packet>;
  readonly log: Log;
  readonly rules: Rules;
  /** Every other replica, voter or not: who votes may only be learned on the way. */
  readonly others: readonly NodeId[];
  readonly done: () => void;
}

export class Survey {
  readonly #options: SurveyOptions;
  readonly #life: number;
  #answers = new Map<NodeId, readonly Entry[]>();
  #isAsking = false;

  constructor(options: SurveyOptions) {
    this.#options = options;
    this.#life = Math.floor(options.host.random('life') * 2 ** 31);
  }

  begin(): void {
    this.#answers = new Map();
    this.#isAsking = this.#options.rules.asksOthers();
    if (this.#isAsking) this.#ask();
    else this.#options.done();
  }

  answered(from: NodeId, { life, after, entries }: PacketOf<'standing'>): void {
    const { host, log, rules, done } = this.#options;
    if (!this.#isAsking || life !== this.#life || after !== log.last) return;
    this.#answers.set(from, entries);
    const voters = rules.votersAt(log.configurations, log.last);
    if (!rules.isQuorum(voters, (node) => node === host.id || this.#answers.has(node))) return;
    this.#isAsking = false;
    host.clearTimer('survey');
    let longest: readonly Entry[] = [];
    for (const answer of this.#answers.values()) if (answer.length > longest.length) longest = answer;
    if (longest.length === 0) done();
    else this.#adopt(longest);
  }

  #adopt(entries: readonly Entry[]): void {
    const { host, log } = this.#options;
    for (const entry of entries) {
      if (!isNext(entry, log.at(log.last))) throw new Error(`entry ${log.last + 1} of a follower carries on this log`);
      log.append(entry);
    }
    host.observe.sometimes('recovered-from-followers');
    log.synced = () => {
      if (log.durable === log.last) this.begin();
    };
    log.flush();
  }

  #ask(): void {
    const { host, log, others } = this.#options;
    const question = { kind: 'survey', life: this.#life, after: log.last, epoch: log.epochAt(log.last) } as const;
    for (const other of others) host.send(other, question);
    host.setTimer('survey', retryUs, () => this.#ask());
  }
}
