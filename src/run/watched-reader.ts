import type { DiskReader, Durable, NodeId, Offence, RoomId, Slot, Token } from '../contract/index.ts';
import { describeThrown, placeOf } from '../sim/index.ts';

/**
 * A user's disk reader that does not take a run down with it: what it throws is an offence, and its
 * answer is then that nothing is there.
 */
export class WatchedReader implements DiskReader {
  readonly #reader: DiskReader;
  readonly #offended: (offence: Offence) => void;

  constructor(reader: DiskReader, offended: (offence: Offence) => void) {
    this.#reader = reader;
    this.#offended = offended;
  }

  changed(file: string, from: number, to: number, bytes: Uint8Array): void {
    this.#ask(() => this.#reader.changed(file, from, to, bytes), undefined);
  }

  removed(file: string): void {
    this.#ask(() => this.#reader.removed(file), undefined);
  }

  head(): Slot | undefined {
    return this.#ask(() => this.#reader.head(), undefined);
  }

  holds(slot: Slot): boolean {
    return this.#ask(() => this.#reader.holds(slot), false);
  }

  votersAt(slot: Slot): readonly (readonly NodeId[])[] {
    return this.#ask(() => this.#reader.votersAt(slot), []);
  }

  slotOf(room: RoomId, token: Token): Slot | undefined {
    return this.#ask(() => this.#reader.slotOf(room, token), undefined);
  }

  contents(above?: Slot): Iterable<Durable> {
    const contents = this.#ask(() => this.#reader.contents(above), []);
    return Array.isArray(contents) ? contents : this.#watched(contents);
  }

  /** What is made as it is asked for may fail as late. */
  *#watched(contents: Iterable<Durable>): Iterable<Durable> {
    try {
      yield* contents;
    } catch (thrown) {
      this.#object(thrown);
    }
  }

  #ask<Answer>(question: () => Answer, nothing: Answer): Answer {
    try {
      return question();
    } catch (thrown) {
      this.#object(thrown);
      return nothing;
    }
  }

  #object(thrown: unknown): void {
    const where = placeOf(thrown);
    const sentence = `throws ${describeThrown(thrown)} in its disk reader`;
    this.#offended({ clause: 'threw', sentence, ...(where === undefined ? {} : { where }) });
  }
}
