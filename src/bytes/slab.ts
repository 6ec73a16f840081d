/**
 * Small byte arrays, cut from larger buffers as Node cuts its Buffers: engines take some 20 times
 * as long to make one of more than 64 bytes on its own. So `array.buffer` holds other arrays, too:
 * whoever looks at it must mind `byteOffset`. Nothing is ever cut twice, and everything begins as
 * zeros. Left out: giving memory back before every array of a buffer is gone.
 */

const slabBytes = 64 * 1024;
/** Larger arrays have their own buffer. */
const largestCut = slabBytes / 8;

let slab = new ArrayBuffer(slabBytes);
let used = 0;

/** An array of zeros. */
export function newBytes(length: number): Uint8Array {
  if (length > largestCut) return new Uint8Array(length);
  if (used + length > slabBytes) newSlab();
  const cut = new Uint8Array(slab, used, length);
  // Words are aligned, for whoever looks at them through other arrays.
  used = (used + length + 7) & ~7;
  return cut;
}

/** A copy of `from` (inclusive, by default 0) to `to` (exclusive, by default the end). */
export function copyOf(bytes: Uint8Array, from = 0, to = bytes.length): Uint8Array {
  const copy = newBytes(Math.max(0, to - from));
  copy.set(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to));
  return copy;
}

/** Where arrays are cut from depends on nothing that was cut before: for whoever begins a run. */
export function newSlab(): void {
  slab = new ArrayBuffer(slabBytes);
  used = 0;
}
