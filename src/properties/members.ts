/**
 * Who are members of one room, and how far each has got. Built for rooms of 100,000 members that
 * each deliver every message: a client whose story is plain (one interval, delivered in order) is
 * four integers in a page, and its next delivery touches nothing else. Any other client has a
 * `Standing`, and its page says that nothing is allowed.
 */
import type { NodeId, Token } from '../contract/index.ts';
import { type Course, Interval, noEnd, Standing } from './standing.ts';

/** One client in a page: highest position delivered in this life, and in any; last one allowed; 1 when due. */
const width = 4;
const cursorAt = 0;
const untilAt = 1;
const bestAt = 2;
const dueAt = 3;

const clientsPerPage = 256;

/** A client that lacks something. */
export interface Lack {
  readonly client: NodeId;
  readonly position: number;
}

/** See the head of this file. */
export class Members {
  /** The highest position that anyone delivered; only `raise` sets it. */
  highest = 0;
  readonly #pages: (Int32Array | undefined)[] = [];
  /** Where plain intervals begin, other than at 0. */
  readonly #starts = new Map<NodeId, number>();
  readonly #standings = new Map<NodeId, Standing>();
  /** When a client last asked to leave, in order of asking. */
  readonly #leaveAsked = new Map<NodeId, number>();
  /** Plain clients that are due, and how many of these have delivered up to `highest`. */
  #due = 0;
  #caughtUp = 0;
  /** Plain clients beyond `highest`: they joined behind a message that nobody has delivered yet. */
  #ahead: NodeId[] = [];

  /** A member from the start, before anything was delivered. */
  seat(client: NodeId): void {
    this.#begin(client, 0, true);
  }

  /**
   * The client's next delivery, when its story is plain and stays so; false, and nothing done,
   * otherwise. Someone must have delivered the position, if only this client (see `raise`).
   */
  step(client: NodeId, position: number): boolean {
    const page = this.#pages[client >>> 8];
    if (page === undefined) return false;
    const at = (client & 255) * width;
    if (position !== (page[at] as number) + 1 || position > (page[at + untilAt] as number)) return false;
    page[at] = position;
    if (position > (page[at + bestAt] as number)) {
      page[at + bestAt] = position;
      if (position === this.highest) this.#caughtUp += page[at + dueAt] as number;
    }
    return true;
  }

  /** Someone delivered this position. */
  raise(position: number): void {
    if (position <= this.highest) return;
    this.highest = position;
    this.#caughtUp = 0;
    this.#ahead = this.#ahead.filter((client) => {
      const best = this.#plain(client, bestAt);
      if (best >= position) this.#caughtUp += this.#plain(client, dueAt);
      return best > position;
    });
  }

  /** Any delivery. `place` is where the message stands in the room (0: nowhere), `inPlace` whether that is here. */
  deliver(client: NodeId, position: number, token: Token, place: number, inPlace: boolean): Passage {
    this.raise(position);
    if (inPlace && this.step(client, position)) return { course: 'next', again: false, expected: position };
    const standing = this.#lift(client);
    const expected = standing.expected(position);
    const again = standing.had(token, place);
    return { course: standing.deliver(position, token, inPlace), again, expected };
  }

  /** A join takes effect. `asked` is its request's place in the order of asking. */
  join(client: NodeId, position: number, asked: number): void {
    const due = asked > (this.#leaveAsked.get(client) ?? 0);
    if (this.#standings.has(client) || this.#plain(client, untilAt) > 0) this.#lift(client).join(position, due);
    else this.#begin(client, position, due);
  }

  /** A leave takes effect. */
  leave(client: NodeId, position: number): void {
    const plain = this.#plain(client, untilAt) === noEnd;
    const settled = plain && this.#plain(client, dueAt) === 0 && this.#plain(client, bestAt) <= position;
    if (settled) this.#page(client)[(client & 255) * width + untilAt] = position;
    else if (plain || this.#standings.has(client)) this.#lift(client).leave(position);
  }

  /** A client asks to leave: from now on nothing is due to it, until it joins again. */
  askLeave(client: NodeId, asked: number): void {
    this.#leaveAsked.set(client, asked);
    this.#standings.get(client)?.askLeave();
    if (this.#plain(client, dueAt) === 0) return;
    this.#retire(client);
  }

  /** A client asks to join a room whose protocol does not report joins: whatever it gets is allowed. */
  admit(client: NodeId): void {
    this.#lift(client).unreported = true;
  }

  /** A new incarnation; `durable` when the client is known to remember. */
  reboot(client: NodeId, durable: boolean): void {
    this.#standings.get(client)?.reboot();
    if (durable || this.#plain(client, untilAt) === 0) return;
    this.#page(client)[(client & 255) * width + cursorAt] = this.#starts.get(client) ?? 0;
  }

  /** A durable client remembers everything up to `cursor`: that counts as delivered, to others too. */
  resume(client: NodeId, cursor: number): void {
    const until = this.#plain(client, untilAt);
    const upTo = until === 0 ? cursor : Math.min(cursor, until);
    if (upTo > this.best(client) && this.isMember(client, upTo)) this.raise(upTo);
    this.#standings.get(client)?.resume(upTo);
    if (until > 0) this.#reach(client, Math.max(upTo, this.best(client)));
  }

  /** Positions `from` to `to` are rightly beyond retention. */
  truncate(client: NodeId, from: number, to: number): void {
    this.#standings.get(client)?.truncate(from, to);
    const until = this.#plain(client, untilAt);
    if (until > 0 && from <= this.#plain(client, cursorAt) + 1) this.#reach(client, Math.min(to, until));
  }

  /** The highest position that the client ever delivered in its newest interval; 0 for who never was a member. */
  best(client: NodeId): number {
    return this.#standings.get(client)?.intervals.at(-1)?.best ?? this.#plain(client, bestAt);
  }

  /** Whether the client delivered something behind its leave. */
  overran(client: NodeId): boolean {
    return this.#standings.get(client)?.overran ?? false;
  }

  /** Whether deliveries are due to anyone. */
  get someDue(): boolean {
    return this.#due > 0 || [...this.#standings.values()].some(({ intervals }) => intervals.some(({ due }) => due));
  }

  isMember(client: NodeId, position: number): boolean {
    const standing = this.#standings.get(client);
    if (standing !== undefined) return standing.isMember(position);
    return position > (this.#starts.get(client) ?? 0) && position <= this.#plain(client, untilAt);
  }

  /** Who lacks something that is due: the first `limit`, and how many in all. Looks at everyone only if someone does. */
  lacking(limit: number, tokenAt: (position: number) => Token | undefined): { first: Lack[]; count: number } {
    const first: Lack[] = [];
    let count = this.#due - this.#caughtUp;
    for (const client of count === 0 ? [] : this.#plainClients()) {
      if (first.length === Math.min(limit, count)) break;
      const best = this.#plain(client, bestAt);
      if (best < this.highest && this.#plain(client, dueAt) === 1) first.push({ client, position: best + 1 });
    }
    for (const [client, standing] of this.#standings) {
      const position = standing.lacks(this.highest, tokenAt);
      if (position === undefined) continue;
      count++;
      if (first.length < limit) first.push({ client, position });
    }
    return { first, count };
  }

  #begin(client: NodeId, start: number, due: boolean): void {
    const page = this.#page(client);
    const at = (client & 255) * width;
    page[at + cursorAt] = start;
    page[at + untilAt] = noEnd;
    page[at + bestAt] = start;
    page[at + dueAt] = due ? 1 : 0;
    if (start > 0) this.#starts.set(client, start);
    if (!due) return;
    this.#due++;
    if (start >= this.highest) this.#caughtUp++;
    if (start > this.highest) this.#ahead.push(client);
  }

  /** Nothing is due to this plain client any more. */
  #retire(client: NodeId): void {
    this.#due--;
    if (this.#plain(client, bestAt) >= this.highest) this.#caughtUp--;
    this.#page(client)[(client & 255) * width + dueAt] = 0;
  }

  /** From here on the client's story is told in full. */
  #lift(client: NodeId): Standing {
    let standing = this.#standings.get(client);
    if (standing !== undefined) return standing;
    standing = new Standing();
    this.#standings.set(client, standing);
    const until = this.#plain(client, untilAt);
    if (until === 0) return standing;
    const due = this.#plain(client, dueAt) === 1;
    const interval = new Interval(this.#starts.get(client) ?? 0, due);
    interval.until = until;
    interval.cursor = this.#plain(client, cursorAt);
    interval.best = this.#plain(client, bestAt);
    standing.intervals.push(interval);
    if (due) this.#retire(client);
    this.#page(client)[(client & 255) * width + untilAt] = 0;
    return standing;
  }

  /** Everything up to `position` needs no delivery to this plain client any more. */
  #reach(client: NodeId, position: number): void {
    const page = this.#page(client);
    const at = (client & 255) * width;
    const best = page[at + bestAt] as number;
    page[at + cursorAt] = Math.max(page[at + cursorAt] as number, position);
    if (position <= best) return;
    page[at + bestAt] = position;
    if (best < this.highest && position >= this.highest) this.#caughtUp += page[at + dueAt] as number;
    if (position > this.highest) this.#ahead.push(client);
  }

  #plain(client: NodeId, field: number): number {
    return this.#pages[client >>> 8]?.[(client & 255) * width + field] ?? 0;
  }

  #page(client: NodeId): Int32Array {
    const index = client >>> 8;
    let page = this.#pages[index];
    if (page === undefined) {
      while (this.#pages.length <= index) this.#pages.push(undefined);
      page = new Int32Array(clientsPerPage * width);
      this.#pages[index] = page;
    }
    return page;
  }

  *#plainClients(): Iterable<NodeId> {
    for (const [index, page] of this.#pages.entries()) {
      for (let slot = 0; page !== undefined && slot < clientsPerPage; slot++) {
        if ((page[slot * width + untilAt] as number) > 0) yield index * clientsPerPage + slot;
      }
    }
  }
}

/** How one delivery stands to the client's earlier ones. */
export interface Passage {
  readonly course: Course;
  /** The client has delivered this very message before, in a life that counts. */
  readonly again: boolean;
  /** The position that would have come next. */
  readonly expected: number;
}
