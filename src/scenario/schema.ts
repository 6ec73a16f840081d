/** The whole of a scenario file, section by section, and its JSON Schema for editors. */
import { atLeastsSchema, expectSchema, sometimesSchema } from './expect.ts';
import { faultSchema } from './faults.ts';
import { networkSchema } from './network.ts';
import { operationSchema } from './operations.ts';
import { count, jsonSchemaOf, list, mapping, measured, named, text, textLike, word } from './shapes.ts';
import { topologySchema } from './topology.ts';
import type { HealPlan } from './types.ts';
import { duration, share } from './units.ts';
import { workloadSchema } from './workload.ts';
import { clocksSchema, diskSchema, limitsSchema } from './world.ts';

/** A bound of virtual time. */
function bound(plain: string, description: string) {
  return measured(duration)
    .refine((us) => us > 0, 'expected more than 0s')
    .prefault(plain)
    .describe(description);
}

/** A section with a bound of virtual time and nothing else. */
function within(plain: string, description: string) {
  return mapping({ within: bound(plain, description) }).transform((told) => ({ withinUs: told.within }));
}

const healSchema = mapping({
  within: bound('10s', 'Virtual time after the chaos within which everything due must have arrived.'),
  mode: word(['all', 'core'])
    .prefault('all')
    .describe(
      'all: everything is healed but what is gone for good. core: so are clients, gateways and of each shard a quorum of replicas, the one that always leads among them; every other replica stays as broken as it is for good, one that is well crashes, and nothing is due to it. Where nobody can be left behind, a run proves nothing.',
    ),
}).transform((told): HealPlan => ({ mode: told.mode, withinUs: told.within }));

const swarmSchema = mapping({
  of: measured(share)
    .refine((ppm) => ppm > 0, 'expected a share above 0%')
    .prefault('50%')
    .describe('How much of it a seed turns on.'),
}).transform((told) => ({ sharePpm: told.of }));

/** The sections of a file. A section that is left out is as if it were empty. */
export const sections = {
  name: textLike('a name of the form [a-z0-9-]+', /^[a-z0-9-]{1,64}$/)
    .optional()
    .describe("The scenario's name: [a-z0-9-]+; that of the file unless given."),
  seed: textLike('a seed: any text of one line', /^[^\n]{1,200}$/)
    .prefault('1')
    .describe('From which all chance follows; read as text.')
    .meta({ type: ['string', 'number'] }),
  summary: text().describe('One sentence: what happens, and what it puts to the test.'),
  protocol: text().describe('Which protocol is tried.'),
  mutant: text().optional().describe('A known-bad variant of the protocol.'),
  topology: topologySchema.prefault({}).describe('The shape of the system.'),
  settings: named('settings', count(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER))
    .prefault({})
    .describe("The protocol's own knobs; those that are left out keep their defaults."),
  network: networkSchema.prefault({}).describe('What the network does when nobody strikes.'),
  disk: diskSchema.prefault({}).describe('What the disks are like.'),
  clocks: clocksSchema.prefault({}).describe('How wrong the clocks are.'),
  workload: workloadSchema.prefault({}).describe('What the application asks for by itself.'),
  operations: list('operations', operationSchema).prefault([]).describe('What is asked for by script, beside it.'),
  faults: list('faults', faultSchema).prefault([]).describe('The fault plan: what may go wrong.'),
  swarm: swarmSchema
    .optional()
    .describe('Each seed turns a random part of all that may go wrong on, each at a random strength.'),
  order: word(['entry', 'drawn'] as const)
    .optional()
    .describe(
      'Order of what comes up in the same microsecond: that of entry, or drawn. With swarm drawn unless given.',
    ),
  answered: within('5s', 'Virtual time within which a broadcast has its outcome, while nothing fails.')
    .prefault({})
    .describe('How fast answers must be.'),
  prompt: within('5s', 'Virtual time within which a connected client has each message, and a client is connected.')
    .prefault({})
    .describe('How fast deliveries must be.'),
  heal: healSchema.prefault({}).describe('What happens after the chaos.'),
  limits: limitsSchema.prefault({}).describe('Bounds beyond which a run is broken off.'),
  sometimes: sometimesSchema
    .prefault([])
    .describe('Rare things that must happen, by the names that the protocol reports.'),
  atLeast: atLeastsSchema.prefault({}).describe('How often things of a kind must happen, or a run proves nothing.'),
  expect: expectSchema.prefault('held').describe('The verdict: held, stuck or { violated: [persisted] }.'),
};

/** A scenario file. */
export const fileSchema = mapping(sections);

/** The JSON Schema of a scenario file, as editors use it for completion and documentation. */
export function scenarioSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A scenario of tutti',
    description:
      'Durations are written 250us, 20ms, 1.5s, 2m; shares 1%, 0.05%, 200ppm; sizes 16B, 4KiB; ranges 1ms..5ms.',
    ...jsonSchemaOf(fileSchema),
  };
}
