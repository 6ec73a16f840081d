/**
 * What a client has delivered of each room: a cursor per membership interval, and the last
 * interval's for good, so that whatever comes late, doubled or out of order, each message is
 * delivered once and only next to its predecessor. Messages that overtook are kept aside, at most
 * a window of them.
 */
import { messageOf } from '../../bytes/index.ts';
import type { Host, RoomId } from '../../contract/index.ts';
import type { Cursor, Page, SequencerPacket } from './packets.ts';
import type { Rules } from './rules.ts';
import type { Knobs } from './settings.ts';

interface RoomCursor {
  readonly room: RoomId;
  interval: number;
  cursor: number;
  /** What the sequencer was told. */
  acknowledged: number;
  /** The newest position seen. */
  newest: number;
  /** Messages behind a gap, by position. */
  readonly aside: Map<number, Uint8Array>;
}

/** What is to be said to the sequencer after a page: nothing, an acknowledgement, or that there is a gap. */
export type PageEffect = 'none' | 'acknowledge' | 'gap';

export class ClientRooms {
  readonly #host: Host<SequencerPacket>;
  readonly #knobs: Knobs;
  readonly #rules: Rules;
  readonly #rooms = new Map<RoomId, RoomCursor>();

  constructor(host: Host<SequencerPacket>, knobs: Knobs, rules: Rules) {
    this.#host = host;
    this.#knobs = knobs;
    this.#rules = rules;
  }

  /** The cursors of those rooms that `isWanted` names. */
  cursors(isWanted: (room: RoomId) => boolean): readonly Cursor[] {
    const cursors: Cursor[] = [];
    for (const room of this.#rooms.values()) if (isWanted(room.room)) cursors.push(this.#told(room));
    return cursors;
  }

  /** The cursor of a room of which a page has come, as it is told to the sequencer now. */
  acknowledgement(room: RoomId): Cursor | undefined {
    const known = this.#rooms.get(room);
    return known === undefined ? undefined : this.#told(known);
  }

  /** Rooms in which messages wait for an earlier one. */
  gaps(): readonly RoomId[] {
    const rooms: RoomId[] = [];
    for (const { room, aside } of this.#rooms.values()) if (aside.size > 0) rooms.push(room);
    return rooms;
  }

  /** Delivers of a page what comes next. */
  take(page: Page): PageEffect {
    const room = this.#roomOf(page);
    if (room === undefined) return 'none';
    const before = room.cursor;
    if (page.from > room.cursor + 1 && page.after <= room.cursor) {
      this.#host.observe.truncated(room.room, room.cursor + 1, page.from - 1);
      room.cursor = page.from - 1;
    }
    for (const [nth, bytes] of page.items.entries()) this.#hold(room, page.from + nth, bytes);
    this.#deliver(room);
    if (room.cursor > before) room.cursor = this.#rules.cursorAfter(room.cursor, page.head);
    if (room.aside.size > 0) return 'gap';
    const isMore = page.head > room.cursor && room.cursor > before;
    return isMore || room.cursor - room.acknowledged >= this.#knobs.window / 2 ? 'acknowledge' : 'none';
  }

  /** The cursor that the page is about; undefined for a page of an interval that is over. */
  #roomOf({ room: name, interval, since }: Page): RoomCursor | undefined {
    let room = this.#rooms.get(name);
    if (room === undefined || room.interval < interval) {
      room = { room: name, interval, cursor: since, acknowledged: since, newest: since, aside: new Map() };
      this.#rooms.set(name, room);
    }
    return room.interval === interval ? room : undefined;
  }

  #hold(room: RoomCursor, position: number, bytes: Uint8Array): void {
    room.newest = Math.max(room.newest, position);
    if (position > room.cursor && position <= room.cursor + this.#knobs.window) room.aside.set(position, bytes);
  }

  #deliver(room: RoomCursor): void {
    for (const position of room.aside.keys()) if (position <= room.cursor) room.aside.delete(position);
    for (;;) {
      const bytes = room.aside.get(room.cursor + 1);
      if (bytes === undefined) return;
      room.cursor++;
      room.aside.delete(room.cursor);
      this.#host.observe.delivered(room.room, room.cursor, messageOf(bytes));
    }
  }

  #told(room: RoomCursor): Cursor {
    room.acknowledged = room.cursor;
    return { room: room.room, interval: room.interval, cursor: this.#rules.resumesBehind(room.cursor, room.newest) };
  }
}
