/**
 * *Secured*, judged from disks: a message is secured once its slot, or any later slot above it in
 * the same log, is held by a quorum of the voters in force at that later slot. Each sync asks one
 * question: up to which slot does a quorum now agree? The answer is looked for among the ends of
 * logs; slots between, which matter only while ends diverge, are looked at when somebody acts on
 * what does not seem secured. What was once found secured stays so, whatever becomes of the disks.
 */
import type { DiskReader, JudgedNode, NodeId, RoomId, Slot } from '../contract/index.ts';
import type { BroadcastRecord } from './broadcast-record.ts';
import type { Broadcasts } from './broadcasts.ts';
import type { RoomRecord } from './room-record.ts';

/** The log on one replica's disk. */
interface DiskLog {
  readonly reader: DiskReader;
  /** Its end, since the last sync. */
  head: Slot | undefined;
  /** A slot that it holds, up to which all its messages are known to be secured. */
  securedUpTo: Slot | undefined;
}

/** See the head of this file. */
export class Secured {
  readonly #broadcasts: Broadcasts;
  readonly #logs = new Map<NodeId, DiskLog>();
  /** The name of the log in which messages of a room were secured last. */
  readonly #homes = new Map<RoomId, string>();

  /** A client's disk is its own memory and secures nothing: only replicas' count. */
  constructor(nodes: readonly (JudgedNode | undefined)[], broadcasts: Broadcasts) {
    this.#broadcasts = broadcasts;
    for (const node of nodes) {
      if (node?.role !== 'replica' || node.disk === undefined) continue;
      this.#logs.set(node.id, { reader: node.disk, head: undefined, securedUpTo: undefined });
    }
  }

  /** Whether there are disks to judge from. */
  get judged(): boolean {
    return this.#logs.size > 0;
  }

  /** The disk of this node has told its reader all that a sync, or a power loss, changed. */
  synced(node: NodeId): void {
    const log = this.#logs.get(node);
    if (log === undefined) return;
    const { reader, securedUpTo } = log;
    const head = reader.head();
    if (isSame(head, log.head)) return;
    log.head = head;
    if (securedUpTo !== undefined && !reader.holds(securedUpTo)) log.securedUpTo = undefined;
    const agreed = head && this.#highestAgreed(log, head);
    if (agreed !== undefined) this.#secure(agreed);
  }

  /** Whether the message is secured, or nobody can tell. */
  holds(broadcast: BroadcastRecord): boolean {
    if (broadcast.secured || !this.judged) return true;
    for (const { reader, securedUpTo } of this.#logs.values()) {
      let agreed: Slot | undefined;
      for (const { slot } of reader.contents(securedUpTo)) if (this.#quorumHolds(reader, slot)) agreed = slot;
      if (agreed !== undefined) this.#secure(agreed);
    }
    return broadcast.secured;
  }

  /**
   * The voters of the log in which the room's messages were secured last, as sets: two while a change
   * is joint. Undefined when none was yet.
   */
  voterSetsOf(room: RoomRecord): readonly (readonly NodeId[])[] | undefined {
    const home = this.#homes.get(room.name);
    let newest: { readonly reader: DiskReader; readonly head: Slot } | undefined;
    for (const { reader, head } of this.#logs.values()) {
      if (head === undefined || head.log !== home) continue;
      if (newest === undefined || isAbove(head, newest.head)) newest = { reader, head };
    }
    return newest?.reader.votersAt(newest.head);
  }

  /** The end of this log, else the highest of others' ends in it, that a quorum holds and that is news. */
  #highestAgreed({ reader, securedUpTo }: DiskLog, head: Slot): Slot | undefined {
    if (this.#quorumHolds(reader, head)) return head;
    let highest = securedUpTo;
    for (const { head: end } of this.#logs.values()) {
      if (end === undefined || end.log !== head.log || end.index >= head.index) continue;
      if (highest !== undefined && end.index <= highest.index) continue;
      if (reader.holds(end) && this.#quorumHolds(reader, end)) highest = end;
    }
    return highest === securedUpTo ? undefined : highest;
  }

  /** What stands up to `agreed` in any log that holds it is secured, each message looked at once per log. */
  #secure(agreed: Slot): void {
    for (const log of this.#logs.values()) {
      const { reader, securedUpTo } = log;
      if (!reader.holds(agreed)) continue;
      if (securedUpTo !== undefined && securedUpTo.log === agreed.log && securedUpTo.index >= agreed.index) continue;
      for (const { room, token, slot } of reader.contents(securedUpTo)) {
        if (slot.index > agreed.index) break;
        this.#broadcasts.of(token).secured = true;
        this.#homes.set(room, slot.log);
      }
      log.securedUpTo = agreed;
    }
  }

  /** A majority of each set of voters in force at this slot of `reader`'s log. */
  #quorumHolds(reader: DiskReader, slot: Slot): boolean {
    const sets = reader.votersAt(slot);
    return (
      sets.length > 0 &&
      sets.every((voters) => {
        let holders = 0;
        for (const voter of voters) if (this.#logs.get(voter)?.reader.holds(slot) === true) holders++;
        return holders * 2 > voters.length;
      })
    );
  }
}

function isSame(a: Slot | undefined, b: Slot | undefined): boolean {
  return a?.index === b?.index && a?.epoch === b?.epoch && a?.log === b?.log;
}

/** Of two heads of one log, the one of the later leader, then the longer. */
function isAbove(a: Slot, b: Slot): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.index > b.index);
}
