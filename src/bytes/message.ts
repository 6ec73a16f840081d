/**
 * How the checks identify a message: by the token its bytes begin with, and by a digest of all of
 * them. A protocol's own ids are never trusted for that. The digest guards against accidents and
 * against bugs, not against forgers.
 */
import type { Message, Token } from '../contract/index.ts';

const space = 0x20;

/** The text before the first space, all of it where there is none; one character a byte. Never throws. */
export function tokenOf(bytes: Uint8Array): Token {
  let token = '';
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === space) break;
    token += String.fromCharCode(byte);
  }
  return token;
}

/**
 * An integer in [0, 2^53) that depends on every byte and on the length. Two 32-bit lanes, each
 * step of which can be undone: bytes that differ in one place never collide.
 */
export function digest(bytes: Uint8Array): number {
  let a = bytes.length ^ 0x9e3779b9;
  let b = bytes.length ^ 0x243f6a88;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    a = Math.imul(a ^ byte, 0x21f0aaad);
    a ^= a >>> 15;
    b = Math.imul(b + byte, 0x735a2d97);
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
