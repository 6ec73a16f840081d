/**
 * The judge of the judges: section "The promises" of the design, sentence by sentence, as plain
 * set logic over a whole history. It keeps no state, hears nothing as it happens, and has nothing
 * from `src/properties`.
 */
import { allOrNothingBreaches } from './all-or-nothing.ts';
import { answeredBreaches } from './answered.ts';
import { exactlyOnceBreaches } from './exactly-once.ts';
import type { History } from './facts.ts';
import { freshBreaches } from './fresh.ts';
import { oneLeaderBreaches } from './one-leader.ts';
import { orderedBreaches } from './ordered.ts';
import { persistedBreaches } from './persisted.ts';
import { promptBreaches } from './prompt.ts';
import { Reading } from './reading.ts';

type Oracle = (reading: Reading) => Iterable<string>;

/** By the name of the property. */
export const oracles: ReadonlyMap<string, Oracle> = new Map<string, Oracle>([
  ['ordered', orderedBreaches],
  ['exactly-once', exactlyOnceBreaches],
  ['all-or-nothing', allOrNothingBreaches],
  ['persisted', persistedBreaches],
  ['fresh', freshBreaches],
  ['answered', answeredBreaches],
  ['prompt', promptBreaches],
  ['one-leader', oneLeaderBreaches],
]);

/** The breaches of each broken promise, in sentences. */
export function breaches(history: History): ReadonlyMap<string, readonly string[]> {
  const reading = new Reading(history);
  const all = new Map<string, readonly string[]>();
  for (const [name, oracle] of oracles) {
    const found = [...new Set(oracle(reading))];
    if (found.length > 0) all.set(name, found);
  }
  return all;
}
