/**
 * One shard as a gateway sees it: who leads it, and what is committed there, of which it keeps the
 * state in memory; after a restart that is built again from the beginning of the log. It asks the
 * replica that it takes for the leader again and again, and the next one when none answers.
 */
import type { Host, NodeId } from '../../contract/index.ts';
import type { Entry } from './entry.ts';
import type { Packet, PacketOf } from './packets.ts';
import type { Rules } from './rules.ts';
import type { Knobs } from './settings.ts';
import { type InitialMembers, State } from './state.ts';

/** The leader is asked every so many heartbeats, and missed after as many of these. */
const askBeats = 2;
const silentAsks = 2;

export interface ShardOptions {
  readonly rules: Rules;
  readonly knobs: Knobs;
  readonly shard: number;
  readonly replicas: readonly NodeId[];
  readonly members: InitialMembers;
}

export class GatewayShard {
  readonly state: State;
  readonly #host: Host<Packet>;
  readonly #options: ShardOptions;
  #leader: NodeId;
  #term = 0;
  /** Asks without an answer of the leader. */
  #silence = 0;
  /** Something made it ask out of turn: once is enough until the next turn. */
  #hasAsked = false;

  constructor(host: Host<Packet>, options: ShardOptions) {
    this.#host = host;
    this.#options = options;
    this.state = new State(options.rules, options.members);
    this.#leader = options.replicas[(host.id + options.shard) % options.replicas.length]!;
    this.#tick();
  }

  /** Whom requests go to. */
  get leader(): NodeId {
    return this.#leader;
  }

  hint(from: NodeId, leader: NodeId): void {
    if (from !== this.#leader || leader === from || !this.#options.replicas.includes(leader)) return;
    this.#leader = leader;
    this.#askOutOfTurn();
  }

  /** Applies what is new, and gives it. */
  feed(from: NodeId, { term, after, entries }: PacketOf<'feed'>): readonly Entry[] {
    if (term >= this.#term) {
      this.#term = term;
      this.#leader = from;
      this.#silence = 0;
    }
    if (after > this.state.applied) {
      this.#askOutOfTurn();
      return [];
    }
    const more = entries.slice(this.state.applied - after);
    for (const entry of more) this.state.apply(entry);
    if (more.length > 0 && entries.length === this.#options.knobs.append) this.#ask();
    return more;
  }

  #tick(): void {
    const { knobs, replicas, shard } = this.#options;
    if (this.#silence >= silentAsks) {
      this.#silence = 0;
      this.#leader = replicas[(replicas.indexOf(this.#leader) + 1) % replicas.length]!;
    }
    this.#silence++;
    this.#hasAsked = false;
    this.#ask();
    this.#host.setTimer(`follow s${shard}`, askBeats * knobs.heartbeatUs, () => this.#tick());
  }

  #askOutOfTurn(): void {
    if (this.#hasAsked) return;
    this.#hasAsked = true;
    this.#ask();
  }

  #ask(): void {
    this.#host.send(this.#leader, { kind: 'follow', after: this.state.applied });
  }
}
