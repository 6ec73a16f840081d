/**
 * Places: the seeds of a scenario, counted from 0. Everything that is to be the same whoever runs
 * what (who runs a seed, and which are run twice) hangs on places alone.
 */

/** The part of an exploration that one machine does: the places that leave `index - 1` when divided by `of`. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

/** All of it. */
export const wholeShard: Shard = { index: 1, of: 1 };

export function isOfShard(place: number, { index, of }: Shard): boolean {
  return place % of === index - 1;
}

/** Whether the run at a place is made twice: the first one, and then as many as the share says, evenly. */
export function isChecked(place: number, sharePpm: number): boolean {
  if (sharePpm === 0) return false;
  const upTo = (count: number) => Math.floor((count * sharePpm) / 1_000_000);
  return place === 0 || upTo(place) > upTo(place - 1);
}

/** Seeds are numbers in a row. */
export function seedAt(place: number, first: number): string {
  return String(first + place);
}
