import { mistake, UsageError } from './mistake.ts';

/** Seeds that one batch may have. */
const mostSeeds = 1_000_000;

/**
 * The seeds of a batch: the one that is given, or the scenario's own; with a count, that many
 * numbers from the given one on, or from 1.
 *
 * @throws UsageError for a count that is none, or a start that cannot be counted up from.
 */
export function seedsOf(own: string, start: string | undefined, count: string | undefined): readonly string[] {
  if (count === undefined) return [start ?? own];
  if (!/^[1-9]\d{0,6}$/.test(count) || Number(count) > mostSeeds) {
    throw new UsageError([mistake('--seeds', `expected a number from 1 to 1000000, found ${JSON.stringify(count)}`)]);
  }
  if (start !== undefined && count === '1') return [start];
  if (start !== undefined && !/^(0|[1-9]\d{0,14})$/.test(start)) {
    const remedy = 'give a number, or leave out --seeds';
    throw new UsageError([mistake('--seed', `cannot count up from ${JSON.stringify(start)}`, remedy)]);
  }
  const first = Number(start ?? 1);
  return Array.from({ length: Number(count) }, (_, place) => String(first + place));
}
