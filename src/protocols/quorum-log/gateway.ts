/**
 * Holds the clients' connections, hands their requests to the leader, and fans out what is
 * committed. It follows the committed part of the log as a follower does, but in memory only: so
 * who is a member, what is done and what each client lacks are read from the same state that the
 * replicas have, and after a restart it is built again. A client that is behind is sent at most a
 * window beyond what it has acknowledged. Retries are the clients' business, end to end.
 */
import type { Host, NodeId, Process, RoomId } from '../../contract/index.ts';
import { type Entry, isNext } from './entry.ts';
import { mostEntries, type Packet, type PacketOf, type Page } from './packets.ts';
import { type InitialMembers, State } from './state.ts';

/** Messages in one packet, and under way to one reader. */
const pageItems = 32;
const windowItems = 128;
/** A client that is not heard of for so long has gone. */
const silentUs = 3_000_000;

interface Reader {
  readonly interval: number;
  sent: number;
  acknowledged: number;
}

interface Connection {
  readonly session: number;
  readonly link: number;
  heardUs: number;
  /** In the room's current membership. */
  readonly readers: Map<RoomId, Reader>;
}

export class Gateway implements Process<Packet> {
  readonly #host: Host<Packet>;
  readonly #leader: NodeId;
  readonly #state: State;
  readonly #connections = new Map<NodeId, Connection>();
  /** By room, for whoever lacks the same: most do. */
  readonly #lastPages = new Map<RoomId, Page>();
  /** The last applied entry. */
  #end: Entry | undefined;

  constructor(host: Host<Packet>, options: { readonly members: InitialMembers; readonly leader: NodeId }) {
    this.#host = host;
    this.#leader = options.leader;
    this.#state = new State(options.members);
  }

  receive(from: NodeId, packet: Packet): void {
    switch (packet.kind) {
      case 'append':
        this.#append(packet);
        break;
      case 'hello':
        this.#hello(from, packet);
        break;
      case 'bye':
        if (this.#connections.get(from)?.session === packet.session) this.#connections.delete(from);
        break;
      case 'submit': {
        const { client, session, first, requests } = packet;
        const isDone = first + requests.length - 1 <= this.#state.lastNumber(client, session);
        if (isDone) this.#welcome(client);
        else this.#host.send(this.#leader, packet);
        break;
      }
      case 'read':
        this.#host.send(this.#leader, packet);
        break;
      case 'history':
        this.#host.send(packet.client, packet);
        break;
    }
  }

  #append({ epoch, after, entries }: PacketOf<'append'>): void {
    const refused = after > this.#state.applied;
    const rooms = new Set<RoomId>();
    const senders = new Set<NodeId>();
    for (let nth = this.#state.applied - after; nth >= 0 && nth < entries.length; nth++) {
      const entry = entries[nth]!;
      if (!isNext(entry, this.#end))
        throw new Error(`entry ${this.#state.applied + 1} is committed, and carries on the log`);
      this.#state.apply(entry);
      this.#end = entry;
      if (entry.body.kind !== 'request') continue;
      rooms.add(entry.body.request.room);
      senders.add(entry.body.sender.client);
    }
    if (refused || entries.length === mostEntries) {
      this.#host.send(this.#leader, { kind: 'ack', epoch, refused, index: this.#state.applied });
    }
    for (const [client, connection] of this.#connections) {
      if (this.#host.monotonicUs() - connection.heardUs > silentUs) this.#connections.delete(client);
      else if (!this.#push(client, connection, rooms) && senders.has(client)) this.#welcome(client);
    }
  }

  #hello(client: NodeId, { session, link, cursors }: PacketOf<'hello'>): void {
    let connection = this.#connections.get(client);
    if (connection?.session === session && connection.link > link) return;
    if (connection?.session !== session || connection.link < link) {
      connection = { session, link, heardUs: 0, readers: new Map() };
      this.#connections.set(client, connection);
    }
    connection.heardUs = this.#host.monotonicUs();
    // A room that it does not name it has heard nothing of, whatever was sent.
    connection.readers.clear();
    for (const { room, interval, cursor } of cursors) {
      connection.readers.set(room, { interval, sent: cursor, acknowledged: cursor });
    }
    this.#welcome(client);
    this.#push(client, connection, this.#state.rooms.keys());
  }

  #welcome(client: NodeId): void {
    const connection = this.#connections.get(client);
    if (connection === undefined) return;
    const { session, link } = connection;
    const through = this.#state.lastNumber(client, session);
    this.#host.send(client, { kind: 'welcome', session, link, through });
  }

  /** Sends a client what comes next in these rooms, and with it what a welcome would say; false where nothing does. */
  #push(client: NodeId, { session, readers }: Connection, rooms: Iterable<RoomId>): boolean {
    const pages: Page[] = [];
    for (const room of rooms) {
      const page = this.#nextPage(client, readers, room);
      if (page !== undefined) pages.push(page);
    }
    if (pages.length === 0) return false;
    this.#host.send(client, { kind: 'pages', session, through: this.#state.lastNumber(client, session), pages });
    return true;
  }

  /** What a member is to be sent next of a room. */
  #nextPage(client: NodeId, readers: Map<RoomId, Reader>, name: RoomId): Page | undefined {
    const room = this.#state.rooms.get(name);
    const member = room?.members.get(client);
    if (room === undefined || member === undefined) return undefined;
    const { interval, since } = member;
    let reader = readers.get(name);
    if (reader?.interval !== interval) {
      reader = { interval, sent: since, acknowledged: since };
      readers.set(name, reader);
    }
    const head = room.messages.length;
    const from = reader.sent + 1;
    const to = Math.min(head, reader.sent + pageItems, reader.acknowledged + windowItems);
    if (to < from) return undefined;
    reader.sent = to;
    const last = this.#lastPages.get(name);
    const isSame = last?.interval === interval && last.head === head && last.from === from;
    if (isSame && last.items.length === to - from + 1) return last;
    const page = { room: name, interval, since, from, items: room.messages.slice(from - 1, to), head };
    this.#lastPages.set(name, page);
    return page;
  }
}
