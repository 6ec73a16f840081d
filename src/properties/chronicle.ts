/**
 * What the observations say so far, kept once and read by every property: L(r), who broadcast what
 * and when, what became of it, who is a member since when, how far everyone has got. It judges
 * nothing. It hears each event before the properties do, and keeps what it made of the message
 * that was just applied or delivered.
 */
import { digest, tokenOf } from '../bytes/index.ts';
import {
  type Chronicle,
  type Court,
  isPosition,
  isPrefix,
  type Message,
  type NodeId,
  type Operation,
  type Outcome,
  type Property,
  type RoomId,
  type Token,
} from '../contract/index.ts';
import { Broadcasts } from './broadcasts.ts';
import { Circumstances } from './circumstances.ts';
import { Lives } from './lives.ts';
import type { Remembered } from './members.ts';
import type { Placed } from './placed.ts';
import { Reads } from './reads.ts';
import { Requests } from './requests.ts';
import { RoomRecord } from './room-record.ts';
import { Secured } from './secured.ts';
import { compare, type Sighting } from './sighting.ts';
import { Voters } from './voters.ts';

/** See the head of this file. */
export class Chronicler implements Chronicle, Property {
  /** The message just applied or delivered; undefined when there is nothing to object to. */
  sighting: Sighting | undefined;
  /** What stands where a message was just delivered; undefined when nothing stood there before. */
  delivering: Placed | undefined;
  /** Whether the message just delivered was its client's next, in its place and in time, and not the first of its kind. */
  isRoutine = false;
  /** Whether the cursor just reported came when its client had delivered something in that life, and counts for nothing. */
  resumedLate = false;
  readonly broadcasts = new Broadcasts();
  readonly requests = new Requests();
  readonly reads = new Reads();
  readonly secured: Secured;
  readonly voters: Voters;
  readonly circumstances: Circumstances;
  readonly #court: Omit<Court, 'object' | 'chronicle'>;
  readonly #rooms = new Map<RoomId, RoomRecord>();
  readonly #lives: Lives;
  /** Clients that said once that they remember what they delivered. */
  readonly #durable = new Set<NodeId>();
  readonly #appliedIsReported: boolean;
  #settled = false;
  /** Most observations are of the same room as the one before. */
  #latestRoom = new RoomRecord('');

  constructor(court: Omit<Court, 'object' | 'chronicle'>) {
    this.#court = court;
    this.#lives = new Lives(court.nodes.length - 1);
    this.secured = new Secured(court.nodes, this.broadcasts);
    this.voters = new Voters(court.nodes, this.secured);
    this.circumstances = new Circumstances(court);
    this.#appliedIsReported = court.observes.has('applied');
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

  /** The oldest position that retention keeps in a room of this length. */
  oldestKept(length: number): number {
    return Math.max(1, length - this.#court.retention + 1);
  }

  delivered(client: NodeId, name: RoomId, position: number, message: Message): void {
    const room = this.room(name);
    const placed = room.log[position];
    this.delivering = placed;
    const plain = placed?.delivered === true && placed.is(message) && room.members.step(client, position);
    this.sighting = plain ? undefined : this.#delivery(client, room, position, message);
    this.isRoutine = plain && this.#court.nowUs() - placed.sinceUs <= this.#court.bounds.promptUs;
  }

  applied(node: NodeId, name: RoomId, position: number, message: Message): void {
    const room = this.room(name);
    const placed = room.log[position];
    if (placed?.broadcast.applied === true && placed.is(message) && room.applyNext(node, position)) {
      this.sighting = undefined;
      return;
    }
    const compared = compare({ room, position, message }, this.broadcasts, 'always');
    const { broadcast, match } = compared;
    if (match === 'fixed') this.#fixed(room, position);
    const expected = room.apply(node, position, match);
    const first = !broadcast.applied;
    broadcast.applied = true;
    const course = position === expected ? 'next' : 'ahead';
    this.sighting = { room, broadcast, digest: compared.digest, match, first, course, again: false, expected };
  }

  restored(node: NodeId, name: RoomId, position: number): void {
    const room = this.room(name);
    if (this.#isReached(room, position)) room.restore(node, position);
  }

  broadcast(sender: NodeId, name: RoomId, token: Token): void {
    this.broadcasts.begin(token, this.room(name), sender, this.incarnationOf(sender));
  }

  outcome(_client: NodeId, name: RoomId, token: Token, outcome: Outcome): void {
    this.broadcasts.learn(token, this.room(name), outcome, this.#court.nowUs());
  }

  resumed(client: NodeId, name: RoomId, cursor: number): void {
    const room = this.room(name);
    this.resumedLate = room.members.hasDelivered(client);
    if (this.resumedLate) return;
    this.#durable.add(client);
    if (isPrefix(cursor)) room.members.resume(client, this.#remembered(client, room, cursor));
  }

  truncated(client: NodeId, name: RoomId, from: number, to: number): void {
    const room = this.room(name);
    if (isPosition(from) && from <= to && to < this.oldestKept(room.length)) room.members.truncate(client, from, to);
  }

  memberAt(_node: NodeId, name: RoomId, client: NodeId, token: Token, position: number): void {
    const request = this.requests.find('join', client, name, token);
    const room = this.room(name);
    if (request === undefined || request.position !== undefined || !this.#isInPlace(room, client, position)) return;
    request.position = position;
    room.members.join(client, position, request.asked);
  }

  leftAt(_node: NodeId, name: RoomId, client: NodeId, token: Token, position: number): void {
    const request = this.requests.find('leave', client, name, token);
    const room = this.room(name);
    if (request === undefined || request.position !== undefined || !this.#isInPlace(room, client, position)) return;
    request.position = position;
    room.members.leave(client, position);
  }

  readStarted(client: NodeId, read: number): void {
    this.reads.begin(read, client);
  }

  readReturned(client: NodeId, read: number, from: number, items: readonly Message[], head: number): void {
    this.reads.end(read, client, items.length === 0 ? head : Math.max(head, from + items.length - 1));
  }

  asked(node: NodeId, operation: Operation): void {
    switch (operation.kind) {
      case 'broadcast': {
        const { bytes } = operation.message;
        const [room, atUs] = [this.room(operation.room), this.#court.nowUs()];
        this.broadcasts.ask(tokenOf(bytes), { room, sender: node, digest: digest(bytes), atUs });
        break;
      }
      case 'join':
        this.requests.ask('join', node, operation.room, operation.request);
        if (!this.#court.observes.has('memberAt')) this.room(operation.room).members.admit(node);
        break;
      case 'leave': {
        const { asked } = this.requests.ask('leave', node, operation.room, operation.request);
        this.room(operation.room).members.askLeave(node, asked);
        break;
      }
      case 'read':
        this.reads.ask(operation, node, this.room(operation.room), this.#settled);
        break;
    }
  }

  booted(node: NodeId, incarnation: number): void {
    this.#lives.boot(node, incarnation);
    if (incarnation === 1) return;
    for (const room of this.#rooms.values()) room.reboot(node, this.#durable.has(node));
  }

  crashed(node: NodeId): void {
    this.#lives.end(node);
  }

  /** Nothing is due to it any more, in any room, and nothing ever will be. */
  retired(node: NodeId): void {
    this.#lives.retire(node);
    for (const room of this.#rooms.values()) room.members.askLeave(node, Number.POSITIVE_INFINITY);
  }

  /** Whether the node is gone for good. */
  isRetired(node: NodeId): boolean {
    return this.#lives.isRetired(node);
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
    return this.broadcasts.find(token)?.place?.position;
  }

  outcomeOf(token: Token): Outcome | undefined {
    return this.broadcasts.find(token)?.outcome;
  }

  isMember(room: RoomId, client: NodeId, position: number): boolean {
    return this.#rooms.get(room)?.members.isMember(client, position) ?? false;
  }

  mayAwait(name: RoomId, client: NodeId): boolean {
    const { members, length } = this.room(name);
    return !this.isRetired(client) && (!this.#court.observes.has('memberAt') || members.isDue(client, length + 1));
  }

  incarnationOf(node: NodeId): number {
    return this.#lives.incarnationOf(node);
  }

  isUp(node: NodeId): boolean {
    return this.#lives.isUp(node);
  }

  /** Whether somebody has applied everything up to there; where nobody says, whatever may be so. */
  #isReached({ length }: RoomRecord, position: number): boolean {
    return isPrefix(position) && (!this.#appliedIsReported || position <= length);
  }

  /** Whether a join or leave may take effect there: they are reported in the order of the log. */
  #isInPlace(room: RoomRecord, client: NodeId, position: number): boolean {
    return this.#isReached(room, position) && position >= room.members.changedAt(client);
  }

  /** A delivery that is not the client's next of what others have delivered before. */
  #delivery(client: NodeId, room: RoomRecord, position: number, message: Message): Sighting {
    const fixes = this.#appliedIsReported ? 'never' : 'when new';
    const compared = compare({ room, position, message }, this.broadcasts, fixes);
    const { broadcast, match } = compared;
    if (match === 'fixed') this.#fixed(room, position);
    const first = !broadcast.delivered;
    broadcast.delivered = true;
    const inPlace = match === 'same' || match === 'fixed';
    if (inPlace) room.deliver(position);
    const { course, again, expected } = isPosition(position)
      ? room.members.deliver(client, position, broadcast.token, broadcast.positionIn(room), inPlace)
      : { course: 'ahead' as const, again: false, expected: room.members.best(client) + 1 };
    return { room, broadcast, digest: compared.digest, match, first, course, again, expected };
  }

  /** A position was just fixed. */
  #fixed({ log }: RoomRecord, position: number): void {
    const placed = log[position] as Placed;
    placed.sinceUs = Math.min(this.#court.nowUs(), placed.broadcast.acceptedUs);
  }

  /** What the store of a client holds of what it says it delivered; where nobody can look, its word counts. */
  #remembered(client: NodeId, room: RoomRecord, cursor: number): Remembered {
    const disk = this.#court.nodes[client]?.disk;
    if (disk === undefined)
      return { upTo: this.#appliedIsReported ? Math.min(cursor, room.length) : cursor, holes: [] };
    let upTo = Math.min(room.members.best(client), cursor);
    const missing: number[] = [];
    for (let position = upTo + 1; position <= Math.min(cursor, room.length); position++) {
      const token = room.log[position]?.broadcast.token;
      if (token !== undefined && disk.slotOf(room.name, token) !== undefined) upTo = position;
      else missing.push(position);
    }
    return { upTo, holes: missing.filter((position) => position < upTo) };
  }
}
