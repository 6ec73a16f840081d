/**
 * The connections of a gateway's clients, and what each lacks. One cursor per session and room
 * serves catch-up and live alike: whatever the client has not acknowledged is sent from there, page
 * by page, at most a window ahead. A slow client falls back to its cursor and holds up nobody.
 */
import type { Host, NodeId, RoomId } from '../../contract/index.ts';
import type { Done } from './numbers.ts';
import type { Packet, PacketOf, Page } from './packets.ts';
import type { Knobs } from './settings.ts';
import type { RoomState } from './state.ts';

/** A client that has said nothing for so many of its hellos has gone. */
const silentHellos = 4;

interface Reader {
  readonly interval: number;
  sent: number;
  readonly acknowledged: number;
}

interface Connection {
  readonly session: number;
  readonly link: number;
  heardUs: number;
  /** In the current membership of each room. */
  readonly readers: Map<RoomId, Reader>;
}

/** What a gateway knows of the rooms of all shards. */
export interface Committed {
  rooms(): Iterable<RoomId>;
  room(room: RoomId): RoomState | undefined;
  /** Requests of a session. */
  done(client: NodeId, session: number): readonly Done[];
}

export class GatewayReaders {
  readonly #host: Host<Packet>;
  readonly #knobs: Knobs;
  readonly #committed: Committed;
  readonly #connections = new Map<NodeId, Connection>();
  /** By room, for whoever lacks the same: most do. */
  readonly #lastPages = new Map<RoomId, Page>();

  constructor(host: Host<Packet>, knobs: Knobs, committed: Committed) {
    this.#host = host;
    this.#knobs = knobs;
    this.#committed = committed;
  }

  hello(client: NodeId, { session, link, cursors }: PacketOf<'hello'>): void {
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
    this.welcome(client);
    this.#push(client, connection, this.#committed.rooms());
  }

  bye(client: NodeId, { session, link }: PacketOf<'bye'>): void {
    const connection = this.#connections.get(client);
    if (connection?.session === session && connection.link <= link) this.#connections.delete(client);
  }

  /** Tells a client which of its requests are committed. */
  welcome(client: NodeId): void {
    const connection = this.#connections.get(client);
    if (connection === undefined) return;
    const { session, link } = connection;
    this.#host.send(client, { kind: 'welcome', session, link, done: this.#committed.done(client, session) });
  }

  /** Something of these senders was committed in these rooms. */
  committed(rooms: ReadonlySet<RoomId>, senders: ReadonlySet<NodeId>): void {
    const silentUs = silentHellos * this.#knobs.helloUs;
    for (const [client, connection] of this.#connections) {
      if (this.#host.monotonicUs() - connection.heardUs > silentUs) this.#connections.delete(client);
      else if (!this.#push(client, connection, rooms) && senders.has(client)) this.welcome(client);
    }
  }

  /** Sends a client what comes next in these rooms, and with it what a welcome would say; false where nothing does. */
  #push(client: NodeId, { session, link, readers }: Connection, rooms: Iterable<RoomId>): boolean {
    const pages: Page[] = [];
    for (const room of rooms) {
      const page = this.#nextPage(client, readers, room);
      if (page !== undefined) pages.push(page);
    }
    if (pages.length === 0) return false;
    this.#host.send(client, { kind: 'pages', session, link, done: this.#committed.done(client, session), pages });
    return true;
  }

  /** What a member is to be sent next of a room. */
  #nextPage(client: NodeId, readers: Map<RoomId, Reader>, name: RoomId): Page | undefined {
    const room = this.#committed.room(name);
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
    const to = Math.min(head, reader.sent + this.#knobs.page, reader.acknowledged + this.#knobs.window);
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
