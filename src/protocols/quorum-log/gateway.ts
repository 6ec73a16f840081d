/**
 * Holds the clients' connections, hands their requests to the leader, and fans out what is
 * committed. It follows the committed part of the log as a follower does, but in memory only: so
 * who is a member, what is done and what each client lacks are read from the same state that the
 * replicas have, and after a restart it is built again. A client that is behind is sent at most a
 * window beyond what it has acknowledged. Retries are the clients' business, end to end.
 */
import type { Host, NodeId, Process, RoomId } from '../../contract/index.ts';
import { type Entry, readEntry } from './entry.ts';
import type { Packet, PacketOf } from './packets.ts';
import { type InitialMembers, State } from './state.ts';

/** Messages in one packet, and under way to one reader. */
const pageItems = 8;
const windowItems = 32;
/** A client that is not heard of for so long has gone. */
const silentUs = 1_000_000;

interface Reader {
  readonly interval: number;
  sent: number;
  acknowledged: number;
}

/** What stands behind position `after`. */
interface Page {
  readonly after: number;
  readonly items: readonly Uint8Array[];
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
  /** By room: most readers lack the same. */
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

  #append({ epoch, after, frames }: PacketOf<'append'>): void {
    const refused = after > this.#state.applied;
    const rooms = new Set<RoomId>();
    const senders = new Set<NodeId>();
    for (const frame of refused ? [] : frames.slice(this.#state.applied - after)) {
      const entry = readEntry(frame, 0, this.#end);
      if (entry === undefined) throw new Error(`entry ${this.#state.applied + 1} is committed, and carries on the log`);
      this.#state.apply(entry);
      this.#end = entry;
      if (entry.body.kind !== 'request') continue;
      rooms.add(entry.body.request.room);
      senders.add(entry.body.sender.client);
    }
    this.#host.send(this.#leader, { kind: 'ack', epoch, refused, index: this.#state.applied });
    for (const client of senders) this.#welcome(client);
    for (const room of rooms)
      for (const client of this.#state.rooms.get(room)?.members.keys() ?? []) this.#push(client, room);
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
    for (const [room, { members }] of this.#state.rooms) if (members.has(client)) this.#push(client, room);
  }

  #welcome(client: NodeId): void {
    const connection = this.#connections.get(client);
    if (connection === undefined) return;
    const { session, link } = connection;
    const through = this.#state.lastNumber(client, session);
    this.#host.send(client, { kind: 'welcome', session, link, through });
  }

  /** Sends a connected member what comes next in the room. */
  #push(client: NodeId, name: RoomId): void {
    const connection = this.#connections.get(client);
    const room = this.#state.rooms.get(name);
    const member = room?.members.get(client);
    if (connection === undefined || room === undefined || member === undefined) return;
    if (this.#host.monotonicUs() - connection.heardUs > silentUs) {
      this.#connections.delete(client);
      return;
    }
    const { interval, since } = member;
    let reader = connection.readers.get(name);
    if (reader?.interval !== interval) {
      reader = { interval, sent: since, acknowledged: since };
      connection.readers.set(name, reader);
    }
    const head = room.messages.length;
    const to = Math.min(head, reader.sent + pageItems, reader.acknowledged + windowItems);
    if (to <= reader.sent) return;
    const items = this.#items(name, room.messages, reader.sent, to);
    const from = reader.sent + 1;
    reader.sent = to;
    this.#host.send(client, {
      kind: 'page',
      session: connection.session,
      room: name,
      interval,
      since,
      from,
      items,
      head,
    });
  }
  /** The messages behind `after` up to `to`, in the same array for whoever asks for the same in turn. */
  #items(room: RoomId, messages: readonly Uint8Array[], after: number, to: number): readonly Uint8Array[] {
    const last = this.#lastPages.get(room);
    if (last?.after === after && last.items.length === to - after) return last.items;
    const items = messages.slice(after, to);
    this.#lastPages.set(room, { after, items });
    return items;
  }
}
