/** What befalls disks, as a scenario file says it. */
import type { z } from 'zod';
import type { Verbs } from './entry.ts';
import type { FaultRule, Spares } from './fault-types.ts';
import { mapping, rangeOf, word } from './shapes.ts';
import { targetSchema } from './target.ts';
import { common, lasting, when } from './timing.ts';
import { duration } from './units.ts';

const stall: z.ZodType<FaultRule> = mapping({
  ...when,
  'disk-stall': targetSchema.describe('Nothing that these disks are asked for completes.'),
  lasts: lasting('100ms..1s', 'The disk goes on after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'disk-stall',
  target: told['disk-stall'],
  lastsUs: told.lasts,
}));

const full: z.ZodType<FaultRule> = mapping({
  ...when,
  'disk-full': targetSchema.describe('No file of these disks grows, and none is created.'),
  lasts: lasting('100ms..1s', 'There is room again after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'disk-full',
  target: told['disk-full'],
  lastsUs: told.lasts,
}));

const rot: z.ZodType<FaultRule> = mapping({
  ...when,
  rot: targetSchema.describe('Bits flip at rest, in one byte of one file.'),
  spares: word<Spares>(['budget', 'last-batch', 'nothing'])
    .prefault('budget')
    .describe('What is left alone: what the budget protects, only what was synced last, or nothing.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'rot',
  target: told.rot,
  spares: told.spares,
  lastsUs: { min: 0, max: 0 },
}));

const rollBack: z.ZodType<FaultRule> = mapping({
  ...when,
  'roll-back': targetSchema.describe('Power is lost, and one file is what it was some time ago.'),
  age: rangeOf(duration).prefault('100ms..1s').describe('How long ago: the act comes this long after it was planned.'),
  restart: lasting('50ms..500ms', 'Power is back after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'roll-back',
  target: told['roll-back'],
  ageUs: told.age,
  lastsUs: told.restart,
}));

export const diskFaults: Verbs<FaultRule> = new Map([
  ['disk-stall', stall],
  ['disk-full', full],
  ['rot', rot],
  ['roll-back', rollBack],
]);
