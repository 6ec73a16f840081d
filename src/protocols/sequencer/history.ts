/**
 * The messages of the rooms, for catch-up and reads: where each kept one stands on the disk, and
 * the newest of a room in memory. What is kept is what the log's segments hold: at least the
 * retention, often more. Left out: an index on disk, so the places of all kept messages are in memory.
 */
import type { DiskError, RoomId } from '../../contract/index.ts';
import type { Batch } from './log-format.ts';
import type { BatchPlace } from './scan.ts';

interface RoomHistory {
  readonly room: RoomId;
  /** Position of the oldest message that is kept; one past the newest where none is. */
  oldest: number;
  /** Of `oldest` and on. */
  readonly places: BatchPlace[];
  /** The newest messages. */
  readonly cached: Uint8Array[];
  /** The last run taken from the cache, since a live message goes to all members alike. */
  shared: { readonly from: number; readonly items: readonly Uint8Array[] } | undefined;
}

/** `gone`: the segment was removed meanwhile, or the run begins before the oldest kept message. */
export type Fetched = { readonly items: readonly Uint8Array[] } | 'gone' | 'failed';

export class History {
  readonly #rooms = new Map<RoomId, RoomHistory>();
  readonly #cacheItems: number;
  #oldestSegment = 0;

  constructor(cacheItems: number) {
    this.#cacheItems = cacheItems;
  }

  /** The room's oldest kept message is to be at `oldest`. Called once a room, before anything else. */
  begin(room: RoomId, oldest: number): void {
    this.#rooms.set(room, { room, oldest, places: [], cached: [], shared: undefined });
  }

  /** The message at `position`, the next one of its room. */
  add(room: RoomId, position: number, bytes: Uint8Array, place: BatchPlace): void {
    const history = this.#history(room);
    if (position !== history.oldest + history.places.length) {
      throw new Error(`${room} has positions ${history.oldest} + ${history.places.length}, so ${position} is not next`);
    }
    history.places.push(place);
    history.cached.push(bytes);
    // Cut now and then, not at each message: a shift moves all the others.
    if (history.cached.length > 2 * this.#cacheItems) {
      history.cached.splice(0, history.cached.length - this.#cacheItems);
    }
  }

  oldest(room: RoomId): number {
    return this.#history(room).oldest;
  }

  /** Forgets what stands in segments before `segment`, which are about to be removed. */
  forget(segment: number): void {
    this.#oldestSegment = segment;
    for (const history of this.#rooms.values()) {
      let gone = 0;
      while (gone < history.places.length && history.places[gone]!.segment < segment) gone++;
      history.places.splice(0, gone);
      history.oldest += gone;
      history.cached.splice(0, history.cached.length - Math.min(history.cached.length, history.places.length));
    }
  }

  /** At most `limit` messages from position `from` on; undefined when the first is not in memory. */
  cached(room: RoomId, from: number, limit: number): readonly Uint8Array[] | undefined {
    const history = this.#history(room);
    const newest = history.oldest + history.places.length - 1;
    const offset = from - (newest - history.cached.length + 1);
    if (offset < 0 || from > newest) return undefined;
    const { shared } = history;
    const length = Math.min(limit, newest - from + 1);
    if (shared !== undefined && shared.from === from && shared.items.length === length) return shared.items;
    history.shared = { from, items: history.cached.slice(offset, offset + length) };
    return history.shared.items;
  }

  /**
   * At most `limit` messages from position `from` on, from memory or disk: fewer where the room
   * has no more. `done` may be called at once.
   */
  fetch(
    room: RoomId,
    from: number,
    limit: number,
    read: (place: BatchPlace, done: (error: DiskError | undefined, batch: Batch | undefined) => void) => void,
    done: (fetched: Fetched) => void,
  ): void {
    const history = this.#history(room);
    const items: Uint8Array[] = [];
    const next = (): void => {
      const position = from + items.length;
      const left = limit - items.length;
      const cached = this.cached(room, position, left);
      if (cached !== undefined) items.push(...cached);
      const place = cached === undefined && left > 0 ? history.places[position - history.oldest] : undefined;
      if (position < history.oldest) done('gone');
      else if (place === undefined) done({ items });
      else read(place, (error, batch) => take(place, position, batch, error));
    };
    const take = (
      place: BatchPlace,
      position: number,
      batch: Batch | undefined,
      error: DiskError | undefined,
    ): void => {
      if (error === undefined && batch !== undefined) {
        const before = items.length;
        for (const record of batch.records) {
          const isWanted = record.kind === 'message' && record.room === room && record.position >= position;
          if (isWanted && items.length < limit) items.push(record.bytes);
        }
        if (items.length > before) {
          next();
          return;
        }
      }
      done(place.segment < this.#oldestSegment ? 'gone' : 'failed');
    };
    next();
  }

  #history(room: RoomId): RoomHistory {
    const history = this.#rooms.get(room);
    if (history === undefined) throw new Error(`${room} has a history here`);
    return history;
  }
}
