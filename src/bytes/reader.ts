/** Reads what `ByteWriter` has written. Bytes come from disks and wires, so nothing about them is believed. */
import { copyOf, newBytes } from './slab.ts';
import { utf8Text } from './text.ts';

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
    const text = this.#failed ? undefined : utf8Text(this.#bytes, at, at + length);
    if (text === undefined) this.#failed = true;
    return text ?? '';
  }

  /** A copy. */
  bytes(): Uint8Array {
    return this.raw(this.u32());
  }

  /** Byte strings as a view, for whoever owns the bytes that are read. */
  view(): Uint8Array {
    const length = this.u32();
    const at = this.#take(length);
    return this.#failed ? newBytes(0) : this.#bytes.subarray(at, at + length);
  }

  /** A copy of the next `length` bytes. */
  raw(length: number): Uint8Array {
    const at = this.#take(length);
    return this.#failed ? newBytes(0) : copyOf(this.#bytes, at, at + length);
  }

  /** Moves on by `length` and gives the place where they begin; fails where there are fewer. */
  #take(length: number): number {
    const at = this.#at;
    if (!(length >= 0 && length <= this.#to - at)) this.#failed = true;
    else this.#at = at + length;
    return at;
  }
}
