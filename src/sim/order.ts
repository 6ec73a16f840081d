/**
 * What comes up in the same microsecond comes up in the order of entry, unless that order is drawn:
 * then each packet, timer and answer of a disk yields so often to all others of its microsecond
 * before it is handled. Yielding takes no time, and who yields as often as others keeps its place
 * among them; so any order is within reach, and each is made of decisions about single events. Acts
 * of the world never yield, and lines of a node that is paused or slow stay as they are.
 */
import { below } from '../chance/index.ts';

/** So many more than one that a few events fall into any order. */
const mostYields = 3;

/** How often an event yields, for an unsigned 32-bit word. */
export function drawYields(word: number): number {
  return below(word, mostYields + 1);
}
