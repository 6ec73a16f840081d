import { newBytes } from '../bytes/index.ts';

/** The bytes of a file as one side sees them, cache or platter: growing, and zero wherever nothing was written. */
export class DiskContent {
  /** Invariant: zero from `size` on. */
  #bytes: Uint8Array;
  #size: number;

  /** Begins with a copy of `initial`. */
  constructor(initial: Uint8Array) {
    this.#bytes = new Uint8Array(initial);
    this.#size = initial.length;
  }

  get size(): number {
    return this.#size;
  }

  /** A copy of `from` (inclusive) to `to` (exclusive); zeros past the end. */
  read(from: number, to: number): Uint8Array {
    const bytes = newBytes(to - from);
    bytes.set(this.#bytes.subarray(from, to));
    return bytes;
  }

  /** What there is of `from` (inclusive) to `to` (exclusive), until the next change. */
  view(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(from, Math.max(from, Math.min(to, this.#size)));
  }

  /** Writes at `offset`, growing as need be. Writing nothing changes nothing. */
  write(offset: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (offset + bytes.length > this.#size) this.resize(offset + bytes.length);
    this.#bytes.set(bytes, offset);
  }

  /** Cuts, or extends with zeros. */
  resize(size: number): void {
    if (size < this.#size) this.#bytes.fill(0, size, this.#size);
    else if (size > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(size, 2 * this.#bytes.length));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#size = size;
  }
}
