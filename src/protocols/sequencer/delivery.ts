/**
 * Fan-out and catch-up, by one cursor per client and room. A reader is sent what follows, live
 * message or page alike, while fewer than `window` messages are under way to it; beyond that it
 * is behind, costs nothing, and goes on as it acknowledges. What is lost is sent again when a
 * heartbeat shows that something sent before the former heartbeat has not arrived. Readers are
 * memory only: each client knows its own cursors.
 */
import type { NodeId, RoomId } from '../../contract/index.ts';
import type { Fetched, History } from './history.ts';
import type { Link } from './links.ts';
import type { Cursor, Page } from './packets.ts';
import type { Rules } from './rules.ts';
import type { Member } from './snapshot-format.ts';
import type { RoomState, State } from './state.ts';

interface Reader extends Member {
  readonly link: Link;
  readonly room: RoomState;
  /** Sent up to here, acknowledged up to there: `acknowledged` ≤ `sent` ≤ head. */
  sent: number;
  acknowledged: number;
  /** What had been sent at the former heartbeat. */
  sentAtBeat: number;
  /** A page is on its way from the disk. */
  fetching: boolean;
}

type Why = 'live' | 'catch-up';

export interface DeliveryOptions {
  readonly rules: Rules;
  readonly state: State;
  readonly history: History;
  readonly pageItems: number;
  readonly windowItems: number;
  /** {@link History.fetch}, from this process's disk; a failure ends the process's service. */
  readonly fetch: (room: RoomId, from: number, limit: number, done: (fetched: Fetched) => void) => void;
  readonly send: (client: NodeId, page: Page) => void;
  readonly sometimes: (name: 'caught-up-by-page' | 'page-from-disk' | 'truncated-reader') => void;
}

export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #readers = new Map<RoomId, Map<NodeId, Reader>>();

  constructor(options: DeliveryOptions) {
    this.#options = options;
    for (const name of options.state.rooms.keys()) this.#readers.set(name, new Map());
  }

  /** A link has become current, or shows life: goes on from the cursors that its client has. */
  beat(link: Link, cursors: readonly Cursor[]): void {
    for (const room of this.#options.state.rooms.values()) {
      const member = room.members.get(link.client);
      if (member === undefined) continue;
      const known = cursors.find((cursor) => cursor.room === room.name && cursor.interval === member.interval);
      const cursor = Math.min(known?.cursor ?? member.since, room.head);
      let reader = this.#readersOf(room.name).get(link.client);
      if (reader?.link !== link || reader.interval !== member.interval) {
        reader = this.#start(link, room, member, cursor);
      }
      acknowledge(reader, cursor);
      if (cursor < reader.sentAtBeat) reader.sent = reader.acknowledged;
      this.#advance(reader);
      reader.sentAtBeat = reader.sent;
    }
  }

  /** A client acknowledges in between; `again`: it misses what follows. */
  acknowledged(link: Link, { room, interval, cursor, again }: Cursor & { readonly again: boolean }): void {
    const reader = this.#readers.get(room)?.get(link.client);
    if (reader?.link !== link || reader.interval !== interval) return;
    acknowledge(reader, Math.min(cursor, reader.room.head));
    if (again) reader.sent = reader.acknowledged;
    this.#advance(reader);
  }

  /** The client has become a member while the link is current. */
  joined(link: Link, room: RoomState): void {
    const member = room.members.get(link.client);
    if (member === undefined || this.#readersOf(room.name).get(link.client)?.interval === member.interval) return;
    this.#advance(this.#start(link, room, member, member.since));
  }

  left(client: NodeId, room: RoomId): void {
    this.#readersOf(room).delete(client);
  }

  detached(client: NodeId): void {
    for (const readers of this.#readers.values()) readers.delete(client);
  }

  /** The room has new messages. */
  progressed(room: RoomId): void {
    for (const reader of this.#readersOf(room).values()) this.#advance(reader, 'live');
  }

  #start(link: Link, room: RoomState, member: Member, cursor: number): Reader {
    const reader: Reader = {
      ...member,
      link,
      room,
      sent: cursor,
      acknowledged: cursor,
      sentAtBeat: cursor,
      fetching: false,
    };
    this.#readersOf(room.name).set(link.client, reader);
    return reader;
  }

  /** Sends what the window has room for; `live` when that is because of new messages. */
  #advance(reader: Reader, why: Why = 'catch-up'): void {
    const { history, pageItems, windowItems } = this.#options;
    const { room } = reader;
    while (!reader.fetching && reader.sent < room.head) {
      const oldest = history.oldest(room.name);
      const from = Math.max(reader.sent + 1, oldest);
      const underWay = from - 1 - Math.max(reader.acknowledged, oldest - 1);
      const limit = Math.min(pageItems, windowItems - underWay);
      if (limit <= 0) {
        const to = this.#options.rules.skipsTo(reader.sent, room.head);
        if (to > reader.sent) acknowledge(reader, to);
        return;
      }
      const cached = from > room.head ? [] : history.cached(room.name, from, limit);
      if (cached !== undefined) this.#send(reader, from, cached, why);
      else this.#fetch(reader, from, limit);
    }
  }

  #fetch(reader: Reader, from: number, limit: number): void {
    const { sent, room } = reader;
    reader.fetching = true;
    this.#options.fetch(room.name, from, limit, (fetched) => {
      reader.fetching = false;
      if (fetched === 'failed' || this.#readersOf(room.name).get(reader.link.client) !== reader) return;
      if (fetched !== 'gone' && this.#options.rules.stillFollows(sent, reader.sent)) {
        this.#options.sometimes('page-from-disk');
        this.#send(reader, from, fetched.items, 'catch-up');
      }
      this.#advance(reader);
    });
  }

  #send(reader: Reader, from: number, items: readonly Uint8Array[], why: Why): void {
    const { link, room, interval, since, sent } = reader;
    if (from > sent + 1) this.#options.sometimes('truncated-reader');
    reader.sent = from + items.length - 1;
    if (why === 'catch-up' && reader.sent === room.head) this.#options.sometimes('caught-up-by-page');
    this.#options.send(link.client, {
      kind: 'page',
      link: link.number,
      room: room.name,
      interval,
      since,
      after: sent,
      from,
      items,
      head: room.head,
    });
  }

  #readersOf(room: RoomId): Map<NodeId, Reader> {
    const readers = this.#readers.get(room);
    if (readers === undefined) throw new Error(`${room} has readers here`);
    return readers;
  }
}

function acknowledge(reader: Reader, cursor: number): void {
  reader.acknowledged = Math.max(reader.acknowledged, cursor);
  reader.sent = Math.max(reader.sent, reader.acknowledged);
}
