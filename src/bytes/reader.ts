/** Reads what `ByteWriter` has written. Bytes come from disks and wires, so nothing about them is believed. */

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A cursor over bytes. Never throws: what cannot be read (past the end, no UTF-8, a number above
 * 2^53) sets `failed`, and from then on all numbers are 0, all texts and bytes empty.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #to: number;
  #at: number;
  #failed = false;

  /** Reads from `from` (inclusive) to `to` (exclusive); both are clamped to the bytes there are. */
  constructor(bytes: Uint8Array, from = 0, to = bytes.length) {
    this.#bytes = bytes;
    this.#to = Math.min(Math.max(to, 0), bytes.length);
    this.#at = Math.min(Math.max(from, 0), this.#to);
  }

  /** Something could not be read. Stays true. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Everything has been read, and nothing failed. */
  get atEnd(): boolean {
    return !this.#failed && this.#at === this.#to;
  }

  u8(): number {
    const at = this.#take(1);
    return this.#failed ? 0 : this.#bytes[at]!;
  }

  u16(): number {
    const at = this.#take(2);
    return this.#failed ? 0 : this.#bytes[at]! | (this.#bytes[at + 1]! << 8);
  }

  u32(): number {
    const at = this.#take(4);
    if (this.#failed) return 0;
    const bytes = this.#bytes;
    return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
  }

  u53(): number {
    const low = this.u32();
    const high = this.u32();
    if (high > 0x1fffff) this.#failed = true;
    return this.#failed ? 0 : high * 0x1_0000_0000 + low;
  }

  text(): string {
    const length = this.u32();
    const at = this.#take(length);
    if (this.#failed) return '';
    try {
      return utf8.decode(this.#bytes.subarray(at, at + length));
    } catch {
      this.#failed = true;
      return '';
    }
  }

  /** A copy. */
  bytes(): Uint8Array {
    return this.raw(this.u32());
  }

  /** A copy of the next `length` bytes. */
  raw(length: number): Uint8Array {
    const at = this.#take(length);
    // Not `slice`, which shares memory when the bytes are one of Node's Buffers.
    return this.#failed ? new Uint8Array(0) : new Uint8Array(this.#bytes.subarray(at, at + length));
  }

  /** Moves on by `length` and gives the place where they begin; fails where there are fewer. */
  #take(length: number): number {
    const at = this.#at;
    if (!(length >= 0 && length <= this.#to - at)) this.#failed = true;
    else this.#at = at + length;
    return at;
  }
}
