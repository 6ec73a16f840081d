/**
 * Who are members of one room, and how far each has got. Built for rooms of 100,000 members that
 * each deliver every message: a client whose story is plain (one interval, delivered in order) is a
 * record of four integers, and its next delivery touches nothing else. Any other client has a
 * `Standing`, and no record.
 */
import type { NodeId, Token } from '../contract/index.ts';
import { ClientPages, Field } from './client-pages.ts';
import type { Passage } from './sighting.ts';
import { Interval, noEnd, Standing } from './standing.ts';

/** A client that lacks something. */
export interface Lack {
  readonly client: NodeId;
  readonly position: number;
}

/** What a durable client delivered in earlier lives: everything up to a position but for these. */
export interface Remembered {
  readonly upTo: number;
  readonly holes: readonly number[];
}

/** See the head of this file. */
export class Members {
  /** The highest position that anyone delivered; only `raise` sets it. */
  highest = 0;
  readonly #records = new ClientPages();
  readonly #standings = new Map<NodeId, Standing>();
  readonly #durable = new Set<NodeId>();
  /** Where a client's latest join or leave took effect. */
  readonly #changedAt = new Map<NodeId, number>();
  /** Where the cursor of a record stood when its client's life began, other than at its start. */
  readonly #origins = new Map<NodeId, number>();
  /** Clients without a record that delivered something in this life. */
  readonly #active = new Set<NodeId>();
  /** When a client last asked to leave, in order of asking. */
  readonly #leaveAsked = new Map<NodeId, number>();
  /** How many records are due, and how many of these have delivered up to `highest`. */
  #due = 0;
  #caughtUp = 0;
  /** Records beyond `highest`: they joined behind a message that nobody has delivered yet. */
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
    const page = this.#records.page(client);
    if (page === undefined) return false;
    const at = this.#records.offset(client);
    if (position !== (page[at + Field.cursor] as number) + 1 || position > (page[at + Field.until] as number))
      return false;
    page[at + Field.cursor] = position;
    if (position > (page[at + Field.best] as number)) {
      page[at + Field.best] = position;
      if (position === this.highest) this.#caughtUp += page[at + Field.due] as number;
    }
    return true;
  }

  /** Someone delivered this position. */
  raise(position: number): void {
    if (position <= this.highest) return;
    this.highest = position;
    this.#caughtUp = 0;
    this.#ahead = this.#ahead.filter((client) => {
      const best = this.#records.get(client, Field.best);
      if (best >= position) this.#caughtUp += this.#records.get(client, Field.due);
      return best > position;
    });
  }

  /** Any delivery. `place` is where the message stands in the room (0: nowhere), `inPlace` whether that is here. */
  deliver(client: NodeId, position: number, token: Token, place: number, inPlace: boolean): Passage {
    this.raise(position);
    if (inPlace && this.step(client, position)) return { course: 'next', again: false, expected: position };
    const standing = this.#lift(client);
    this.#active.add(client);
    const expected = standing.expected(position);
    const again = standing.had(token, place);
    return { course: standing.deliver(position, token, inPlace), again, expected };
  }

  /** A join takes effect. `asked` is its request's place in the order of asking. */
  join(client: NodeId, position: number, asked: number): void {
    const due = asked > (this.#leaveAsked.get(client) ?? 0);
    this.#changedAt.set(client, position);
    if (this.#standings.has(client) || this.#records.has(client)) this.#lift(client).join(position, due);
    else this.#begin(client, position, due);
  }

  /** A leave takes effect. What was due until then stays due, unless the client asked to leave. */
  leave(client: NodeId, position: number): void {
    this.#changedAt.set(client, position);
    const { due, best, until } = this.#records.record(client);
    if (this.#standings.has(client) || due || best > position) this.#lift(client).leave(position);
    else if (until === noEnd) this.#records.set(client, Field.until, position);
  }

  /** A client asks to leave: from now on nothing is due to it, until it joins again. */
  askLeave(client: NodeId, asked: number): void {
    this.#leaveAsked.set(client, asked);
    this.#standings.get(client)?.askLeave();
    this.#release(client);
  }

  /** A client asks to join a room whose protocol does not report joins: whatever it gets is allowed. */
  admit(client: NodeId): void {
    this.#lift(client).unreported = true;
  }

  /** A new incarnation begins; `durable` when the client is known to remember. */
  reboot(client: NodeId, durable: boolean): void {
    this.#active.delete(client);
    this.#origins.delete(client);
    if (durable) this.#remember(client);
    else if (this.#records.has(client)) this.#records.set(client, Field.cursor, this.#records.record(client).start);
    else this.#standings.get(client)?.forget();
  }

  /**
   * What a durable client remembers counts as delivered, to others too. It has delivered nothing in
   * this life.
   */
  resume(client: NodeId, remembered: Remembered): void {
    this.#remember(client);
    if (remembered.holes.length > 0) this.#lift(client);
    const { until, best, due } = this.#records.record(client);
    const upTo = this.#standings.get(client)?.kept(remembered.upTo) ?? Math.min(remembered.upTo, until);
    if (upTo > this.best(client) && this.isMember(client, upTo)) this.raise(upTo);
    this.#standings.get(client)?.resume(upTo, remembered.holes);
    if (!this.#records.has(client) || upTo <= best) return;
    this.#records.set(client, Field.cursor, upTo);
    this.#records.set(client, Field.best, upTo);
    this.#origins.set(client, upTo);
    if (due && upTo === this.highest) this.#caughtUp++;
  }

  /** Positions `from` to `to` are rightly beyond retention. */
  truncate(client: NodeId, from: number, to: number): void {
    this.#lift(client).truncate(from, to);
  }

  /** The highest position that the client ever delivered in its newest interval; 0 for who never was a member. */
  best(client: NodeId): number {
    return this.#standings.get(client)?.intervals.at(-1)?.best ?? this.#records.record(client).best;
  }

  /** Whether the client delivered something behind its leave. */
  overran(client: NodeId): boolean {
    return this.#standings.get(client)?.overran ?? false;
  }

  /** Where its latest join or leave took effect; 0 before any. */
  changedAt(client: NodeId): number {
    return this.#changedAt.get(client) ?? 0;
  }

  /** Whether the client delivered anything in this life, as a member or not. */
  hasDelivered(client: NodeId): boolean {
    const { cursor, start } = this.#records.record(client);
    return this.#active.has(client) || (this.#records.has(client) && cursor > (this.#origins.get(client) ?? start));
  }

  isMember(client: NodeId, position: number): boolean {
    const standing = this.#standings.get(client);
    if (standing !== undefined) return standing.isMember(position);
    const { start, until } = this.#records.record(client);
    return start < position && position <= until;
  }

  /** Whether deliveries are due to anyone. */
  get someDue(): boolean {
    return this.#due > 0 || [...this.#standings.values()].some(({ intervals }) => intervals.some(({ due }) => due));
  }

  /** Whether this position is due to the client. */
  isDue(client: NodeId, position: number): boolean {
    const standing = this.#standings.get(client);
    if (standing !== undefined) return standing.isDue(position);
    const { start, until, due } = this.#records.record(client);
    return due && start < position && position <= until;
  }

  /** Whether anyone lacks just this position, at which a message stands. */
  someLackAt(position: number): boolean {
    for (const client of this.#records.clients()) {
      if (this.isDue(client, position) && this.#records.record(client).best < position) return true;
    }
    for (const standing of this.#standings.values()) if (standing.lacksAt(position)) return true;
    return false;
  }

  /** The first position up to `upTo` that the client lacks, though it is due. */
  lackedBy(client: NodeId, upTo: number, tokenAt: (position: number) => Token | undefined): number | undefined {
    const standing = this.#standings.get(client);
    if (standing !== undefined) return standing.lacks(upTo, tokenAt);
    const { best, due } = this.#records.record(client);
    return due && best < upTo ? best + 1 : undefined;
  }

  /**
   * Who lacks something that is due, up to the highest position that anyone delivered or up to another: the first
   * `limit`, and how many in all. Looks at records only when one lacks, or where nobody delivered so far.
   */
  lacking(
    limit: number,
    tokenAt: (position: number) => Token | undefined,
    upTo = this.highest,
  ): { first: Lack[]; count: number } {
    const first: Lack[] = [];
    let count = upTo > this.highest ? this.#due - this.#countFrom(upTo) : this.#due - this.#caughtUp;
    for (const client of count === 0 ? [] : this.#records.clients()) {
      if (first.length === Math.min(limit, count)) break;
      const { best, due } = this.#records.record(client);
      if (due && best < upTo) first.push({ client, position: best + 1 });
    }
    for (const [client, standing] of this.#standings) {
      const position = standing.lacks(upTo, tokenAt);
      if (position === undefined) continue;
      count++;
      if (first.length < limit) first.push({ client, position });
    }
    return { first, count };
  }

  /** How many records are due and at this position, which nobody has delivered, or beyond it: they joined behind it. */
  #countFrom(position: number): number {
    let count = 0;
    for (const client of this.#ahead) {
      const { best, due } = this.#records.record(client);
      if (due && best >= position) count++;
    }
    return count;
  }

  #begin(client: NodeId, start: number, due: boolean): void {
    this.#records.set(client, Field.cursor, start);
    this.#records.set(client, Field.until, noEnd);
    this.#records.set(client, Field.best, start);
    this.#records.set(client, Field.due, due ? 1 : 0);
    this.#records.setStart(client, start);
    if (!due) return;
    this.#due++;
    if (start >= this.highest) this.#caughtUp++;
    if (start > this.highest) this.#ahead.push(client);
  }

  #remember(client: NodeId): void {
    this.#durable.add(client);
    this.#standings.get(client)?.remember();
    if (!this.#records.has(client)) return;
    const { best } = this.#records.record(client);
    this.#records.set(client, Field.cursor, best);
    this.#origins.set(client, best);
  }

  /** Nothing is due to this client's record any more. */
  #release(client: NodeId): void {
    const { due, best } = this.#records.record(client);
    if (!due) return;
    this.#due--;
    if (best >= this.highest) this.#caughtUp--;
    this.#records.set(client, Field.due, 0);
  }

  /** From here on the client's story is told in full. */
  #lift(client: NodeId): Standing {
    let standing = this.#standings.get(client);
    if (standing !== undefined) return standing;
    standing = new Standing();
    if (this.#durable.has(client)) standing.remember();
    if (this.hasDelivered(client)) this.#active.add(client);
    this.#standings.set(client, standing);
    if (!this.#records.has(client)) return standing;
    const { start, due, until, cursor, best } = this.#records.record(client);
    standing.intervals.push(Object.assign(new Interval(start, due), { until, cursor, best }));
    this.#release(client);
    this.#records.set(client, Field.until, 0);
    return standing;
  }
}
