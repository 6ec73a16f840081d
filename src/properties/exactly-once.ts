/**
 * **exactly-once**: a message that was broadcast stands in its room once, unchanged, and a client
 * delivers it once, over all its restarts where it remembers, in each life where it does not; a join
 * or leave takes effect once. That it is delivered at all is *all-or-nothing*.
 */
import type { Message, NodeId, PropertyFactory, RoomId, Token } from '../contract/index.ts';
import { at, type InnerCourt, type InnerProperty, nameOf } from './court.ts';
import type { Sighting } from './sighting.ts';

const clauses = {
  'twice-in-log': 'a token stands at most once in L(r)',
  'never-broadcast': 'a token stands in L(r), or is delivered, only if it was broadcast there',
  'bytes-changed': 'what stands in L(r), or is delivered, has the bytes that were broadcast',
  'delivered-twice':
    'a durable client delivers a token once over reconnects and restarts, a volatile one once per incarnation',
  'resumed-late': 'a durable client reports its cursor at boot, before it delivers anything in that life',
  'joined-twice': 'a join takes effect at most once per request',
  'joined-unasked': 'a join takes effect only if requested',
  'joined-out-of-place':
    'a join takes effect behind a position that L(r) has reached, and not before an earlier join or leave of its client',
  'left-twice': 'a leave takes effect at most once per request',
  'left-unasked': 'a leave takes effect only if requested',
  'left-out-of-place':
    'a leave takes effect behind a position that L(r) has reached, and not before an earlier join or leave of its client',
};

class ExactlyOnce implements InnerProperty {
  readonly skipsRoutine = true;
  readonly #court: InnerCourt<keyof typeof clauses>;

  constructor(court: InnerCourt<keyof typeof clauses>) {
    this.#court = court;
  }

  applied(node: NodeId, _room: RoomId, position: number): void {
    const { sighting } = this.#court.chronicle;
    if (sighting !== undefined) this.#judgeMessage(node, sighting, position, 'applied');
  }

  delivered(node: NodeId, name: RoomId, position: number, _message: Message): void {
    const { sighting } = this.#court.chronicle;
    if (sighting === undefined) return;
    this.#judgeMessage(node, sighting, position, 'delivered');
    if (!sighting.again) return;
    const { token } = sighting.broadcast;
    const sentence = `${nameOf(this.#court, node)} delivered ${at(name, position)} twice (${token})`;
    this.#court.object('delivered-twice', { sentence, nodes: [node], room: name, position, token });
  }

  resumed(node: NodeId, room: RoomId, cursor: number): void {
    if (!this.#court.chronicle.resumedLate) return;
    const sentence = `${nameOf(this.#court, node)} resumed from ${at(room, cursor)}, when it had delivered something since it booted`;
    this.#court.object('resumed-late', { sentence, nodes: [node], room });
  }

  memberAt(node: NodeId, room: RoomId, client: NodeId, request: Token, position: number): void {
    this.#judgeRequest('join', node, room, client, request, position);
  }

  leftAt(node: NodeId, room: RoomId, client: NodeId, request: Token, position: number): void {
    this.#judgeRequest('leave', node, room, client, request, position);
  }

  #judgeMessage(node: NodeId, sighting: Sighting, position: number, act: 'applied' | 'delivered'): void {
    const { room, broadcast, digest, match, first } = sighting;
    const { token, asked, place } = broadcast;
    const isUnheard = (first || match !== 'same') && !broadcast.broadcastIn(room);
    if (match === 'same' && !isUnheard) return;
    const finding = { nodes: [node], room: room.name, position, token };
    const does = `${nameOf(this.#court, node)} ${act} ${at(room.name, position)}`;
    if (isUnheard) {
      const sentence = `${does}, ${token}, which nobody broadcast in ${room.name}`;
      this.#court.object('never-broadcast', { sentence, ...finding });
    }
    if (match !== 'same' && asked !== undefined && digest !== asked.digest) {
      const sentence = `${does}, ${token}, with other bytes than were broadcast`;
      this.#court.object('bytes-changed', { sentence, ...finding });
    }
    if (match === 'fixed' && place?.room === room && place.position !== position) {
      const sentence = `${token} stands at ${at(room.name, place.position)} and again at #${position}`;
      this.#court.object('twice-in-log', { sentence, ...finding });
    }
  }

  #judgeRequest(
    kind: 'join' | 'leave',
    node: NodeId,
    room: RoomId,
    client: NodeId,
    token: Token,
    position: number,
  ): void {
    const request = this.#court.chronicle.requests.find(kind, client, room, token);
    const finding = { nodes: [node, client], room, position, token };
    const name = nameOf(this.#court, client);
    if (request === undefined) {
      const sentence = `${name}'s ${kind} ${token} took effect behind ${at(room, position)}; it never asked for that`;
      this.#court.object(kind === 'join' ? 'joined-unasked' : 'left-unasked', { sentence, ...finding });
    } else if (request.position === undefined) {
      const { members, length } = this.#court.chronicle.room(room);
      const why =
        position < members.changedAt(client)
          ? `it joined or left behind #${members.changedAt(client)} before`
          : `${room} ends at #${length}`;
      const sentence = `${name}'s ${kind} ${token} took effect behind ${at(room, position)}, but ${why}`;
      this.#court.object(kind === 'join' ? 'joined-out-of-place' : 'left-out-of-place', { sentence, ...finding });
    } else if (request.position !== position) {
      const sentence = `${name}'s ${kind} ${token} took effect behind ${at(room, request.position)} and again behind #${position}`;
      this.#court.object(kind === 'join' ? 'joined-twice' : 'left-twice', { sentence, ...finding });
    }
  }
}

/** See the head of this file. */
export const exactlyOnce: PropertyFactory = {
  name: 'exactly-once',
  summary: 'every message stands once and is delivered once, every join and leave takes effect once',
  clauses,
  create(court: InnerCourt<keyof typeof clauses>) {
    return new ExactlyOnce(court);
  },
  unjudged({ observes }) {
    const silent = (['memberAt', 'leftAt'] as const).filter((name) => !observes.has(name));
    return silent.map((name) => {
      const what = name === 'memberAt' ? 'joins' : 'leaves';
      return `whether ${what} take effect once: the protocol does not report \`${name}\``;
    });
  },
};
