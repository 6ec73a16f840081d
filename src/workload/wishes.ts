/**
 * The single choices a workload is made of, each one decision under its own anchor
 * (`broadcast #17 sender`). A value never depends on another choice: a client's number or a share
 * of the whole is drawn, and what it comes to is settled where all choices meet.
 */

import { below, type Decisions } from '../chance/index.ts';
import type { Range, WorkloadPlan } from '../scenario/types.ts';

/** What a share counts in: parts per million. */
export const wholePpm = 1_000_000;

export class Wishes {
  readonly #decisions: Decisions;
  readonly #clients: number;
  readonly #rooms: number;

  /** Needs at least one client and one room. */
  constructor(options: { readonly decisions: Decisions; readonly clients: number; readonly rooms: number }) {
    this.#decisions = options.decisions;
    this.#clients = options.clients;
    this.#rooms = options.rooms;
  }

  /** An integer of the range, by hand also a smaller one down to 0; plain: its middle. */
  within(anchor: string, range: Range): number {
    const width = range.max - range.min + 1;
    const value = this.#decisions.decide(anchor, middle(range), (word) => range.min + below(word, width));
    return Math.min(Math.max(0, value), range.max);
  }

  /** A share of the whole, in parts per million. */
  share(anchor: string, plainPpm: number): number {
    const value = this.#decisions.decide(anchor, plainPpm, (word) => below(word, wholePpm + 1));
    return Math.min(Math.max(0, value), wholePpm);
  }

  /** A client's number, from 1; plain: each in turn. */
  client(anchor: string, nth: number): number {
    return this.#decisions.decide(anchor, inTurn(nth, this.#clients), (word) => 1 + below(word, this.#clients));
  }

  /** The number of a client that speaks; plain: each speaker in turn. Skewed: an eighth of the clients says half. */
  sender(anchor: string, nth: number, senders: WorkloadPlan['senders']): number {
    if (senders === 'even') return this.client(anchor, nth);
    if (senders === 'skewed') {
      return this.#decisions.decide(anchor, inTurn(nth, this.#clients), (word) => {
        const share = below(word, wholePpm) / wholePpm;
        return 1 + Math.floor(share * share * share * this.#clients);
      });
    }
    const plain = senders[inTurn(nth, senders.length) - 1] as number;
    return this.#decisions.decide(anchor, plain, (word) => senders[below(word, senders.length)] as number);
  }

  /** A room's place in the topology, from 1; plain: the first. Half go to the first, the others to any. */
  room(anchor: string): number {
    return this.#decisions.decide(anchor, 1, (word) => Math.max(1, below(word, 2 * this.#rooms) - this.#rooms + 1));
  }
}

/** The middle of a range, rounded down. */
export function middle(range: Range): number {
  return Math.floor((range.min + range.max) / 2);
}

function inTurn(nth: number, count: number): number {
  return ((nth - 1) % count) + 1;
}
