/**
 * What a client wants to stand in one room's log: numbered in the order in which it was asked for,
 * kept until it is known to be committed, and sent again until then, through whatever gateway. So a
 * living client never has to guess what became of it.
 */
import type { Request } from './entry.ts';

export class Outbox {
  /** Numbered from `#first`, oldest first. */
  readonly #waiting: Request[] = [];
  #first = 1;
  /** The highest number that was sent. */
  #sent = 0;
  readonly #flight: number;

  /** At most `flight` go in one packet. */
  constructor(flight: number) {
    this.#flight = flight;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Whether a request that was never sent would go with the next packet. */
  get someFit(): boolean {
    return this.#sent + 1 < this.#first + Math.min(this.#waiting.length, this.#flight);
  }

  add(request: Request): void {
    this.#waiting.push(request);
  }

  /** All that is not answered goes in one packet, so that no order among packets matters. */
  next(): { readonly first: number; readonly requests: readonly Request[] } {
    const requests = this.#waiting.slice(0, this.#flight);
    this.#sent = Math.max(this.#sent, this.#first + requests.length - 1);
    return { first: this.#first, requests };
  }

  /** Requests up to this number are committed: those of them that waited. */
  done(through: number): readonly Request[] {
    const done = this.#waiting.splice(0, Math.max(0, through + 1 - this.#first));
    this.#first += done.length;
    if (this.#first <= through) throw new Error(`request ${this.#first} of ${through} that are done was asked for`);
    return done;
  }
}
