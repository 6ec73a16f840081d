/** The digest along a run, small enough to be kept in a file: one of its two lanes, four bytes a rung. */
import { firstDifferingRung, type Ladder, type Parting } from '../sim/index.ts';

/** Rungs `every` events apart from event `every` on, as base64 of 32-bit words, low byte first. */
export interface CompactLadder {
  readonly every: number;
  readonly rungs: string;
}

export function compact({ every, rungs }: Ladder): CompactLadder {
  const bytes = Buffer.alloc(4 * rungs.length);
  for (const [place, { a }] of rungs.entries()) bytes.writeInt32LE(a, 4 * place);
  return { every, rungs: bytes.toString('base64') };
}

/** Where a run that left this ladder parts from one with that; undefined where they are alike as far as both go. */
export function partingOf(one: CompactLadder, other: CompactLadder): Parting | undefined {
  return firstDifferingRung(expand(one), expand(other));
}

/** How many events a ladder spans. */
export function spanOf({ every, rungs }: CompactLadder): number {
  return every * Math.floor(Buffer.from(rungs, 'base64').length / 4);
}

function expand({ every, rungs }: CompactLadder): Ladder {
  const bytes = Buffer.from(rungs, 'base64');
  const count = Math.floor(bytes.length / 4);
  return {
    every,
    rungs: Array.from({ length: count }, (_, n) => ({ event: every * (n + 1), a: bytes.readInt32LE(4 * n), b: 0 })),
  };
}
