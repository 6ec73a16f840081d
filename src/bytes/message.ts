/**
 * How the checks identify a message: by the token its bytes begin with, and by a digest of all of
 * them. A protocol's own ids are never trusted for that. The digest guards against accidents and
 * against bugs, not against forgers.
 */
import type { Message, Token } from '../contract/index.ts';
import { latinText } from './text.ts';

const space = 0x20;

/** The text before the first space, all of it where there is none; one character a byte. Never throws. */
export function tokenOf(bytes: Uint8Array): Token {
  let end = 0;
  while (end < bytes.length && bytes[end] !== space) end++;
  return latinText(bytes, 0, end);
}

/**
 * An integer in [0, 2^53) that depends on every byte and on the length. Two 32-bit lanes over words
 * of four bytes, each step of which can be undone: bytes that differ in one word never collide.
 */
export function digest(bytes: Uint8Array): number {
  const { length } = bytes;
  const whole = length & ~3;
  let a = length ^ 0x9e3779b9;
  let b = length ^ 0x243f6a88;
  for (let at = 0; at < length; at += 4) {
    const word = at < whole ? wordAt(bytes, at) : restAt(bytes, at);
    a = Math.imul(a ^ word, 0x21f0aaad);
    a ^= a >>> 15;
    b = Math.imul(b + word, 0x735a2d97);
    b ^= b >>> 13;
  }
  // The upper lane keeps 21 bits of 32: its last mixing brings the others down into them.
  b = Math.imul(b ^ (b >>> 16), 0x21f0aaad);
  b ^= b >>> 15;
  return (b & 0x1fffff) * 0x1_0000_0000 + (a >>> 0);
}

/** The message that these bytes are. The bytes are not copied. */
export function messageOf(bytes: Uint8Array): Message {
  return { token: tokenOf(bytes), bytes };
}

function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

/** The last word, of fewer than four bytes: the length tells it from one that ends in zeros. */
function restAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}
