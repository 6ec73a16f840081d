/** Writes numbers, texts and byte strings one behind the other, little-endian, without padding or tags. */

import { copyOf, newBytes } from './slab.ts';

const encoder = new TextEncoder();

/**
 * A growing byte string. Every method but `finish` appends and returns the writer itself.
 *
 * @throws RangeError when a number is no integer of its width.
 */
export class ByteWriter {
  #bytes: Uint8Array;
  #length = 0;

  /** `capacityBytes`: how much to have room for at once. */
  constructor(capacityBytes = 64) {
    this.#bytes = newBytes(capacityBytes);
  }

  /** An integer in [0, 2^8). */
  u8(value: number): this {
    return this.#unsigned(value, 1, 0xff);
  }

  /** An integer in [0, 2^16). */
  u16(value: number): this {
    return this.#unsigned(value, 2, 0xffff);
  }

  /** An integer in [0, 2^32). */
  u32(value: number): this {
    if (value >>> 0 !== value) return this.#unsigned(value, 4, 0xffffffff);
    this.#reserve(4);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = value;
    bytes[at++] = value >>> 8;
    bytes[at++] = value >>> 16;
    bytes[at++] = value >>> 24;
    this.#length = at;
    return this;
  }

  /** An integer in [0, 2^53): its lower 32 bits, then the others as 32 more. */
  u53(value: number): this {
    if (!(Number.isSafeInteger(value) && value >= 0)) {
      throw new RangeError(`expected an integer in [0, ${Number.MAX_SAFE_INTEGER}], not ${value}`);
    }
    return this.u32(value % 0x1_0000_0000).u32(Math.floor(value / 0x1_0000_0000));
  }

  /** A u32 length in bytes, then UTF-8. A lone surrogate is written as U+FFFD. */
  text(value: string): this {
    // No UTF-16 unit takes more than three bytes.
    this.#reserve(4 + 3 * value.length);
    const at = this.#length;
    const { written } = encoder.encodeInto(value, this.#bytes.subarray(at + 4));
    this.u32(written);
    this.#length += written;
    return this;
  }

  /** A u32 length, then the bytes. */
  bytes(value: Uint8Array): this {
    return this.u32(value.length).raw(value);
  }

  /** The bytes alone. */
  raw(value: Uint8Array): this {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  /** A copy of what has been written. */
  finish(): Uint8Array {
    return copyOf(this.#bytes, 0, this.#length);
  }

  #unsigned(value: number, width: number, max: number): this {
    if (!(Number.isInteger(value) && value >= 0 && value <= max)) {
      throw new RangeError(`expected an integer in [0, ${max}], not ${value}`);
    }
    this.#reserve(width);
    for (let i = 0; i < width; i++) this.#bytes[this.#length++] = value >>> (8 * i);
    return this;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const grown = newBytes(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
