/**
 * **fresh**: a read returns what stands in L(r), and reaches at least as far as anyone could know
 * when it began. That it begins where it was asked to, and returns everything that is kept, is
 * asked of read-backs alone, by *persisted*.
 */
import type { Message, NodeId, Property, PropertyFactory, RoomId } from '../contract/index.ts';
import type { BroadcastRecord } from './broadcast-record.ts';
import { at, type InnerCourt, type InnerProperty, nameOf } from './court.ts';

const clauses = {
  stale: "a read's head is at least the highest position accepted, delivered or read anywhere before it began",
  differs: "a read's items equal L(r)",
  unasked: 'a read begins, and returns, only where its client was asked for it',
};

/** A read that returned `head`, though a message was accepted before it began that stood nowhere yet. */
interface Debt {
  readonly node: NodeId;
  readonly head: number;
}

class Fresh implements Property {
  readonly #court: InnerCourt<keyof typeof clauses>;
  readonly #appliedIsReported: boolean;
  readonly #debts = new Map<BroadcastRecord, Debt[]>();

  constructor(court: InnerCourt<keyof typeof clauses>) {
    this.#court = court;
    this.#appliedIsReported = court.observes.has('applied');
  }

  readStarted(node: NodeId, number: number, name: RoomId): void {
    if (this.#court.chronicle.reads.of(number, node)?.room.name === name) return;
    const sentence = `${nameOf(this.#court, node)} began read ${number} of ${name}, which it was not asked for`;
    this.#court.object('unasked', { sentence, nodes: [node], room: name });
  }

  readReturned(node: NodeId, number: number, from: number, items: readonly Message[], head: number): void {
    const who = nameOf(this.#court, node);
    const read = this.#court.chronicle.reads.of(number, node);
    if (read === undefined) {
      this.#court.object('unasked', {
        sentence: `${who}'s read ${number} returned, which it was not asked for`,
        nodes: [node],
      });
      return;
    }
    const { room, beginning } = read;
    const { mark, unplaced } = beginning;
    let seen = mark;
    for (const broadcast of unplaced) {
      const position = broadcast.positionIn(room);
      if (position > seen) seen = position;
      if (position === 0) this.#owe(broadcast, { node, head });
    }
    if (head < seen) this.#stale(node, room.name, head, seen);
    for (const [index, item] of items.entries()) {
      const position = from + index;
      const placed = room.log[position];
      if (placed?.is(item) || (placed === undefined && !this.#appliedIsReported)) continue;
      const stands = placed?.broadcast.token ?? 'nothing';
      const sentence = `${who} read ${item.token} at ${at(room.name, position)}, where ${stands} stands`;
      this.#court.object('differs', { sentence, nodes: [node], room: room.name, position, token: item.token });
    }
  }

  /** A message may have got its place just now that was accepted before some read began. */
  applied(): void {
    if (this.#debts.size === 0) return;
    const { sighting } = this.#court.chronicle;
    if (sighting?.match !== 'fixed') return;
    const { broadcast, room } = sighting;
    const position = broadcast.positionIn(room);
    for (const { node, head } of this.#debts.get(broadcast) ?? []) {
      if (head < position) this.#stale(node, room.name, head, position);
    }
    this.#debts.delete(broadcast);
  }

  #owe(broadcast: BroadcastRecord, debt: Debt): void {
    const debts = this.#debts.get(broadcast);
    if (debts === undefined) this.#debts.set(broadcast, [debt]);
    else debts.push(debt);
  }

  #stale(node: NodeId, room: RoomId, head: number, position: number): void {
    const sentence = `${nameOf(this.#court, node)} read that ${room} ends at #${head}, when #${position} had been accepted, delivered or read before it asked`;
    this.#court.object('stale', { sentence, nodes: [node], room, position });
  }
}

/** Where replicas are silent it is deliveries that say what stands where; elsewhere they are too many to listen to. */
class FreshByDeliveries extends Fresh implements InnerProperty {
  readonly skipsRoutine = true;

  delivered(): void {
    this.applied();
  }
}

/** See the head of this file. */
export const fresh: PropertyFactory = {
  name: 'fresh',
  summary: 'a read returns what stands in the room, up to all that anyone knew when it began',
  clauses,
  create(court: InnerCourt<keyof typeof clauses>) {
    return court.observes.has('applied') ? new Fresh(court) : new FreshByDeliveries(court);
  },
  unjudged({ observes }) {
    return observes.has('readReturned') ? [] : ['whether reads are fresh: the protocol does not report `readReturned`'];
  },
};
