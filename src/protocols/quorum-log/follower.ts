/**
 * A replica that does not lead, voter or spare. Its log follows the leader's: entries of a former
 * life that the leader has lost give way to what stands there now, and an acknowledgement says
 * what is both durable and known to be the leader's. It applies what the leader says is committed,
 * as far as it has seen that it holds the same.
 */
import type { Host, NodeId, Process } from '../../contract/index.ts';
import { type Entry, isNext } from './entry.ts';
import type { Log } from './log.ts';
import type { Packet, PacketOf } from './packets.ts';
import { type InitialMembers, State } from './state.ts';

export class Follower implements Process<Packet> {
  readonly #host: Host<Packet>;
  readonly #log: Log;
  readonly #state: State;
  readonly #leader: NodeId;
  /** The newest of the leader's lives that was heard of. */
  #epoch: number;
  /** Up to here this log is known to be the leader's of that epoch. */
  #matched = 0;

  constructor(host: Host<Packet>, log: Log, options: { readonly members: InitialMembers; readonly leader: NodeId }) {
    this.#host = host;
    this.#log = log;
    this.#state = new State(options.members);
    this.#leader = options.leader;
    this.#epoch = log.epochAt(log.last);
    log.synced = () => this.#acknowledge();
  }

  receive(_from: NodeId, packet: Packet): void {
    if (packet.kind === 'survey') this.#survey(packet);
    else if (packet.kind === 'append') this.#append(packet);
  }

  #survey({ life, after, epoch }: PacketOf<'survey'>): void {
    const log = this.#log;
    const isSame = after <= log.last && log.epochAt(after) === epoch;
    const entries = isSame ? log.slice(after, log.durable) : [];
    this.#host.send(this.#leader, { kind: 'standing', life, after, entries });
  }

  #append({ epoch, after, afterEpoch, entries, commit }: PacketOf<'append'>): void {
    const log = this.#log;
    if (epoch < this.#epoch) return;
    if (epoch > this.#epoch) this.#matched = 0;
    this.#epoch = epoch;
    if (after > log.last || log.epochAt(after) !== afterEpoch) {
      // What is applied is the leader's too, so it is a safe place to go on from.
      const index = after > log.last ? log.last : this.#state.applied;
      this.#host.send(this.#leader, { kind: 'ack', epoch, refused: true, index });
      return;
    }
    let index = after;
    for (const entry of entries) {
      if (!isNext(entry, log.at(index))) return;
      index = entry.index;
      this.#take(index, entry);
    }
    this.#matched = Math.max(this.#matched, index);
    const upTo = Math.min(commit, this.#matched);
    while (this.#state.applied < upTo) this.#state.apply(log.at(this.#state.applied + 1)!, this.#host.observe);
    log.flush();
    if (log.durable >= this.#matched) this.#acknowledge();
  }

  #take(index: number, entry: Entry): void {
    const log = this.#log;
    if (log.epochAt(index) === entry.epoch) return;
    if (index <= log.last) {
      if (index <= this.#state.applied) throw new Error(`entry ${index} is applied, and not to be replaced`);
      this.#host.observe.sometimes('divergent-tail-cut');
      log.cut(index - 1);
    }
    log.append(entry);
  }

  #acknowledge(): void {
    const index = Math.min(this.#matched, this.#log.durable);
    this.#host.send(this.#leader, { kind: 'ack', epoch: this.#epoch, refused: false, index });
  }
}
