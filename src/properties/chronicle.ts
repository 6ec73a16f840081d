/**
 * What the observations say so far, kept once and read by every property: L(r), who broadcast what
 * and when, what became of it, who is a member since when, how far everyone has got. It judges
 * nothing. It hears each event before the properties do, and keeps what it made of the message
 * that was just applied or delivered.
 */
import { digest, tokenOf } from '../bytes/index.ts';
import type {
  Chronicle,
  Court,
  Message,
  NodeId,
  Operation,
  Outcome,
  Property,
  RoomId,
  Token,
} from '../contract/index.ts';
import { BroadcastRecord } from './broadcast-record.ts';
import { Reads } from './reads.ts';
import { Requests } from './requests.ts';
import { isPosition, RoomRecord } from './room-record.ts';
import { Secured } from './secured.ts';
import type { Match, Sighting } from './sighting.ts';

/** See the head of this file. */
export class Chronicler implements Chronicle, Property {
  /** The message just applied or delivered; undefined when there is nothing to object to. */
  sighting: Sighting | undefined;
  /** The outcome that was known of the message whose outcome was just reported. */
  outcomeBefore: Outcome | undefined;
  readonly reads = new Reads();
  readonly requests = new Requests();
  readonly secured: Secured;
  readonly #court: Omit<Court, 'object' | 'chronicle'>;
  readonly #rooms = new Map<RoomId, RoomRecord>();
  readonly #broadcasts = new Map<Token, BroadcastRecord>();
  readonly #incarnations: Int32Array;
  readonly #up: Uint8Array;
  /** Clients that reported once that they remember their cursor. */
  readonly #durable: Uint8Array;
  readonly #appliedIsReported: boolean;
  #begun = 0;
  #settled = false;
  /** Most observations are of the same room as the one before. */
  #latestRoom: RoomRecord;

  constructor(court: Omit<Court, 'object' | 'chronicle'>) {
    this.#court = court;
    this.secured = new Secured(court.nodes);
    this.#appliedIsReported = court.observes.has('applied');
    this.#incarnations = new Int32Array(court.nodes.length);
    this.#up = new Uint8Array(court.nodes.length);
    this.#durable = new Uint8Array(court.nodes.length);
    this.#latestRoom = new RoomRecord('');
    const clients = court.nodes.filter((node) => node?.role === 'client');
    for (const { name, members } of court.rooms) {
      const room = this.room(name);
      for (const number of members) {
        const client = clients[number - 1];
        if (client !== undefined) room.members.seat(client.id);
      }
    }
  }

  get rooms(): Iterable<RoomRecord> {
    return this.#rooms.values();
  }

  /** The room of this name, heard of or not. */
  room(name: RoomId): RoomRecord {
    if (this.#latestRoom.name === name) return this.#latestRoom;
    let room = this.#rooms.get(name);
    if (room === undefined) {
      room = new RoomRecord(name);
      this.#rooms.set(name, room);
    }
    this.#latestRoom = room;
    return room;
  }

  /** The message of this token, heard of or not. */
  broadcastOf(token: Token): BroadcastRecord {
    let record = this.#broadcasts.get(token);
    if (record === undefined) {
      record = new BroadcastRecord(token);
      this.#broadcasts.set(token, record);
    }
    return record;
  }

  /** The oldest position that retention keeps in a room of this length. */
  oldestKept(length: number): number {
    return Math.max(1, length - this.#court.retention + 1);
  }

  delivered(client: NodeId, name: RoomId, position: number, message: Message): void {
    const room = this.room(name);
    const placed = room.log[position];
    this.sighting =
      placed?.delivered === true && placed.is(message) && room.members.step(client, position)
        ? undefined
        : this.#sightDelivery(client, room, position, message);
  }

  applied(node: NodeId, name: RoomId, position: number, message: Message): void {
    const room = this.room(name);
    const progress = room.replica(node);
    const expected = progress.next;
    const sight = this.#sight(room, position, message, true);
    const first = !sight.broadcast.applied;
    sight.broadcast.applied = true;
    if (isPosition(position)) progress.next = position + 1;
    if (sight.match !== 'unplaced') progress.reached = Math.max(progress.reached, position);
    const routine = sight.match === 'same' && position === expected && !first;
    const course = position === expected ? 'next' : 'ahead';
    this.sighting = routine ? undefined : { ...sight, first, course, again: false, expected };
  }

  restored(node: NodeId, name: RoomId, position: number): void {
    const progress = this.room(name).replica(node);
    progress.next = position + 1;
    progress.reached = Math.max(progress.reached, position);
  }

  broadcast(sender: NodeId, name: RoomId, token: Token): void {
    const room = this.room(name);
    const record = this.broadcastOf(token);
    if (record.begun !== undefined || record.asked?.room !== room || record.asked.sender !== sender) return;
    const { mark, acceptances } = room;
    record.begun = { order: ++this.#begun, incarnation: this.incarnationOf(sender), mark, acceptances };
  }

  outcome(_client: NodeId, name: RoomId, token: Token, outcome: Outcome): void {
    const record = this.broadcastOf(token);
    this.outcomeBefore = record.outcome;
    if (record.outcome === 'accepted' || record.outcome === 'refused') return;
    record.outcome = outcome;
    if (outcome === 'accepted') this.room(name).accept(record);
  }

  resumed(client: NodeId, name: RoomId, cursor: number): void {
    this.#durable[client] = 1;
    const room = this.room(name);
    if (cursor === 0 || isPosition(cursor)) room.members.resume(client, this.#heldUpTo(client, room, cursor));
  }

  truncated(client: NodeId, name: RoomId, from: number, to: number): void {
    const room = this.room(name);
    if (isPosition(from) && from <= to && to < this.oldestKept(room.length)) room.members.truncate(client, from, to);
  }

  memberAt(_node: NodeId, name: RoomId, client: NodeId, token: Token, position: number): void {
    const request = this.requests.find('join', client, name, token);
    if (request === undefined || request.position !== undefined) return;
    request.position = position;
    this.room(name).members.join(client, position, request.asked);
  }

  leftAt(_node: NodeId, name: RoomId, client: NodeId, token: Token, position: number): void {
    const request = this.requests.find('leave', client, name, token);
    if (request === undefined || request.position !== undefined) return;
    request.position = position;
    this.room(name).members.leave(client, position);
  }

  readStarted(client: NodeId, read: number, name: RoomId): void {
    this.reads.begin(read, client, this.room(name), this.#settled);
  }

  readReturned(_client: NodeId, read: number, from: number, items: readonly Message[], head: number): void {
    const room = this.reads.find(read)?.room;
    if (room !== undefined) room.highestRead = Math.max(room.highestRead, head, from + items.length - 1);
  }

  asked(node: NodeId, operation: Operation): void {
    if (operation.kind === 'broadcast') {
      const { bytes } = operation.message;
      const room = this.room(operation.room);
      this.broadcastOf(tokenOf(bytes)).asked ??= { room, sender: node, digest: digest(bytes) };
    } else if (operation.kind === 'read') {
      this.reads.ask(operation);
    } else if (operation.kind === 'join' || operation.kind === 'leave') {
      const { kind, room, request } = operation;
      const { members } = this.room(room);
      const { asked } = this.requests.ask(kind, node, room, request);
      if (kind === 'leave') members.askLeave(node, asked);
      else if (!this.#court.observes.has('memberAt')) members.admit(node);
    }
  }

  booted(node: NodeId, incarnation: number): void {
    this.#incarnations[node] = incarnation;
    this.#up[node] = 1;
    if (incarnation === 1) return;
    const isClient = this.#court.nodes[node]?.role === 'client';
    for (const room of this.#rooms.values()) {
      if (isClient) room.members.reboot(node, this.#durable[node] === 1);
      else if (room.replicas.has(node)) room.replica(node).next = 1;
    }
  }

  crashed(node: NodeId): void {
    this.#up[node] = 0;
  }

  settled(): void {
    this.#settled = true;
  }

  messageAt(room: RoomId, position: number): Message | undefined {
    return this.#rooms.get(room)?.log[position]?.message;
  }

  lengthOf(room: RoomId): number {
    return this.#rooms.get(room)?.length ?? 0;
  }

  positionOf(token: Token): number | undefined {
    return this.#broadcasts.get(token)?.place?.position;
  }

  outcomeOf(token: Token): Outcome | undefined {
    return this.#broadcasts.get(token)?.outcome;
  }

  isMember(room: RoomId, client: NodeId, position: number): boolean {
    return this.#rooms.get(room)?.members.isMember(client, position) ?? false;
  }

  incarnationOf(node: NodeId): number {
    return this.#incarnations[node] ?? 0;
  }

  isUp(node: NodeId): boolean {
    return this.#up[node] === 1;
  }

  #sightDelivery(client: NodeId, room: RoomRecord, position: number, message: Message): Sighting {
    const sight = this.#sight(room, position, message, !this.#appliedIsReported);
    const { broadcast, match } = sight;
    const first = !broadcast.delivered;
    broadcast.delivered = true;
    const placed = room.log[position];
    if (placed !== undefined && match !== 'differs') room.deliver(position, placed);
    const passage = isPosition(position)
      ? room.members.deliver(client, position, broadcast.token, broadcast.positionIn(room), match !== 'differs')
      : { course: 'ahead' as const, again: false, expected: room.members.best(client) + 1 };
    return { ...sight, first, ...passage };
  }

  /** Compares with L(room), and fixes the position where this may. */
  #sight(
    room: RoomRecord,
    position: number,
    message: Message,
    mayFix: boolean,
  ): Pick<Sighting, 'room' | 'broadcast' | 'digest' | 'match'> {
    const placed = room.log[position];
    if (placed?.is(message)) return { room, broadcast: placed.broadcast, digest: placed.digest, match: 'same' };
    const broadcast = this.broadcastOf(tokenOf(message.bytes));
    let match: Match = placed === undefined ? 'unplaced' : 'differs';
    if (placed === undefined && mayFix && isPosition(position)) {
      // Where replicas are silent, what was seen elsewhere before is out of its place, not there twice.
      if (this.#appliedIsReported || broadcast.positionIn(room) === 0) {
        room.fix(position, message, broadcast);
        match = 'fixed';
      } else match = 'differs';
    }
    return { room, broadcast, digest: digest(message.bytes), match };
  }

  /** How far the store of a client holds what it says it delivered; where nobody can look, its word counts. */
  #heldUpTo(client: NodeId, room: RoomRecord, cursor: number): number {
    const disk = this.#court.nodes[client]?.disk;
    const upTo = this.#appliedIsReported ? Math.min(cursor, room.length) : cursor;
    if (disk === undefined) return upTo;
    let held = Math.min(room.members.best(client), upTo);
    while (held < upTo) {
      const token = room.log[held + 1]?.broadcast.token;
      const gone = held + 1 < this.oldestKept(room.length);
      if (!gone && (token === undefined || disk.slotOf(room.name, token) === undefined)) break;
      held++;
    }
    return held;
  }
}
