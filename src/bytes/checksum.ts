/**
 * CRC-32C (Castagnoli), the checksum of iSCSI, ext4 and most logs on disks. It notices every burst
 * of up to 32 wrong bits. It guards against accidents, not against forgers.
 */

/** By byte; then, for words, the same followed by one, two and three zero bytes. */
const table = new Int32Array(256);
const table1 = new Int32Array(256);
const table2 = new Int32Array(256);
const table3 = new Int32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0x82f63b78 : remainder >>> 1;
  }
  table[byte] = remainder;
}
for (let byte = 0; byte < 256; byte++) {
  table1[byte] = followed(table[byte]!);
  table2[byte] = followed(table1[byte]!);
  table3[byte] = followed(table2[byte]!);
}

function followed(remainder: number): number {
  return (remainder >>> 8) ^ table[remainder & 0xff]!;
}

/** The unsigned CRC-32C of `bytes` from `from` (inclusive, by default 0) to `to` (exclusive, by default the end). */
export function crc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  return continueCrc32c(0, bytes, from, to);
}

/** The checksum of what `checksum` covers followed by these bytes: `crc32c(ab)` from `crc32c(a)` and `b`. */
export function continueCrc32c(checksum: number, bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = ~checksum;
  let i = from;
  for (; i + 4 <= to; i += 4) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    crc = table3[crc & 0xff]! ^ table2[(crc >>> 8) & 0xff]! ^ table1[(crc >>> 16) & 0xff]! ^ table[crc >>> 24]!;
  }
  for (; i < to; i++) crc = (crc >>> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!;
  return ~crc >>> 0;
}
