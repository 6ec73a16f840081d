import { isPosition, type Message, type NodeId, type RoomId } from '../contract/index.ts';
import type { BroadcastRecord } from './broadcast-record.ts';
import { Members } from './members.ts';
import { Placed } from './placed.ts';
import type { Match } from './sighting.ts';

/** How far one replica has got in one room. */
class ReplicaProgress {
  /** The position it applies next in this incarnation. */
  next = 1;
  /** The highest position that it ever applied, or restored. */
  reached = 0;
}

/** What is known of one room. */
export class RoomRecord {
  readonly name: RoomId;
  readonly members = new Members();
  /** L(room), by position from 1. */
  readonly log: (Placed | undefined)[] = [undefined];
  /** The highest fixed position. */
  length = 0;
  /** The highest position of a message that was accepted or delivered. */
  mark = 0;
  /** The highest position that a read returned, or said there was. */
  highestRead = 0;
  /** How many messages were accepted. */
  acceptances = 0;
  /** Accepted messages that stand nowhere in L(room) yet. */
  readonly unplaced = new Set<BroadcastRecord>();
  readonly #replicas = new Map<NodeId, ReplicaProgress>();

  constructor(name: RoomId) {
    this.name = name;
  }

  /** Replicas that reported something for this room. */
  get replicas(): ReadonlyMap<NodeId, Readonly<ReplicaProgress>> {
    return this.#replicas;
  }

  /** A replica applies something at this position; gives the one that came next. */
  apply(node: NodeId, position: number, match: Match): number {
    const progress = this.#replicas.get(node);
    if (!isPosition(position)) return progress?.next ?? 1;
    const { next } = progress ?? new ReplicaProgress();
    this.#reach(node, position, match !== 'differs');
    return next;
  }

  /** A replica applies what stands at this position; false, and nothing done, where that was not its next. */
  applyNext(node: NodeId, position: number): boolean {
    const progress = this.#replicas.get(node);
    if (progress?.next !== position) return false;
    progress.next = position + 1;
    if (position > progress.reached) progress.reached = position;
    return true;
  }

  restore(node: NodeId, position: number): void {
    this.#reach(node, position, true);
  }

  /** A node begins a new incarnation, if it has anything to do with this room; `durable` for a client that remembers. */
  reboot(node: NodeId, durable: boolean): void {
    this.members.reboot(node, durable);
    const progress = this.#replicas.get(node);
    if (progress !== undefined) progress.next = 1;
  }

  /** Fixes a position that is not fixed yet. */
  fix(position: number, message: Message, broadcast: BroadcastRecord, contents: number): Placed {
    const placed = new Placed(message, broadcast, contents);
    this.log[position] = placed;
    if (position > this.length) this.length = position;
    broadcast.place ??= { room: this, position };
    if (this.unplaced.delete(broadcast)) this.#heighten(position);
    return placed;
  }

  accept(broadcast: BroadcastRecord): void {
    broadcast.accepted = ++this.acceptances;
    const position = broadcast.positionIn(this);
    if (position === 0) this.unplaced.add(broadcast);
    else this.#heighten(position);
  }

  /** What stands at this position, if anything, was delivered there. */
  deliver(position: number): void {
    const placed = this.log[position];
    if (placed === undefined) return;
    placed.delivered = true;
    this.#heighten(position);
  }

  /** Up to this position the replica is done, rightly or not. */
  #reach(node: NodeId, position: number, isRight: boolean): void {
    let progress = this.#replicas.get(node);
    if (progress === undefined) {
      progress = new ReplicaProgress();
      this.#replicas.set(node, progress);
    }
    progress.next = position + 1;
    if (isRight && position > progress.reached) progress.reached = position;
  }

  #heighten(position: number): void {
    if (position > this.mark) this.mark = position;
  }
}
