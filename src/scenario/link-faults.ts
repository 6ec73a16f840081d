/** What befalls the links between nodes, as a scenario file says it. */
import { z } from 'zod';
import type { Verbs } from './entry.ts';
import { mapping, oneOf } from './shapes.ts';
import { show } from './show.ts';
import { targetSchema } from './target.ts';
import { common, lasting, when } from './timing.ts';
import type { Cut, FaultRule } from './types.ts';

const isolate: z.ZodType<Cut> = mapping({
  isolate: targetSchema.describe('These on one side, all others on the other.'),
}).transform((told): Cut => ({ kind: 'isolate', target: told.isolate }));

const between: z.ZodType<Cut> = mapping({
  between: z
    .tuple([targetSchema, targetSchema], {
      error: (issue) => `expected a list of two targets, found ${show(issue.input)}`,
    })
    .describe('No packet passes between these two, in either direction.'),
}).transform((told): Cut => ({ kind: 'between', a: told.between[0], b: told.between[1] }));

const oneWay: z.ZodType<Cut> = mapping({
  from: targetSchema.describe('Packets from these …'),
  to: targetSchema.describe('… do not reach those; the other direction works.'),
}).transform((told): Cut => ({ kind: 'one-way', from: told.from, to: told.to }));

const partition: z.ZodType<FaultRule> = mapping({
  ...when,
  partition: oneOf<Cut>([isolate, between, oneWay], (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return {
        wrong: `expected where the network is cut, found ${show(value)}`,
        remedy: 'cuts are written { isolate: q1 }, { between: [clients, q1] } or { from: q1, to: clients }',
      };
    }
    if ('isolate' in value) return isolate;
    return 'from' in value || 'to' in value ? oneWay : between;
  }).describe('Packets sent over the cut vanish: { isolate: a }, { between: [a, b] } or { from: a, to: b }.'),
  mend: lasting('200ms..2s', 'The network is whole again after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'partition',
  cut: told.partition,
  lastsUs: told.mend,
}));

export const linkFaults: Verbs<FaultRule> = new Map([['partition', partition]]);
