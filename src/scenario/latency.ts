/** How long packets or disks take, as a scenario file says it: a named shape, or quantiles. */
import type { z } from 'zod';
import { complain, isMapping, mapping, measured, oneOf, word } from './shapes.ts';
import type { LatencyPlan, LatencyQuantiles } from './types.ts';
import { duration } from './units.ts';

/** Keys of quantiles. */
export const quantileKeys = ['min', 'p50', 'p90', 'p99', 'max'];

const quantiles: z.ZodType<LatencyPlan> = mapping({
  min: measured(duration).optional().describe('Shortest there is; half of p50 unless given.'),
  p50: measured(duration).describe('Half take no longer.'),
  p90: measured(duration).describe('Nine of ten take no longer.'),
  p99: measured(duration).describe('All but one of a hundred take no longer.'),
  max: measured(duration).describe('None takes longer.'),
}).transform((told, context): LatencyQuantiles => {
  const min = told.min ?? Math.floor(told.p50 / 2);
  const ladder: readonly (readonly [string, number])[] = [
    ['min', min],
    ['p50', told.p50],
    ['p90', told.p90],
    ['p99', told.p99],
    ['max', told.max],
  ];
  for (const [index, [name, us]] of ladder.entries()) {
    const [below, usBelow] = ladder[index - 1] ?? [name, us];
    if (us < usBelow) complain(context, { wrong: `${name} is less than ${below}` }, [name]);
  }
  return { minUs: min, p50Us: told.p50, p90Us: told.p90, p99Us: told.p99, maxUs: told.max };
});

/** A named shape, one of these, or quantiles. */
export function latencyOf(names: readonly string[]): z.ZodType<LatencyPlan> {
  const shape = word(names);
  return oneOf<LatencyPlan>([shape, quantiles], (value) => (isMapping(value) ? quantiles : shape));
}
