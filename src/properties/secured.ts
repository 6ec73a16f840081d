/**
 * *Secured*, judged from disks: a message is secured once its slot, or any later slot above it in
 * the same log, is held by a quorum of the voters in force at that later slot. Asked when somebody
 * first acts on a message, not at each sync: what a protocol cut from its own log before then does
 * not count, and what was once found secured stays so.
 */
import type { DiskReader, JudgedNode, NodeId, Slot } from '../contract/index.ts';
import type { BroadcastRecord } from './broadcast-record.ts';
import type { RoomRecord } from './room-record.ts';

/** See the head of this file. */
export class Secured {
  readonly #disks: ReadonlyMap<NodeId, DiskReader>;
  readonly #readers: readonly DiskReader[];
  /** Where the newest message of a room was found secured: the node asked first for the next. */
  readonly #found = new Map<RoomRecord, { readonly holder: DiskReader; readonly log: string }>();

  /** A client's disk is its own memory and secures nothing: only replicas' count. */
  constructor(nodes: readonly (JudgedNode | undefined)[]) {
    const disks = new Map<NodeId, DiskReader>();
    for (const node of nodes) {
      if (node?.role === 'replica' && node.disk !== undefined) disks.set(node.id, node.disk);
    }
    this.#disks = disks;
    this.#readers = [...disks.values()];
  }

  /** Whether there are disks to judge from. */
  get judged(): boolean {
    return this.#readers.length > 0;
  }

  /** Whether the message is secured, or nobody can tell. */
  holds(room: RoomRecord, broadcast: BroadcastRecord): boolean {
    if (broadcast.secured || !this.judged) return true;
    const likely = this.#found.get(room)?.holder;
    broadcast.secured =
      (likely !== undefined && this.#secures(likely, room, broadcast)) ||
      this.#readers.some((reader) => reader !== likely && this.#secures(reader, room, broadcast));
    return broadcast.secured;
  }

  /** The voters of the log in which the room's messages were found last; undefined when none was found yet. */
  votersOf(room: RoomRecord): readonly NodeId[] | undefined {
    return this.voterSetsOf(room)?.flat();
  }

  /** The same, as sets: two while a change of them is joint. */
  voterSetsOf(room: RoomRecord): readonly (readonly NodeId[])[] | undefined {
    const log = this.#found.get(room)?.log;
    let newest: { readonly reader: DiskReader; readonly head: Slot } | undefined;
    for (const reader of this.#readers) {
      const head = reader.head();
      if (head === undefined || head.log !== log) continue;
      if (newest === undefined || isAbove(head, newest.head)) newest = { reader, head };
    }
    return newest?.reader.votersAt(newest.head);
  }

  /** Whether a quorum agrees on the log that `reader` sees, at the message or above. */
  #secures(reader: DiskReader, room: RoomRecord, { token }: BroadcastRecord): boolean {
    const slot = reader.slotOf(room.name, token);
    if (slot === undefined || !this.#agreed(reader, slot)) return false;
    this.#found.set(room, { holder: reader, log: slot.log });
    return true;
  }

  /** Candidates are cheap ones first: the slot, the voters' heads; then every message above it. */
  #agreed(reader: DiskReader, slot: Slot): boolean {
    const isCandidate = (above: Slot | undefined): above is Slot =>
      above !== undefined && above.log === slot.log && above.index > slot.index && reader.holds(above);
    if (this.#quorumHolds(reader, slot)) return true;
    for (const other of this.#readers) {
      const head = other.head();
      if (isCandidate(head) && this.#quorumHolds(reader, head)) return true;
    }
    for (const { slot: above } of reader.contents()) {
      if (isCandidate(above) && this.#quorumHolds(reader, above)) return true;
    }
    return false;
  }

  /** A majority of each set of voters in force at this slot of `reader`'s log. */
  #quorumHolds(reader: DiskReader, slot: Slot): boolean {
    const sets = reader.votersAt(slot);
    return (
      sets.length > 0 &&
      sets.every((voters) => {
        let holders = 0;
        for (const voter of voters) if (this.#disks.get(voter)?.holds(slot) === true) holders++;
        return holders * 2 > voters.length;
      })
    );
  }
}

/** Of two heads of one log, the one of the later leader, then the longer. */
function isAbove(a: Slot, b: Slot): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.index > b.index);
}
