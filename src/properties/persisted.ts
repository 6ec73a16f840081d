/**
 * **persisted**: what was accepted was secured by then, and what was applied, accepted or delivered
 * stays in L(r) for good: nobody applies something else in its place, and after everything has
 * settled it is read back as it was, whole. What any read must return is *fresh*'s.
 */
import type { Message, NodeId, Outcome, Property, PropertyFactory, RoomId, Token } from '../contract/index.ts';
import type { BroadcastRecord } from './broadcast-record.ts';
import { at, type InnerCourt, nameOf } from './court.ts';
import type { ReadRecord } from './reads.ts';
import type { RoomRecord } from './room-record.ts';

const clauses = {
  'accepted-unsecured': 'what was accepted was secured by then',
  'accepted-lost': 'what was accepted stands in L(r) when everything has settled',
  overwritten: 'no replica ever applies something else at a position of L(r)',
  'stored-differs': "what a replica's disk holds in the end of a message in L(r) has the bytes that stand there",
  'read-back-differs': 'at settle every room is read back byte-identical, at the same positions',
  'read-back-short':
    'at settle every room is read back whole: up to the end of L(r), from the oldest position that retention keeps',
};

class Persisted implements Property {
  readonly #court: InnerCourt<keyof typeof clauses>;
  readonly #appliedIsReported: boolean;

  constructor(court: InnerCourt<keyof typeof clauses>) {
    this.#court = court;
    this.#appliedIsReported = court.observes.has('applied');
  }

  outcome(node: NodeId, name: RoomId, token: Token, outcome: Outcome): void {
    const { chronicle } = this.#court;
    if (outcome !== 'accepted' || chronicle.broadcasts.outcomeBefore === 'accepted') return;
    if (chronicle.secured.holds(chronicle.broadcasts.of(token))) return;
    const sentence = `${nameOf(this.#court, node)} was told that ${token} is accepted, which no quorum's disks hold`;
    this.#court.object('accepted-unsecured', { sentence, nodes: [node], room: name, token });
  }

  applied(node: NodeId, name: RoomId, position: number): void {
    const { sighting } = this.#court.chronicle;
    if (sighting?.match !== 'differs') return;
    const { token } = sighting.broadcast;
    const stands = sighting.room.log[position]?.broadcast.token;
    const sentence = `${nameOf(this.#court, node)} applied ${token} at ${at(name, position)}, over ${stands}`;
    this.#court.object('overwritten', { sentence, nodes: [node], room: name, position, token });
  }

  readReturned(
    node: NodeId,
    number: number,
    from: number,
    items: readonly Message[],
    head: number,
    oldest: number,
  ): void {
    const read = this.#court.chronicle.reads.of(number, node);
    if (read?.readsBack !== true) return;
    this.#judgeItems(node, read.room, from, items);
    if (head > read.room.length && this.#appliedIsReported) {
      const sentence = `${nameOf(this.#court, node)} read ${read.room.name} back up to #${head}, but only ${read.room.length} were applied`;
      this.#court.object('read-back-differs', { sentence, nodes: [node], room: read.room.name, position: head });
    }
    const missing = this.#missing(read, from, items.length, head, oldest);
    if (missing === undefined) return;
    const sentence = `${nameOf(this.#court, node)} read ${read.room.name} back, and ${missing}`;
    this.#court.object('read-back-short', { sentence, nodes: [node], room: read.room.name });
  }

  ended(): void {
    const { chronicle, nodes } = this.#court;
    for (const node of nodes) {
      for (const { room, token, digest } of node?.role === 'replica' ? (node.disk?.contents() ?? []) : []) {
        const place = chronicle.broadcasts.find(token)?.place;
        if (node === undefined || place?.room.name !== room) continue;
        const { position } = place;
        if (place.room.log[position]?.digest === digest) continue;
        const sentence = `${node.name}'s disk holds ${token} with other bytes than stand at ${at(room, position)}`;
        this.#court.object('stored-differs', { sentence, nodes: [node.id], room, position, token });
      }
    }
  }

  open(): string | undefined {
    for (const room of this.#court.chronicle.rooms) {
      for (const { token } of this.#lost(room)) return `${token} was accepted, but does not stand in ${room.name}`;
    }
    return undefined;
  }

  overdue(): void {
    for (const room of this.#court.chronicle.rooms) {
      for (const { token, asked } of this.#lost(room)) {
        const sentence = `${token} was accepted, but does not stand in ${room.name}`;
        const nodes = asked === undefined ? [] : [asked.sender];
        this.#court.object('accepted-lost', { sentence, nodes, room: room.name, token });
      }
    }
  }

  /** Accepted, and nowhere in L(r). Where replicas are silent, one sees only what somebody was to deliver. */
  #lost(room: RoomRecord): readonly BroadcastRecord[] {
    if (room.unplaced.size === 0 || !(this.#appliedIsReported || room.members.someDue)) return [];
    return [...room.unplaced].filter(({ delivered }) => this.#appliedIsReported || !delivered);
  }

  #judgeItems(node: NodeId, room: RoomRecord, from: number, items: readonly Message[]): void {
    for (const [index, item] of items.entries()) {
      const position = from + index;
      const placed = room.log[position];
      if (placed?.is(item)) continue;
      if (placed === undefined && !this.#appliedIsReported) continue;
      const stands = placed?.broadcast.token ?? 'nothing';
      const sentence = `${nameOf(this.#court, node)} read ${item.token} back at ${at(room.name, position)}, where ${stands} stands`;
      this.#court.object('read-back-differs', { sentence, nodes: [node], room: room.name, position });
    }
  }

  /** What the page leaves out that it must have; undefined when it is whole. */
  #missing(read: ReadRecord, from: number, count: number, head: number, oldest: number): string | undefined {
    const { room } = read;
    const { length } = read.beginning;
    const kept = this.#court.chronicle.oldestKept(room.length);
    const begin = Math.max(read.from, oldest);
    if (head < length) return `it ends at #${head} of ${length}`;
    if (oldest > kept) return `it begins at #${oldest}, but #${kept} is to be kept`;
    if (from > begin) return `the page begins at #${from}, not at #${begin}`;
    if (count === 0 && begin <= head) return `the page that begins at #${begin} is empty`;
    return undefined;
  }
}

/** See the head of this file. */
export const persisted: PropertyFactory = {
  name: 'persisted',
  summary: 'what was accepted, applied or delivered stays where it stands, through every crash',
  clauses,
  create(court: InnerCourt<keyof typeof clauses>) {
    return new Persisted(court);
  },
  unjudged({ observes, nodes }) {
    const unjudged: string[] = [];
    if (!nodes.some((node) => node?.role === 'replica' && node.disk !== undefined)) {
      unjudged.push('whether what is accepted is secured: the protocol has no disk reader');
    }
    if (!observes.has('applied')) {
      unjudged.push('whether replicas overwrite anything: the protocol does not report `applied`');
    }
    if (!observes.has('readReturned')) {
      unjudged.push('whether rooms can be read back: the protocol does not report `readReturned`');
    }
    return unjudged;
  },
};
