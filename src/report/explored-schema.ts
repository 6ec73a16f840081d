/** What the JSON of an exploration has besides what that of runs has. */
import { z } from 'zod';

const count = z.int().nonnegative();
const counts = z.record(z.string(), count);
const tried = { scenario: z.string(), protocol: z.string(), mutant: z.string().nullable() };

const failure = z.strictObject({
  ...tried,
  signature: z.string().describe('property and clause'),
  sentence: z.string(),
  seed: z.string().describe('the one that the file is made of'),
  seeds: z.array(z.string()).describe('all that fail by this signature'),
  file: z.string().nullable().describe('for tutti replay; null where the seed did not fail again'),
  story: z
    .strictObject({
      elements: z.array(
        z.strictObject({
          kind: z.enum(['fault', 'operation', 'chance']),
          sentence: z.string(),
          without: z.string().optional(),
        }),
      ),
      before: count.describe('elements before'),
      isMinimal: z.boolean().describe('whether no single element can be left out'),
    })
    .nullable()
    .describe('null where it was not shrunk'),
});

const coverage = z.strictObject({
  protocols: z.array(
    z.strictObject({
      protocol: z.string(),
      mutant: z.string().nullable(),
      reached: counts.describe('what happened sometimes, with how many seeds'),
      never: z.array(z.string()),
    }),
  ),
  scenarios: z
    .array(z.strictObject({ ...tried, never: z.array(z.string()) }))
    .describe('those that want to see what no seed of theirs showed'),
});

const canary = z.strictObject({
  protocol: z.string(),
  mutant: z.string().nullable().describe('null where the protocol has no canary'),
  scenario: z.string().nullable(),
  seed: z.string().nullable(),
  isCaught: z.boolean(),
  sentence: z.string(),
});

/** Members of the report that only an exploration has. */
export const exploredShape = {
  failures: z.array(failure).optional().describe('what nobody expected, one for each signature and shape of story'),
  coverage: coverage.optional(),
  canaries: z.array(canary).optional().describe('known-bad variants that must be caught'),
  lost: z
    .array(z.strictObject({ ...tried, seed: z.string(), why: z.string() }))
    .optional()
    .describe('seeds that did not come to an end'),
  shard: z.strictObject({ index: count, of: count }).nullable().optional().describe('null for the whole'),
  measured: z
    .strictObject({
      wallMs: count,
      workers: count,
      runsPerS: z.number().nonnegative(),
      eventsPerS: z.number().nonnegative(),
    })
    .optional()
    .describe('real time: differs from one execution to the next'),
};
