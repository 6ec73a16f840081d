/**
 * A frame: u32 length of the payload, u32 CRC-32C of length and payload, payload. The checksum
 * covers the length, so that neither a flipped length nor a run of zeros passes for a frame.
 */
import { continueCrc32c, crc32c } from './checksum.ts';
import { newBytes } from './slab.ts';

/** How many bytes a frame is longer than its payload. */
export const frameOverheadBytes = 8;

/** The frame around `payload`, which is copied. */
export function writeFrame(payload: Uint8Array): Uint8Array {
  const frame = newBytes(frameOverheadBytes + payload.length);
  putU32(frame, 0, payload.length);
  frame.set(payload, frameOverheadBytes);
  putU32(frame, 4, checksumOf(frame, 0, frame.length));
  return frame;
}

/** The frame that begins at `offset`: its payload, as a view on `bytes`, and where the next one begins; see `endOfFrame`. */
export function readFrame(bytes: Uint8Array, offset: number): { payload: Uint8Array; next: number } | undefined {
  const next = endOfFrame(bytes, offset);
  return next === undefined ? undefined : { payload: bytes.subarray(offset + frameOverheadBytes, next), next };
}

/**
 * Where the frame that begins at `offset` ends. Undefined where no whole and sound frame begins
 * there; whether that is a torn end or corruption only the log around it can tell.
 */
export function endOfFrame(bytes: Uint8Array, offset: number): number | undefined {
  const begin = offset + frameOverheadBytes;
  if (begin > bytes.length) return undefined;
  const end = begin + u32At(bytes, offset);
  return end > bytes.length || checksumOf(bytes, offset, end) !== checksumIn(bytes, offset) ? undefined : end;
}

/** The checksum that stands in the frame at `offset`, right or wrong. */
export function checksumIn(bytes: Uint8Array, offset: number): number {
  return u32At(bytes, offset + 4);
}

/** Of the frame at `from` (inclusive) to `to` (exclusive), without the checksum itself. */
function checksumOf(bytes: Uint8Array, from: number, to: number): number {
  return continueCrc32c(crc32c(bytes, from, from + 4), bytes, from + frameOverheadBytes, to);
}

function u32At(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

function putU32(bytes: Uint8Array, at: number, value: number): void {
  for (let i = 0; i < 4; i++) bytes[at + i] = value >>> (8 * i);
}
