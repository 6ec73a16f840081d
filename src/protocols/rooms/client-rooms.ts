/**
 * What a client has delivered: one cursor per room, within its current membership. Whatever comes
 * late, doubled or out of order, each message is delivered once and only next to its predecessor.
 */
import { messageOf } from '../../bytes/index.ts';
import type { Observer, RoomId } from '../../contract/index.ts';
import type { Cursor, Page } from './packets.ts';

interface RoomCursor {
  readonly interval: number;
  cursor: number;
  /** What the gateway was told. */
  told: number;
}

export class ClientRooms {
  readonly #observe: Observer;
  /** Deliveries after which the gateway is to be told. */
  readonly #most: number;
  readonly #rooms = new Map<RoomId, RoomCursor>();

  constructor(observe: Observer, most: number) {
    this.#observe = observe;
    this.#most = most;
  }

  /** All cursors, as the gateway is told of them now. */
  tell(): readonly Cursor[] {
    const cursors: Cursor[] = [];
    for (const [room, known] of this.#rooms) {
      known.told = known.cursor;
      cursors.push({ room, interval: known.interval, cursor: known.cursor });
    }
    return cursors;
  }

  /** Delivers of a page what comes next; says whether the gateway is to be told how far that goes. */
  take({ room, interval, since, from, items, head }: Page): 'behind' | 'acknowledge' | 'none' {
    let known = this.#rooms.get(room);
    if (known === undefined || known.interval < interval) {
      known = { interval, cursor: since, told: since };
      this.#rooms.set(room, known);
    }
    if (known.interval !== interval) return 'none';
    const had = known.cursor + 1 - from;
    for (const bytes of had < 0 ? [] : items.slice(had)) {
      known.cursor++;
      this.#observe.delivered(room, known.cursor, messageOf(bytes));
    }
    if (known.cursor < head) return 'behind';
    return known.cursor - known.told < this.#most ? 'none' : 'acknowledge';
  }
}
