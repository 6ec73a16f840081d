/**
 * The clients of a random history: who wants to be where, what each has delivered, and what it
 * asked to be broadcast. Everyone keeps the promises.
 */
import { type Message, makeMessage, type NodeId, type RoomId, type Token } from '../../src/contract/index.ts';
import type { Cluster } from './cluster.ts';
import type { Fact, HistoryCourt } from './facts.ts';
import type { ModelCourt } from './model-court.ts';
import type { Tape } from './tape.ts';

export interface Client {
  readonly id: NodeId;
  readonly number: number;
  readonly isDurable: boolean;
  isUp: boolean;
  isConnected: boolean;
  /** How often it crashed. */
  failures: number;
  incarnation: number;
  readonly places: Map<RoomId, Place>;
}

interface Request {
  readonly kind: 'memberAt' | 'leftAt';
  readonly request: Token;
}

/** A client in a room. */
interface Place {
  /** Whether it is a member as far as it has asked. */
  isWanted: boolean;
  /** What it has asked for, in order. */
  readonly requests: Request[];
  /** Behind which position its last membership that it has heard of began; undefined before any. */
  after: number | undefined;
  /** What it has delivered up to, in the current membership; a durable client knows it after a crash. */
  cursor: number;
  /** What its store holds up to. */
  stored: number;
}

export interface Broadcast {
  readonly room: RoomId;
  readonly message: Message;
  readonly sender: Client;
  readonly incarnation: number;
  /** How often its sender had failed when it was asked for. */
  readonly failures: number;
  isBegun: boolean;
  /** Nobody will ever append it. */
  isGivenUp: boolean;
  hasOutcome: boolean;
}

/** See the head of this file. */
export class Crowd {
  readonly clients: readonly Client[];
  readonly broadcasts: Broadcast[] = [];
  readonly #court: HistoryCourt;
  readonly #cluster: Cluster;
  readonly #emit: (fact: Fact) => void;
  #tokens = 0;

  constructor({ court, durable }: ModelCourt, cluster: Cluster, emit: (fact: Fact) => void) {
    this.#court = court;
    this.#cluster = cluster;
    this.#emit = emit;
    this.clients = court.nodes
      .filter(({ role }) => role === 'client')
      .map(({ id }, index): Client => {
        const number = index + 1;
        const places = new Map<RoomId, Place>();
        for (const { name, members } of court.rooms) {
          const isWanted = members.includes(number);
          places.set(name, { isWanted, requests: [], after: isWanted ? 0 : undefined, cursor: 0, stored: 0 });
        }
        return {
          id,
          number,
          isDurable: durable[number] === true,
          isUp: false,
          isConnected: false,
          failures: 0,
          incarnation: 0,
          places,
        };
      });
  }

  members(room: RoomId): readonly Client[] {
    return this.clients.filter(({ places }) => places.get(room)?.isWanted);
  }

  boot(client: Client, tape: Tape): void {
    client.isUp = true;
    client.isConnected = false;
    client.incarnation++;
    this.#emit({ kind: 'booted', node: client.id, incarnation: client.incarnation });
    for (const [room, place] of client.places) {
      if (!client.isDurable) {
        place.cursor = place.after ?? 0;
        continue;
      }
      if (place.after === undefined) continue;
      // The record may have been durable when the process went, and the delivery not reported.
      const isJudged = this.#court.observes.includes('applied') && !this.#court.stores;
      if (isJudged && client.incarnation > 1 && tape.once(8) && this.#canDeliver(client, room)) place.cursor++;
      place.cursor = Math.max(place.cursor, place.stored);
      this.#emit({ kind: 'resumed', node: client.id, room, cursor: place.cursor });
    }
  }

  crash(client: Client): void {
    client.isUp = false;
    client.failures++;
    this.#emit({ kind: 'crashed', node: client.id });
  }

  /** A session begins, or ends. */
  toggleSession(client: Client): void {
    const gateway = this.#court.nodes.find(({ role }) => role === 'gateway')!.id;
    client.isConnected = !client.isConnected;
    if (client.isConnected) this.#emit({ kind: 'connected', node: client.id, gateway });
    else this.#emit({ kind: 'disconnected', node: client.id });
  }

  ask(client: Client, room: RoomId, token = `m${++this.#tokens}`): Broadcast {
    const message = makeMessage(token, 'hello');
    this.#emit({ kind: 'asked', node: client.id, operation: { kind: 'broadcast', room, message } });
    const { incarnation } = client;
    const broadcast = {
      room,
      message,
      sender: client,
      incarnation,
      failures: client.failures,
      isBegun: false,
      isGivenUp: false,
      hasOutcome: false,
    };
    this.broadcasts.push(broadcast);
    return broadcast;
  }

  /** Begins all that this client was asked for and has not begun, in that order. */
  begin(client: Client): void {
    for (const broadcast of this.broadcasts) {
      const { sender, incarnation, room, message } = broadcast;
      if (sender !== client || incarnation !== client.incarnation || broadcast.isBegun) continue;
      broadcast.isBegun = true;
      this.#emit({ kind: 'broadcast', node: client.id, room, token: message.token });
    }
  }

  /** What may be appended: begun, not there, not given up, and nothing that its sender began later is there. */
  get appendable(): readonly Broadcast[] {
    return this.broadcasts.filter((broadcast, index) => {
      if (!broadcast.isBegun || broadcast.isGivenUp || this.isAppended(broadcast)) return false;
      const later = this.broadcasts.slice(index + 1);
      return !later.some(
        ({ sender, incarnation, room, ...other }) =>
          sender === broadcast.sender &&
          incarnation === broadcast.incarnation &&
          room === broadcast.room &&
          this.isAppended({ room, ...other }),
      );
    });
  }

  isAppended({ room, message }: Pick<Broadcast, 'room' | 'message'>): boolean {
    return this.#cluster.messages(room).includes(message);
  }

  wantOther(client: Client, room: RoomId): void {
    const place = client.places.get(room)!;
    const kind = place.isWanted ? 'leave' : 'join';
    const request = `${kind[0]}${++this.#tokens}`;
    place.isWanted = !place.isWanted;
    place.requests.push({ kind: kind === 'join' ? 'memberAt' : 'leftAt', request });
    this.#emit({ kind: 'asked', node: client.id, operation: { kind, room, request } });
  }

  /** What no entry of the log stands for; an entry that is given up is appended again. */
  pendingRequests(client: Client, room: RoomId): readonly Request[] {
    const { requests } = client.places.get(room)!;
    const isLogged = (token: Token) =>
      this.#cluster.entries.some((entry) => 'request' in entry && entry.request === token);
    return requests.filter(({ request }) => !isLogged(request));
  }

  /** The log takes in the oldest pending request of this client. */
  appendRequest(client: Client, room: RoomId): void {
    const request = this.pendingRequests(client, room)[0];
    if (request === undefined) return;
    const position = this.#cluster.messages(room).length;
    this.#cluster.append({ ...request, room, client: client.id, position });
  }

  /** Delivers up to `count` messages. */
  deliver(client: Client, room: RoomId, count: number, tape: Tape): void {
    for (let delivered = 0; delivered < count && this.#canDeliver(client, room); delivered++) {
      const place = client.places.get(room)!;
      if (this.#truncate(client, room, place, tape)) continue;
      const position = place.cursor + 1;
      const message = this.#cluster.messages(room)[position - 1]!;
      const { id: node, isDurable } = client;
      if (isDurable && this.#court.stores && place.stored < position) {
        this.#emit({ kind: 'writes', node, room, message, epoch: 0 });
        place.stored = position;
        if (this.#court.observes.includes('applied') && tape.once(6)) return;
      }
      this.#emit({ kind: 'delivered', node, room, position, message });
      place.cursor = position;
    }
  }

  /** What is beyond retention may be left out, if it is said. */
  #truncate(client: Client, room: RoomId, place: Place, tape: Tape): boolean {
    const length = this.#cluster.messages(room, this.#cluster.applied).length;
    const until = this.#interval(client, room)?.until ?? 0;
    const beyond = Math.min(length - this.#court.retention, until) - place.cursor;
    if (beyond <= 0 || place.stored > place.cursor || tape.once(3)) return false;
    const to = place.cursor + beyond - tape.below(beyond);
    this.#emit({ kind: 'truncated', node: client.id, room, from: place.cursor + 1, to });
    place.cursor = to;
    return true;
  }

  #canDeliver(client: Client, room: RoomId): boolean {
    const interval = this.#interval(client, room);
    if (interval === undefined) return false;
    const place = client.places.get(room)!;
    if (place.after === undefined || interval.after > place.after) {
      place.after = interval.after;
      place.cursor = interval.after;
    }
    const length = this.#cluster.messages(room, this.#cluster.applied).length;
    return place.cursor < Math.min(length, interval.until);
  }

  /** The client's last membership that anyone has applied. */
  #interval({ id, number }: Client, room: RoomId): { readonly after: number; readonly until: number } | undefined {
    const isFounder = this.#court.rooms.find(({ name }) => name === room)?.members.includes(number);
    let interval = isFounder ? { after: 0, until: Number.POSITIVE_INFINITY } : undefined;
    for (const entry of this.#cluster.entries.slice(0, this.#cluster.applied)) {
      if (entry.kind === 'votes' || entry.kind === 'message' || entry.client !== id || entry.room !== room) continue;
      if (entry.kind === 'memberAt') interval = { after: entry.position, until: Number.POSITIVE_INFINITY };
      else if (interval !== undefined) interval = { ...interval, until: entry.position };
    }
    return interval;
  }
}
