import { hashText, scramble } from '../chance/index.ts';

/**
 * The 32-bit content digest of plain values, types told apart. Equal content has equal digests on
 * every machine; unequal content has, but for a chance of 2^-32, unequal ones.
 */

const INTEGER = 0x1b873593;
const DOUBLE = 0x4cf5ad43;
const TEXT = 0x2127599b;
const KEY = 0x5bd1e995;
const NOT_A_NUMBER = 0x7b1699b3;
const BIGINT = 0x38495ab5;
const BYTES = 0x6c62272e;
const LIST = 0x3243f6a9;
const RECORD = 0x6a09e667;
export const UNDEFINED = 0x510e527f;
export const NULL = 0x1f83d9ab;
export const TRUE = 0x5be0cd19;
export const FALSE = 0x428a2f98;

const double = new DataView(new ArrayBuffer(8));

/** -0 is not 0; NaN is one value. */
export function numberContent(value: number): number {
  if (value === (value | 0) && (value !== 0 || 1 / value > 0)) return scramble(value + INTEGER);
  // Engines may keep any of the many patterns of NaN.
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  double.setFloat64(0, value);
  return scramble(scramble(double.getInt32(0) ^ DOUBLE) ^ double.getInt32(4));
}

export function textContent(value: string): number {
  return hashText(value) ^ TEXT;
}

export function bigintContent(value: bigint): number {
  return hashText(value.toString(16)) ^ BIGINT;
}

/** What the name of a property adds to its value's content. */
export function keyContent(key: string): number {
  return scramble(hashText(key) ^ KEY);
}

export function bytesContent(bytes: Uint8Array): number {
  const whole = bytes.length & ~3;
  let h = bytes.length ^ BYTES;
  let i = 0;
  for (; i < whole; i += 4) {
    const word =
      (bytes[i] as number) |
      ((bytes[i + 1] as number) << 8) |
      ((bytes[i + 2] as number) << 16) |
      ((bytes[i + 3] as number) << 24);
    h = Math.imul(h ^ word, 0x21f0aaad);
    h ^= h >>> 15;
  }
  for (; i < bytes.length; i++) {
    h = Math.imul(h ^ (bytes[i] as number), 0x735a2d97);
    h ^= h >>> 15;
  }
  return scramble(h);
}

/** The content of a list is chained over its items: begin here, then {@link listWith} each. */
export function listOf(length: number): number {
  return length ^ LIST;
}

export function listWith(list: number, item: number): number {
  return scramble((list + 0x3c6ef372) ^ item);
}

/** The content of a record is a sum, so that the order in which its properties were made does not count. */
export function recordWith(sum: number, key: number, value: number): number {
  return (sum + scramble(key + value)) | 0;
}

export function recordOf(sum: number, properties: number): number {
  return scramble(sum ^ (RECORD + properties));
}
