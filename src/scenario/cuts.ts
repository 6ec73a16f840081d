/** Where a network is cut, as a scenario file says it: `{ isolate: q1 }`, `{ ring: replicas }` and the like. */
import { z } from 'zod';
import { leaf, mapping, oneOf } from './shapes.ts';
import { show } from './show.ts';
import { targetSchema } from './target.ts';
import type { Cut, Target } from './types.ts';

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

const bridge: z.ZodType<Cut> = mapping({
  bridge: targetSchema.describe('All others in two halves; only these see both.'),
}).transform((told): Cut => ({ kind: 'bridge', target: told.bridge }));

const ring: z.ZodType<Cut> = mapping({
  ring: targetSchema
    .refine(isGroup, 'expected several nodes, of which each hears a majority')
    .describe('Each of these hears another majority of them.'),
}).transform((told): Cut => ({ kind: 'ring', target: told.ring }));

const zone: z.ZodType<Cut> = mapping({
  zone: leaf<string>(
    (value) =>
      typeof value === 'string' && value !== ''
        ? { value }
        : { wrong: `expected a region's name, found ${show(value)}` },
    { type: 'string' },
  ).describe('A region of network.regions on one side, all others on the other; any: one that chance picks.'),
}).transform((told): Cut => ({ kind: 'zone', zone: told.zone === 'any' ? undefined : told.zone }));

/** By the key that tells it from the others. */
const ways: ReadonlyMap<string, z.ZodType<Cut>> = new Map([
  ['isolate', isolate],
  ['between', between],
  ['from', oneWay],
  ['to', oneWay],
  ['bridge', bridge],
  ['ring', ring],
  ['zone', zone],
]);

const written =
  '{ isolate: a }, { between: [a, b] }, { from: a, to: b }, { bridge: a }, { ring: several } or { zone: eu }';

export const cutSchema = oneOf<Cut>([isolate, between, oneWay, bridge, ring, zone], (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return {
      wrong: `expected where the network is cut, found ${show(value)}`,
      remedy: 'cuts are written { isolate: q1 }, { between: [clients, q1] } or { from: q1, to: clients }',
    };
  }
  for (const [key, way] of ways) if (key in value) return way;
  return between;
}).describe(`Where: ${written}.`);

function isGroup(target: Target): boolean {
  return target.kind === 'named' ? target.names.length >= 3 : target.kind !== 'one' && target.kind !== 'leader';
}
