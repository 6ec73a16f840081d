/** Choices as a list of bytes: fast to draw, and shorter or smaller bytes make simpler histories. Past its end it says 0. */
export class Tape {
  readonly #bytes: Uint8Array;
  #next = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isOver(): boolean {
    return this.#next >= this.#bytes.length;
  }

  /** An integer from 0 to below `count`. */
  below(count: number): number {
    return count <= 1 ? 0 : (this.#bytes[this.#next++] ?? 0) % count;
  }

  /** Once in so many times; never past the end. */
  once(times: number): boolean {
    return this.below(times) === times - 1;
  }

  /** One of these; undefined where there is none. */
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.below(items.length)];
  }
}
