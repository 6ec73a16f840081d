/**
 * **prompt**: while a client is connected, what stands in the room reaches it within a bound; and a
 * client that wants to be connected is connected within one. *Connected* is judged as the world sees
 * it: its session counts only while it and its gateway run, packets pass between them, and the
 * gateway can reach a quorum of the room's shard. That everything arrives in the end is asked by
 * *all-or-nothing*, too; here it is about time.
 */
import type { Message, NodeId, PropertyFactory, RoomId } from '../contract/index.ts';
import { at, type InnerCourt, type InnerProperty, nameOf } from './court.ts';
import { Quorums } from './quorums.ts';
import type { RoomRecord } from './room-record.ts';

const clauses = {
  late: 'a message is delivered within a bound of being applied or accepted, as far as the client was connected since',
  uncovered: "at disconnect and settle a client's cursor covers everything whose time ran out",
  'connected-late': 'a client that wants to be connected is connected within a bound, while nothing fails',
  unconnected: 'after heal every client is connected',
};

type Clause = keyof typeof clauses;

/** How many clients a sentence names. */
const namedAtMost = 3;

class Prompt implements InnerProperty {
  readonly skipsRoutine = true;
  readonly #court: InnerCourt<Clause>;
  readonly #boundUs: number;
  readonly #quorums: Quorums;

  constructor(court: InnerCourt<Clause>) {
    this.#court = court;
    this.#boundUs = court.bounds.promptUs;
    this.#quorums = new Quorums(court.nodes, court.chronicle.circumstances.reach, court.chronicle.voters);
  }

  delivered(client: NodeId, name: RoomId, position: number, _message: Message): void {
    const { chronicle } = this.#court;
    const { delivering } = chronicle;
    if (delivering === undefined || this.#court.nowUs() - delivering.sinceUs <= this.#boundUs) return;
    this.#late(client, chronicle.room(name), position);
  }

  /** The session is over; it is asked about while it still stands in the books. */
  disconnected(client: NodeId): void {
    this.#judgeEnd(client);
  }

  crashed(client: NodeId): void {
    this.#judgeEnd(client);
    this.#judgeWait(client);
  }

  connected(client: NodeId): void {
    this.#judgeWait(client);
  }

  asked(client: NodeId, { kind }: { readonly kind: string }): void {
    if (kind === 'disconnect') this.#judgeWait(client);
  }

  open(): string | undefined {
    for (const client of this.#court.chronicle.circumstances.sessions.waiting)
      return `${nameOf(this.#court, client)} is not connected`;
    for (const room of this.#court.chronicle.rooms) {
      for (const { client, position } of this.#lacking(room, 1)) return this.#tellLack(client, room, position);
    }
    return undefined;
  }

  overdue(): void {
    const { rooms, circumstances } = this.#court.chronicle;
    const { sessions } = circumstances;
    for (const client of sessions.waiting) {
      const sentence = `${nameOf(this.#court, client)} is not connected`;
      this.#court.object('unconnected', { sentence, nodes: [client] });
    }
    for (const room of rooms) {
      for (const { client, position } of this.#lacking(room, namedAtMost)) {
        if (sessions.isConnected(client)) this.#uncovered(client, room, position);
      }
    }
  }

  /** It has been due for long. Whether the client could be reached is looked at now. */
  #late(client: NodeId, room: RoomRecord, position: number): void {
    if (!room.members.isDue(client, position)) return;
    const waitedUs = this.#waitedUs(client, room, position);
    if (waitedUs <= this.#boundUs) return;
    const sentence = `${nameOf(this.#court, client)} delivered ${at(room.name, position)} ${tellMs(waitedUs)} after it could have`;
    this.#court.object('late', { sentence, nodes: [client], room: room.name, position });
  }

  #judgeEnd(client: NodeId): void {
    const { rooms, circumstances } = this.#court.chronicle;
    const { sessions } = circumstances;
    if (!sessions.isConnected(client)) return;
    for (const room of rooms) {
      const position = room.members.lackedBy(client, room.length, (lacked) => room.log[lacked]?.broadcast.token);
      if (position === undefined || room.log[position] === undefined) continue;
      if (this.#waitedUs(client, room, position) > this.#boundUs) this.#uncovered(client, room, position);
    }
  }

  #judgeWait(client: NodeId): void {
    const { reach, sessions } = this.#court.chronicle.circumstances;
    if (!sessions.waiting.has(client)) return;
    const sinceUs = Math.max(sessions.waitingSinceUs(client), reach.calmSinceUs(client));
    const waitedUs = this.#court.nowUs() - sinceUs;
    if (waitedUs <= this.#boundUs) return;
    const sentence = `${nameOf(this.#court, client)} waited ${tellMs(waitedUs)} to be connected, in which nothing failed`;
    this.#court.object('connected-late', { sentence, nodes: [client] });
  }

  /** How long the client could have delivered this position, which is fixed; below 0 when it cannot. */
  #waitedUs(client: NodeId, room: RoomRecord, position: number): number {
    const { reach, sessions } = this.#court.chronicle.circumstances;
    const nowUs = this.#court.nowUs();
    const gateway = sessions.gatewayOf(client);
    let sinceUs = Math.max(room.log[position]?.sinceUs ?? nowUs, sessions.connectedSinceUs(client));
    sinceUs = Math.max(sinceUs, sessions.wantedSinceUs(client), reach.runsSinceUs(client), reach.runsSinceUs(gateway));
    sinceUs = Math.max(sinceUs, reach.linkSinceUs(client, gateway));
    if (nowUs - sinceUs <= this.#boundUs) return nowUs - sinceUs;
    // Without gateways each client talks to the replicas itself.
    const speaker = this.#court.nodes[gateway]?.role === 'gateway' ? gateway : client;
    return nowUs - Math.max(sinceUs, this.#quorums.sinceUs(room, speaker));
  }

  #lacking(room: RoomRecord, limit: number): readonly { readonly client: NodeId; readonly position: number }[] {
    return room.members.lacking(limit, (position) => room.log[position]?.broadcast.token, room.length).first;
  }

  #uncovered(client: NodeId, room: RoomRecord, position: number): void {
    const sentence = this.#tellLack(client, room, position);
    this.#court.object('uncovered', { sentence, nodes: [client], room: room.name, position });
  }

  #tellLack(client: NodeId, room: RoomRecord, position: number): string {
    const placed = room.log[position];
    const since = placed === undefined ? '' : `, due since ${tellMs(placed.sinceUs)}`;
    return `${nameOf(this.#court, client)} lacks ${at(room.name, position)}${since}`;
  }
}

function tellMs(us: number): string {
  return `${Math.floor(us / 1000)} ms`;
}

/** See the head of this file. */
export const prompt: PropertyFactory = {
  name: 'prompt',
  summary: 'a connected client gets each message within a bound, and is connected within one',
  clauses,
  dues: Object.keys(clauses).sort(),
  create(court: InnerCourt<Clause>) {
    return isJudged(court) ? new Prompt(court) : {};
  },
  unjudged(court) {
    return isJudged(court)
      ? []
      : ['whether messages come in time: the protocol does not report `connected` and `disconnected`'];
  },
};

function isJudged({ observes }: Pick<InnerCourt<Clause>, 'observes'>): boolean {
  return observes.has('connected') && observes.has('disconnected');
}
