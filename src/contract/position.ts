/** Whether a number may be a message's place in its room's order: 1, 2, 3 … up to 2^31 - 2. */
export function isPosition(position: number): boolean {
  return Number.isInteger(position) && position >= 1 && position < 0x7fff_ffff;
}

/** Whether a number may stand for everything up to a position, or for nothing: a position, or 0. */
export function isPrefix(position: number): boolean {
  return position === 0 || isPosition(position);
}
