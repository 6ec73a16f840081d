/**
 * Texts out of bytes. The same few names stand in almost every packet and record, so the last text
 * of each of some thousand hashes is remembered: the string that comes back for it is not only found
 * faster than made, it also brings its hash for the map that it is looked up in next. What is
 * remembered changes no result.
 */

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Longer texts seldom come again. */
const longestRemembered = 48;
const remembered: string[] = new Array(4096).fill('');

/** One character for each byte (Latin-1) of `from` (inclusive) to `to` (exclusive), within the bytes. */
export function latinText(bytes: Uint8Array, from: number, to: number): string {
  const length = to - from;
  if (length > longestRemembered) return spelled(bytes, from, to);
  let hash = length;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  const slot = (hash ^ (hash >>> 15)) & (remembered.length - 1);
  const known = remembered[slot]!;
  if (known.length === length && isSpelled(known, bytes, from)) return known;
  const text = spelled(bytes, from, to);
  remembered[slot] = text;
  return text;
}

/** The UTF-8 text of `from` (inclusive) to `to` (exclusive), within the bytes; undefined where they are none. */
export function utf8Text(bytes: Uint8Array, from: number, to: number): string | undefined {
  if (isAscii(bytes, from, to)) return latinText(bytes, from, to);
  try {
    return utf8.decode(bytes.subarray(from, to));
  } catch {
    return undefined;
  }
}

function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  let bits = 0;
  for (let at = from; at < to; at++) bits |= bytes[at]!;
  return bits < 0x80;
}

function isSpelled(text: string, bytes: Uint8Array, from: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[from + i]) return false;
  return true;
}

function spelled(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}
