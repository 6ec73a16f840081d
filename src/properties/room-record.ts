import type { Message, NodeId, RoomId } from '../contract/index.ts';
import type { BroadcastRecord } from './broadcast-record.ts';
import { Members } from './members.ts';
import { Placed } from './placed.ts';
import type { Match } from './sighting.ts';

/** How far one replica has got in one room. */
export interface ReplicaProgress {
  /** The position it applies next in this incarnation. */
  readonly next: number;
  /** The highest position that it ever applied, or restored. */
  readonly reached: number;
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
  get replicas(): ReadonlyMap<NodeId, ReplicaProgress> {
    return this.#replicas;
  }

  /** A replica applies something at this position; gives how far it had got before. */
  apply(node: NodeId, position: number, match: Match): ReplicaProgress {
    const before = this.#replicas.get(node) ?? { next: 1, reached: 0 };
    if (isPosition(position)) {
      const reached = match === 'differs' ? before.reached : Math.max(before.reached, position);
      this.#replicas.set(node, { next: position + 1, reached });
    }
    return before;
  }

  restore(node: NodeId, position: number): void {
    const reached = Math.max(this.#replicas.get(node)?.reached ?? 0, position);
    this.#replicas.set(node, { next: position + 1, reached });
  }

  /** A node begins a new incarnation, if it has anything to do with this room; `durable` for a client that remembers. */
  reboot(node: NodeId, durable: boolean): void {
    this.members.reboot(node, durable);
    const progress = this.#replicas.get(node);
    if (progress !== undefined) this.#replicas.set(node, { ...progress, next: 1 });
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

  #heighten(position: number): void {
    if (position > this.mark) this.mark = position;
  }
}

/** Whether a protocol may use this number as a position at all. */
export function isPosition(position: number): boolean {
  return Number.isInteger(position) && position >= 1 && position < 0x7fff_ffff;
}
