import { scramble } from '../chance/index.ts';

/** The digest as it stood once an event, counted from 1, was done. */
export interface Rung {
  readonly event: number;
  readonly a: number;
  readonly b: number;
}

/** Rungs of one run, `every` events apart, in order. */
export interface Ladder {
  readonly every: number;
  readonly rungs: readonly Rung[];
}

/** Two runs are alike up to and with event `after` (0: nothing known), and differ once event `by` is done. */
export interface Parting {
  readonly after: number;
  readonly by: number;
}

/** Which rungs are kept: one each `every` events, of events past `after` and up to `until`. */
export interface Rungs {
  readonly every?: number;
  readonly after?: number;
  readonly until?: number;
}

const MOST_RUNGS = 4096;

/**
 * The identity of a run: two 32-bit lanes, mixed at each event over when it was, what it was, whom
 * it concerned and what it carried, and between two events over what is noted of the first. Where a value came from is not in it: a drawn loss and an
 * overridden one are the same event. Now and then a rung is kept, so that two runs that part can be
 * compared without keeping either. Not cryptographic.
 */
export class RunDigest {
  /** How many events were mixed in. */
  events = 0;
  #a = 0x74757474;
  #b = 0x69a1b2c3;
  #every: number;
  #nextRung: number;
  readonly #after: number;
  readonly #until: number;
  #rungs: Rung[] = [];

  /**
   * The default is a rung each 4,096 events of the whole run. Past 4,096 rungs every second is
   * dropped and `every` doubles. To look closely, run again with the window of a {@link Parting}
   * and a smaller `every`.
   */
  constructor(window: Rungs = {}) {
    this.#every = window.every ?? 4096;
    this.#after = window.after ?? 0;
    this.#until = window.until ?? Number.POSITIVE_INFINITY;
    this.#nextRung = this.#after + this.#every;
    if (
      !Number.isSafeInteger(this.#every) ||
      this.#every < 1 ||
      !Number.isSafeInteger(this.#after) ||
      this.#after < 0
    ) {
      throw new Error(
        `rungs stand at least 1 event apart, after event 0 or later, not ${this.#every} after ${this.#after}`,
      );
    }
  }

  /** One event. `timeUs` is an integer from 0 to 2^53 - 1; the others are 32-bit integers. */
  mix(timeUs: number, kind: number, node: number, other: number, content: number): void {
    if (this.events === this.#nextRung) this.#keepRung();
    this.events++;
    this.#blend(timeUs | 0, (timeUs * 2 ** -32) | 0, kind, node, other, content);
  }

  /** Something about the event that was mixed last. All are 32-bit integers; `what` is no event's kind. */
  note(what: number, node: number, number: number, content: number): void {
    this.#blend(0, 0, what, node, number, content);
  }

  /** 16 hex digits. */
  hex(): string {
    return hexOf(this.#a) + hexOf(this.#b);
  }

  ladder(): Ladder {
    if (this.events === this.#nextRung) this.#keepRung();
    return { every: this.#every, rungs: [...this.#rungs] };
  }

  #blend(low: number, high: number, kind: number, node: number, other: number, content: number): void {
    // Odd constants tell the words apart; scrambling after each blend tells orders apart.
    const forA =
      Math.imul(low, 0x9e3779b1) +
      Math.imul(high, 0x85ebca77) +
      Math.imul(kind, 0xc2b2ae3d) +
      Math.imul(node, 0x27d4eb2f) +
      Math.imul(other, 0x165667b1) +
      Math.imul(content, 0x2545f491);
    const forB =
      Math.imul(low, 0xd6e8feb9) +
      Math.imul(high, 0xa0761d65) +
      Math.imul(kind, 0xe7037ed1) +
      Math.imul(node, 0x8ebc6af1) +
      Math.imul(other, 0x589965cd) +
      Math.imul(content, 0x1d8e4e27);
    this.#a = scramble((this.#a ^ forA) + 0x3c6ef372);
    this.#b = scramble((this.#b ^ forB) + 0x5f356495);
  }

  #keepRung(): void {
    this.#rungs.push({ event: this.events, a: this.#a, b: this.#b });
    if (this.#rungs.length > MOST_RUNGS) {
      this.#every *= 2;
      this.#rungs = this.#rungs.filter(({ event }) => (event - this.#after) % this.#every === 0);
    }
    const last = this.#rungs.at(-1)?.event ?? this.#after;
    const next = last + this.#every;
    this.#nextRung = next <= this.#until ? next : Number.POSITIVE_INFINITY;
  }
}

function hexOf(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}

/**
 * Where two runs part, to within the rungs that both ladders have; undefined when all of these are
 * alike. By bisection: digests that differ once differ ever after, but for a chance of 2^-64.
 */
export function firstDifferingRung(one: Ladder, other: Ladder): Parting | undefined {
  const others = new Map(other.rungs.map((rung) => [rung.event, rung]));
  const pairs: [Rung, Rung][] = [];
  for (const rung of one.rungs) {
    const match = others.get(rung.event);
    if (match !== undefined) pairs.push([rung, match]);
  }
  let alike = 0;
  let differing = pairs.length;
  while (alike < differing) {
    const middle = (alike + differing) >>> 1;
    const [left, right] = pairs[middle] as [Rung, Rung];
    if (left.a === right.a && left.b === right.b) alike = middle + 1;
    else differing = middle;
  }
  const parted = pairs[differing];
  if (parted === undefined) return undefined;
  return { after: pairs[differing - 1]?.[0].event ?? 0, by: parted[0].event };
}
