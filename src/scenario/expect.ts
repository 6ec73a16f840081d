/**
 * What a run must show, or it proves nothing, and what it is expected to end in: `sometimes:`,
 * `atLeast:` and `expect:`. Whether the names exist is checked where names are known.
 */
import type { z } from 'zod';
import { count, list, mapping, measured, named, oneOf, text, word } from './shapes.ts';
import { show } from './show.ts';
import type { AtLeast, Expectation } from './types.ts';
import { share } from './units.ts';

const everySeed: z.ZodType<AtLeast> = count(1, 1_000_000_000).transform((least) => ({
  count: least,
  ofPpm: share.max,
}));

const someSeeds: z.ZodType<AtLeast> = mapping({
  count: count(1, 1_000_000_000).prefault(1).describe('So many.'),
  of: measured(share)
    .refine((ppm) => ppm > 0, 'expected a share above 0%')
    .describe('In this share of the seeds of a batch.'),
}).transform((told) => ({ count: told.count, ofPpm: told.of }));

/** `3`: so many in every seed. `{ count: 1, of: 50% }`: so many in half of a batch's seeds. */
export const atLeastSchema = oneOf<AtLeast>([everySeed, someSeeds], (value) =>
  typeof value === 'object' && value !== null ? someSeeds : everySeed,
);

/** `atLeast:` by counter. */
export const atLeastsSchema = named('counts', atLeastSchema);

/** `sometimes:` */
export const sometimesSchema = list('names', text());

const verdict: z.ZodType<Expectation> = word(['held', 'stuck']).transform((kind): Expectation => ({ kind }));

const violated: z.ZodType<Expectation> = mapping({
  violated: list('properties', text())
    .refine((told) => told.length > 0, 'expected at least one property, found none')
    .describe('At least one of these must object, and none beside them.'),
}).transform((told): Expectation => ({ kind: 'violated', properties: told.violated }));

/** `held`, `stuck`, `{ violated: [persisted] }`. */
export const expectSchema = oneOf<Expectation>([verdict, violated], (value) => {
  if (typeof value === 'object' && value !== null) return violated;
  return value === 'violated'
    ? { wrong: `expected which properties, found ${show(value)}`, remedy: 'write { violated: [persisted] }' }
    : verdict;
});
