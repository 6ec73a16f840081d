/**
 * The replicas of a random history: one log that everyone agrees on, of which each disk holds a
 * part, possibly with a tail that was never agreed on. Nobody applies what no quorum holds.
 */
import type { Message, NodeId, RoomId, Token } from '../../src/contract/index.ts';
import type { Fact, HistoryCourt, Voters } from './facts.ts';
import type { Tape } from './tape.ts';

type Content =
  | { readonly kind: 'message'; readonly room: RoomId; readonly message: Message; readonly position: number }
  | {
      readonly kind: 'memberAt' | 'leftAt';
      readonly room: RoomId;
      readonly client: NodeId;
      readonly request: Token;
      readonly position: number;
    }
  | { readonly kind: 'votes'; readonly sets: Voters };

export type Entry = Content & { readonly epoch: number };

export interface Replica {
  readonly id: NodeId;
  isUp: boolean;
  /** What its synced bytes hold: a part of the log, or of one that was given up. */
  readonly disk: Entry[];
  /** How many entries it has applied in this incarnation, or has under a snapshot. */
  applied: number;
}

/** See the head of this file. */
export class Cluster {
  readonly entries: Entry[] = [];
  readonly replicas: readonly Replica[];
  /** How many entries someone has applied; they are there to stay. */
  applied = 0;
  /** How many entries someone has applied or accepted. */
  binding = 0;
  #epoch = 1;
  readonly #first: Voters;
  readonly #hasDisks: boolean;
  readonly #emit: (fact: Fact) => void;

  constructor({ nodes, voters }: HistoryCourt, emit: (fact: Fact) => void) {
    this.replicas = nodes
      .filter(({ role }) => role === 'replica')
      .map(({ id }) => ({ id, isUp: true, disk: [], applied: 0 }));
    this.#hasDisks = voters !== undefined;
    this.#first = [voters ?? this.replicas.map(({ id }) => id)];
    this.#emit = emit;
  }

  /** The messages of a room among the first `count` entries. */
  messages(room: RoomId, count = this.entries.length): readonly Message[] {
    return this.entries
      .slice(0, count)
      .flatMap((entry) => (entry.kind === 'message' && entry.room === room ? [entry.message] : []));
  }

  /** How many entries are committed: a quorum of the voters in force at the last of them holds it. */
  get committed(): number {
    for (let count = this.entries.length; count > 0; count--) {
      const holders = this.replicas.filter(({ disk }) => disk[count - 1] === this.entries[count - 1]);
      const isVoted = (set: readonly NodeId[]) => holders.filter(({ id }) => set.includes(id)).length * 2 > set.length;
      if (this.#votersAt(count).every(isVoted)) return count;
    }
    return 0;
  }

  /** Whether the voters that are to be in force agree without this one. */
  canSpare(replica: Replica): boolean {
    const others = (set: readonly NodeId[]) => set.filter((id) => id !== replica.id);
    return this.#votersAt(this.entries.length).every((set) => others(set).length * 2 > set.length);
  }

  append(content: Content): void {
    this.entries.push({ ...content, epoch: this.#epoch });
  }

  /** A replica leads; what binds nobody may be given up. */
  lead(tape: Tape): void {
    const leader = tape.pick(this.replicas.filter(({ isUp }) => isUp));
    if (leader === undefined) return;
    this.#epoch += 1 + tape.below(2);
    this.#emit({ kind: 'led', node: leader.id, shard: 1, epoch: this.#epoch });
    if (tape.once(2)) this.entries.length = this.binding + tape.below(this.entries.length - this.binding + 1);
  }

  /** Voters change in two steps: both sets at once, then the new one. */
  vote(tape: Tape): void {
    if (!this.#hasDisks || this.replicas.length === 1) return;
    const current = this.#votersAt(this.entries.length);
    if (current.length === 2) {
      const joint = this.entries.findLastIndex(({ kind }) => kind === 'votes');
      if (this.committed > joint) this.append({ kind: 'votes', sets: [current[1]!] });
      return;
    }
    const all = this.replicas.map(({ id }) => id);
    const next = all.filter(() => !tape.once(3));
    this.append({ kind: 'votes', sets: [current[0]!, next.length === 0 ? all : next] });
  }

  /** The disk of a replica comes to hold up to `count` more entries of the log. */
  sync(replica: Replica, count: number): void {
    const { disk, id } = replica;
    const common = disk.findIndex((entry, index) => entry !== this.entries[index]);
    if (common >= 0) {
      const index = 1 + disk.slice(0, common).filter(isDurable).length;
      if (disk.slice(common).some(isDurable)) this.#emitDisk({ kind: 'cuts', node: id, index });
      disk.length = common;
    }
    for (const entry of this.entries.slice(disk.length, disk.length + count)) {
      disk.push(entry);
      if (entry.kind === 'message') {
        this.#emitDisk({ kind: 'writes', node: id, room: entry.room, message: entry.message, epoch: entry.epoch });
      }
      if (entry.kind === 'votes') this.#emitDisk({ kind: 'votes', node: id, sets: entry.sets, epoch: entry.epoch });
    }
  }

  /** A replica that is up applies up to `count` more committed entries. */
  apply(replica: Replica, count: number): void {
    const end = Math.min(replica.applied + count, this.committed);
    for (const entry of this.entries.slice(replica.applied, end)) this.#report(replica.id, entry);
    replica.applied = Math.max(replica.applied, end);
    this.applied = Math.max(this.applied, replica.applied);
    this.binding = Math.max(this.binding, this.applied);
  }

  /** A replica takes over a snapshot of `count` entries, all of which someone has applied. */
  restore(replica: Replica, count: number, tellsMembers: boolean): void {
    if (count === 0) return;
    const rooms = new Set(
      this.entries.slice(0, count).flatMap((entry) => (entry.kind === 'message' ? [entry.room] : [])),
    );
    for (const room of rooms) {
      const position = this.messages(room, count).length;
      this.#emit({ kind: 'restored', node: replica.id, room, position });
    }
    for (const entry of tellsMembers ? this.entries.slice(0, count) : []) {
      if (entry.kind !== 'message') this.#report(replica.id, entry);
    }
    replica.applied = count;
  }

  /** The disk of a replica keeps what it has applied as a snapshot. */
  snapshot(replica: Replica): void {
    const { disk, applied, id } = replica;
    const held = disk.slice(0, applied);
    if (held.length < applied || held.some((entry, index) => entry !== this.entries[index])) return;
    const index = held.filter(isDurable).length;
    if (index > 0) this.#emitDisk({ kind: 'snapshots', node: id, index });
  }

  #report(node: NodeId, entry: Entry): void {
    if (entry.kind === 'votes') return;
    const { kind, room, position } = entry;
    if (kind === 'message') this.#emit({ kind: 'applied', node, room, position, message: entry.message });
    else this.#emit({ kind, node, room, client: entry.client, request: entry.request, position });
  }

  #emitDisk(fact: Fact): void {
    if (this.#hasDisks) this.#emit(fact);
  }

  #votersAt(count: number): Voters {
    const last = this.entries.slice(0, count).findLast(({ kind }) => kind === 'votes');
    return last?.kind === 'votes' ? last.sets : this.#first;
  }
}

/** Joins and leaves are in the log, and not on the disks that judges can read. */
function isDurable({ kind }: Entry): boolean {
  return kind === 'message' || kind === 'votes';
}
