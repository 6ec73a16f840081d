/**
 * A frame: u32 length of the payload, u32 CRC-32C of length and payload, payload. The checksum
 * covers the length, so that neither a flipped length nor a run of zeros passes for a frame.
 */
import { continueCrc32c, crc32c } from './checksum.ts';
import { ByteReader } from './reader.ts';
import { ByteWriter } from './writer.ts';

/** How many bytes a frame is longer than its payload. */
export const frameOverheadBytes = 8;

/** The frame around `payload`, which is copied. */
export function writeFrame(payload: Uint8Array): Uint8Array {
  const length = new ByteWriter(4).u32(payload.length).finish();
  const checksum = continueCrc32c(crc32c(length), payload);
  return new ByteWriter(frameOverheadBytes + payload.length).raw(length).u32(checksum).raw(payload).finish();
}

/**
 * The frame that begins at `offset`: its payload, as a view on `bytes`, and where the next one
 * begins. Undefined where no whole and sound frame begins there; whether that is a torn end or
 * corruption only the log around it can tell.
 */
export function readFrame(bytes: Uint8Array, offset: number): { payload: Uint8Array; next: number } | undefined {
  const header = new ByteReader(bytes, offset, offset + frameOverheadBytes);
  const length = header.u32();
  const checksum = header.u32();
  const begin = offset + frameOverheadBytes;
  const next = begin + length;
  if (next > bytes.length) return undefined;
  if (continueCrc32c(crc32c(bytes, offset, offset + 4), bytes, begin, next) !== checksum) return undefined;
  return { payload: bytes.subarray(begin, next), next };
}
