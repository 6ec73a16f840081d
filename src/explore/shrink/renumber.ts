/**
 * Decisions about the nth of their kind hang on all that came before: with fewer operations the
 * same thing happens to an earlier one. So operations are taken away and numbers lowered together.
 */
import type { Override, Schedule } from '../../chance/index.ts';
import type { Best } from './best.ts';
import { elementOf } from './elements.ts';

/** How many operations are kept, and how low the lowest number becomes. */
const few = [1, 2, 3, 5, 8, 13] as const;

/** A number behind a `#`: which of its kind, or a position in a packet's key. */
const numbers = /#(\d+)/g;

/** What hangs on the counts of more nodes and links than these is not disentangled by lowering them one by one. */
const mostPlaces = 8;

/** See the head of this file. */
export function renumber(best: Best): void {
  const places = placesOf(best.failing.schedule);
  if (places.length > mostPlaces) return;
  for (const where of places) {
    if ((best.failing.schedule.operations ?? []).length > 1) lower(best, where);
  }
}

/** Nodes and links whose decisions are numbered. */
function placesOf({ overrides }: Schedule): readonly string[] {
  return [...new Set(overrides.filter(({ at }) => lowestOf(at) > 1).map(placeOf))];
}

function lower(best: Best, where: string): boolean {
  const { schedule } = best.failing;
  const { operations = [], overrides } = schedule;
  const lowest = Math.min(...overrides.filter((one) => placeOf(one) === where).map(({ at }) => lowestOf(at)));
  for (const kept of few.filter((count) => count < operations.length)) {
    for (const least of few.filter((number) => number < lowest)) {
      const lowered = overrides.map((one) => (placeOf(one) === where ? shifted(one, lowest - least) : one));
      for (const part of [operations.slice(-kept), operations.slice(0, kept)]) {
        if (best.take({ schedule: { ...schedule, overrides: lowered, operations: part } })) return true;
      }
    }
  }
  return false;
}

function placeOf({ at }: Override): string {
  return at.split(' ', 2)[1] ?? '';
}

/** The lowest of an anchor's numbers above 1; 1 for what has none, and for what is no element of its own. */
function lowestOf(at: string): number {
  if (at.includes('*') || at.startsWith('fault ') || elementOf(at) === undefined) return 1;
  const above = [...at.matchAll(numbers)].map(([, number]) => Number(number)).filter((number) => number > 1);
  return above.length === 0 ? 1 : Math.min(...above);
}

function shifted({ at, value }: Override, by: number): Override {
  if (lowestOf(at) === 1) return { at, value };
  return {
    at: at.replaceAll(numbers, (told, number) => (Number(number) > by ? `#${Number(number) - by}` : told)),
    value,
  };
}
