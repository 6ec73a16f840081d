/**
 * How one client stands in one room, in full: its membership intervals, what it skipped in each,
 * and what it delivered out of its place. Only clients whose story is not the plain one (a single
 * interval, delivered in order) have a standing; the others are four integers in `members.ts`.
 */
import type { Token } from '../contract/index.ts';
import { Ranges } from './ranges.ts';

/** The last position of an interval that has not ended. */
export const noEnd = 0x7fff_ffff;

/**
 * How a delivery's position follows on the client's earlier ones: `next`; `ahead`, skipping some;
 * `behind`, one that was skipped; `again`, one that was delivered; `stranger`, in no interval.
 */
export type Course = 'next' | 'ahead' | 'behind' | 'again' | 'stranger';

/** One interval of membership: positions `start + 1` to `until`. */
export class Interval {
  readonly start: number;
  until = noEnd;
  /** Deliveries within the interval are still due: its client has not asked to leave. */
  due: boolean;
  /** The highest position delivered in this life of the client, `start` when there is none. */
  cursor: number;
  /** The highest position delivered in any life; at least `cursor`. */
  best: number;
  /** At or below `cursor`, and not delivered in this life. */
  readonly skipped = new Ranges();
  /** At or below `best`, and never delivered. */
  readonly lacking = new Ranges();

  constructor(start: number, due: boolean) {
    this.start = start;
    this.due = due;
    this.cursor = start;
    this.best = start;
  }

  covers(position: number): boolean {
    return this.start < position && position <= this.until;
  }

  /** Whether the position was delivered in this life. */
  delivered(position: number): boolean {
    return this.covers(position) && position <= this.cursor && !this.skipped.has(position);
  }

  /** A delivery of what stands at `position`, or of something else in its place; `passed` are rightly beyond retention. */
  step(position: number, inPlace: boolean, passed: Ranges): Course {
    if (this.delivered(position)) return 'again';
    const { cursor, best } = this;
    const everDelivered = position <= best && !this.lacking.has(position);
    if (position > cursor + 1) this.skipped.add(cursor + 1, position - 1);
    if (position > best + 1) this.lacking.add(best + 1, position - 1);
    this.reach(position);
    this.skipped.remove(position, position);
    this.lacking.remove(position, position);
    if (!inPlace) {
      this.skipped.add(position, position);
      if (!everDelivered) this.lacking.add(position, position);
    }
    if (position <= cursor) return 'behind';
    return position <= passed.endOf(cursor + 1) ? 'next' : 'ahead';
  }

  /** A position at or below `cursor` was never delivered. */
  miss(position: number): void {
    this.skipped.add(position, position);
    this.lacking.add(position, position);
  }

  /** Everything up to `position` needs no delivery any more. */
  reach(position: number): void {
    this.cursor = Math.max(this.cursor, position);
    this.best = Math.max(this.best, position);
  }
}

/** See the head of this file. */
export class Standing {
  readonly intervals: Interval[] = [];
  /** The protocol does not report when the client joined: its first delivery says so. */
  unreported = false;
  /** Remembers over its restarts what it delivered. */
  #durable = false;
  #life = 0;
  /** Tokens delivered at positions that are not theirs, and in which life last. */
  readonly #misplaced = new Map<Token, number>();
  /** Positions at which something else was delivered than stands there, if anything does. */
  readonly #displaced = new Set<number>();
  /** Positions that the client was told, in this life and in any, are beyond retention. */
  readonly #passed = new Ranges();
  readonly #everPassed = new Ranges();

  /** Whether the message, which stands at `place` of the room (0: nowhere), was delivered in this life. */
  had(token: Token, place: number): boolean {
    const life = this.#misplaced.get(token);
    if (life !== undefined && (this.#durable || life === this.#life)) return true;
    return this.intervals.some((interval) => interval.delivered(place));
  }

  /** The position that would come next where `position` came. */
  expected(position: number): number {
    return this.#passed.endOf((this.#at(position)?.cursor ?? 0) + 1);
  }

  deliver(position: number, token: Token, inPlace: boolean): Course {
    let interval = this.#at(position);
    if (interval === undefined && this.unreported) {
      interval = new Interval(position - 1, false);
      this.intervals.push(interval);
    }
    if (interval === undefined || !inPlace) this.#misplaced.set(token, this.#life);
    if (!inPlace) this.#displaced.add(position);
    return interval === undefined ? 'stranger' : interval.step(position, inPlace, this.#passed);
  }

  /** A join while an interval is open ends that one: member before, member behind. */
  join(position: number, due: boolean): void {
    const open = this.intervals.at(-1);
    if (open?.until === noEnd) open.until = position;
    this.intervals.push(new Interval(position, due));
  }

  leave(position: number): void {
    const open = this.intervals.at(-1);
    if (open?.until === noEnd) open.until = position;
  }

  askLeave(): void {
    for (const interval of this.intervals) interval.due = false;
  }

  /** A new incarnation begins, of a client that forgets. */
  forget(): void {
    this.#life++;
    this.#passed.becomeEqualTo(new Ranges());
    for (const interval of this.intervals) {
      interval.cursor = interval.start;
      interval.skipped.becomeEqualTo(new Ranges());
    }
  }

  /** The client turns out to be durable: what earlier lives delivered counts in this one, and in all to come. */
  remember(): void {
    if (this.#durable) return;
    this.#durable = true;
    this.#passed.becomeEqualTo(this.#everPassed);
    for (const interval of this.intervals) {
      interval.cursor = interval.best;
      interval.skipped.becomeEqualTo(interval.lacking);
    }
  }

  /** Everything up to `cursor` was delivered in earlier lives, but for what is missing there: `holes`. */
  resume(cursor: number, holes: readonly number[]): void {
    for (const interval of this.intervals) {
      if (interval.start >= cursor) continue;
      const before = interval.best;
      interval.reach(Math.min(cursor, interval.until));
      for (const hole of holes) {
        if (hole > before && hole <= interval.best) interval.miss(hole);
      }
    }
  }

  /** Positions `from` to `to` will not come, rightly. That excuses no other, whatever is missing before them. */
  truncate(from: number, to: number): void {
    this.#passed.add(from, to);
    this.#everPassed.add(from, to);
  }

  /** The highest position up to this one that is not beyond retention. */
  kept(position: number): number {
    return this.#everPassed.startOf(position);
  }

  /**
   * The first position up to `highest` that is due, was never delivered and is not beyond retention;
   * `tokenAt` says what stands there. What was delivered elsewhere is not lacking, nor is a position
   * at which nothing stands, and something was delivered.
   */
  lacks(highest: number, tokenAt: (position: number) => Token | undefined): number | undefined {
    const elsewhere = (position: number) => {
      const token = tokenAt(position);
      return token === undefined ? this.#displaced.has(position) : this.#misplaced.has(token);
    };
    for (const { due, until, best, lacking } of this.intervals) {
      if (!due) continue;
      const skipped = lacking.first(this.#everPassed, elsewhere);
      if (skipped !== undefined && skipped <= highest) return skipped;
      const end = Math.min(highest, until);
      let position = this.#everPassed.endOf(best + 1);
      while (position <= end && elsewhere(position)) position = this.#everPassed.endOf(position + 1);
      if (position <= end) return position;
    }
    return undefined;
  }

  /** Whether this position, at which a message stands that was not delivered elsewhere, is due, was never delivered and is not beyond retention. */
  lacksAt(position: number): boolean {
    const interval = this.#at(position);
    if (interval?.due !== true || this.#everPassed.has(position)) return false;
    return position > interval.best || interval.lacking.has(position);
  }

  isDue(position: number): boolean {
    return this.#at(position)?.due === true;
  }

  isMember(position: number): boolean {
    return this.#at(position) !== undefined;
  }

  /** Whether something was delivered behind the end of an interval. */
  get overran(): boolean {
    return this.intervals.some(({ best, until, start }) => best > Math.max(until, start));
  }

  /** Intervals are looked at from the newest on: a client that never left and joins again has two that touch. */
  #at(position: number): Interval | undefined {
    return this.intervals.findLast((interval) => interval.covers(position));
  }
}
