/**
 * The mix beneath all chance: a 32-bit finaliser, chained word by word over what identifies a
 * decision. A weak mix makes loss regular, and whole families of faults unreachable.
 */

/** A bijection on 32-bit integers with avalanche. */
export function scramble(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return h ^ (h >>> 15);
}

/** The 32-bit hash of a name. Names enter chance by hash, never by index. */
export function hashText(text: string): number {
  let h = text.length | 0;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h ^= h >>> 13;
  }
  return scramble(h);
}

/** Unsigned 32-bit word → integer in [0, bound), for 1 ≤ bound ≤ 2^32; exact, without division bias past 2^-20. */
export function below(word: number, bound: number): number {
  return Math.floor(((word >>> 0) / 4294967296) * bound);
}

/** Whether an unsigned 32-bit word strikes a chance given in parts per million. */
export function strikes(word: number, ppm: number): boolean {
  return below(word, 1_000_000) < ppm;
}
