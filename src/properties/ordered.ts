/**
 * **ordered**: everyone applies and delivers the same messages in the same order, L(r), without
 * gaps; and that order keeps the order in which one sender broadcast, and real time. What a client
 * delivers a second time is left to *exactly-once*, what it delivers without being a member to
 * *all-or-nothing*.
 */
import type { Message, NodeId, PropertyFactory, RoomId, Token } from '../contract/index.ts';
import type { BroadcastRecord } from './broadcast-record.ts';
import { at, type InnerCourt, type InnerProperty, nameOf } from './court.ts';
import type { RoomRecord } from './room-record.ts';
import type { Sighting } from './sighting.ts';

const clauses = {
  'applied-gap':
    "each replica's applied positions are consecutive in an incarnation, from 1, or from where it restored to",
  'restored-unapplied': 'a replica restores only what some replica has applied',
  'applied-differs': 'what a replica applies matches L(r) in token and digest',
  gap: "each client's deliveries within a membership interval are consecutive positions, the first no later than its last + 1, but for what was truncated beyond retention",
  differs: 'what a client delivers is what stands in L(r) at that position',
  unplaced: 'a client delivers only what stands in L(r), which a replica must have applied',
  'sender-order': 'messages of one sender incarnation stand in the order first broadcast',
  'real-time': 'a broadcast begun after position p was delivered or accepted anywhere stands after p',
};

/** The last message, in order of broadcasting, that one sender incarnation has in L(r). */
interface Latest {
  readonly order: number;
  readonly position: number;
  readonly token: Token;
}

class Ordered implements InnerProperty {
  readonly skipsRoutine = true;
  readonly #court: InnerCourt<keyof typeof clauses>;
  readonly #latest = new Map<RoomRecord, Map<string, Latest>>();
  /** Of the messages that stand in a room, the one that began after the most acceptances. */
  readonly #begunLast = new Map<RoomRecord, BroadcastRecord>();

  constructor(court: InnerCourt<keyof typeof clauses>) {
    this.#court = court;
  }

  applied(node: NodeId, room: RoomId, position: number): void {
    const { sighting } = this.#court.chronicle;
    if (sighting === undefined) return;
    const { expected, broadcast, match } = sighting;
    if (match === 'fixed') this.#placed(node, sighting, position);
    if (position === expected && match !== 'differs') return;
    const finding = { nodes: [node], room, position, token: broadcast.token };
    const name = nameOf(this.#court, node);
    if (position !== expected) {
      const sentence = `${name} applied ${at(room, position)} where ${at(room, expected)} came next`;
      this.#court.object('applied-gap', { sentence, ...finding });
    }
    if (match === 'differs') {
      const sentence = `${name} applied ${this.#instead(sighting, position)}`;
      this.#court.object('applied-differs', { sentence, ...finding });
    }
  }

  restored(node: NodeId, name: RoomId, position: number): void {
    const { length } = this.#court.chronicle.room(name);
    if (position <= length || !this.#court.observes.has('applied')) return;
    const sentence = `${nameOf(this.#court, node)} restored ${name} up to #${position}, but only ${length} were applied`;
    this.#court.object('restored-unapplied', { sentence, nodes: [node], room: name, position });
  }

  delivered(node: NodeId, room: RoomId, position: number, _message: Message): void {
    const { sighting } = this.#court.chronicle;
    if (sighting === undefined || sighting.course === 'stranger') return;
    const { course, expected, broadcast, match } = sighting;
    if (match === 'fixed') this.#placed(node, sighting, position);
    if (match === 'same' && course === 'next') return;
    const finding = { nodes: [node], room, position, token: broadcast.token };
    const name = nameOf(this.#court, node);
    if (course === 'ahead' || course === 'behind') {
      const sentence = `${name} delivered ${at(room, position)} where ${at(room, expected)} came next`;
      // What is missing tells more than what came in its stead.
      const token = sighting.room.log[expected]?.broadcast.token ?? finding.token;
      this.#court.object('gap', { sentence, ...finding, token });
    }
    if (match === 'differs') {
      const sentence = `${name} delivered ${this.#instead(sighting, position)}`;
      this.#court.object('differs', { sentence, ...finding });
    }
    if (match === 'unplaced') {
      const sentence = `${name} delivered ${at(room, position)}, which no replica has applied`;
      this.#court.object('unplaced', { sentence, ...finding });
    }
  }

  /** A message gets its place in L(r). One that has a place already, or was broadcast elsewhere, is *exactly-once*'s. */
  #placed(node: NodeId, { room, broadcast }: Sighting, position: number): void {
    const { begun, asked, token } = broadcast;
    if (begun === undefined || asked?.room !== room || broadcast.positionIn(room) !== position) return;
    const finding = { nodes: [node], room: room.name, position, token };
    const place = at(room.name, position);

    const latest = this.#latestIn(room);
    const sender = `${asked.sender}.${begun.incarnation}`;
    const before = latest.get(sender);
    if (before !== undefined && begun.order < before.order !== position < before.position) {
      const sentence = `${token} stands at ${place} and ${before.token} at #${before.position}; ${nameOf(this.#court, asked.sender)} broadcast them the other way round`;
      this.#court.object('sender-order', { sentence, ...finding });
    }
    if (before === undefined || begun.order > before.order) latest.set(sender, { order: begun.order, position, token });

    const begunLast = this.#begunLast.get(room);
    const acceptances = begunLast?.begun?.acceptances ?? 0;
    if (position <= begun.mark) {
      const sentence = `${token} stands at ${place}, but was broadcast after ${at(room.name, begun.mark)} had been accepted or delivered`;
      this.#court.object('real-time', { sentence, ...finding });
    } else if (broadcast.accepted > 0 && broadcast.accepted <= acceptances && begunLast?.isBefore(room, position)) {
      const sentence = `${token} stands at ${place}, behind ${begunLast?.token}, which was broadcast after ${token} had been accepted`;
      this.#court.object('real-time', { sentence, ...finding });
    }
    if (begunLast === undefined || begun.acceptances > acceptances) this.#begunLast.set(room, broadcast);
  }

  #latestIn(room: RoomRecord): Map<string, Latest> {
    let latest = this.#latest.get(room);
    if (latest === undefined) {
      latest = new Map();
      this.#latest.set(room, latest);
    }
    return latest;
  }

  #instead({ room, broadcast }: Sighting, position: number): string {
    const stands = room.log[position]?.broadcast.token;
    const [what, there] = stands === broadcast.token ? ['other bytes', 'that message'] : [broadcast.token, stands];
    return `${what} at ${at(room.name, position)}, where ${there ?? 'nothing'} stands`;
  }
}

/** See the head of this file. */
export const ordered: PropertyFactory = {
  name: 'ordered',
  summary: 'everyone applies and delivers the same messages in the same order, without gaps',
  clauses,
  create(court: InnerCourt<keyof typeof clauses>) {
    return new Ordered(court);
  },
  unjudged({ observes }) {
    return observes.has('applied') ? [] : ['in which order replicas apply: the protocol does not report `applied`'];
  },
};
