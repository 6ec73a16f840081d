/**
 * CRC-32C (Castagnoli), the checksum of iSCSI, ext4 and most logs on disks. It notices every burst
 * of up to 32 wrong bits. It guards against accidents, not against forgers.
 */

const table = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0x82f63b78 : remainder >>> 1;
  }
  table[byte] = remainder;
}

/** The unsigned CRC-32C of `bytes` from `from` (inclusive, by default 0) to `to` (exclusive, by default the end). */
export function crc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  return continueCrc32c(0, bytes, from, to);
}

/** The checksum of what `checksum` covers followed by these bytes: `crc32c(ab)` from `crc32c(a)` and `b`. */
export function continueCrc32c(checksum: number, bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = ~checksum;
  for (let i = from; i < to; i++) {
    crc = (crc >>> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!;
  }
  return ~crc >>> 0;
}
