/** What befalls nodes, as a scenario file says it. */
import type { z } from 'zod';
import type { Verbs } from './entry.ts';
import { mapping } from './shapes.ts';
import { targetSchema } from './target.ts';
import { common, lasting, when } from './timing.ts';
import type { FaultRule } from './types.ts';

const crash: z.ZodType<FaultRule> = mapping({
  ...when,
  crash: targetSchema.describe('The process alone is gone; what it had written is kept.'),
  restart: lasting('50ms..500ms', 'A new process boots after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'crash',
  target: told.crash,
  lastsUs: told.restart,
}));

const powerLoss: z.ZodType<FaultRule> = mapping({
  ...when,
  'power-loss': targetSchema.describe('Gone at once, with any part of what was written and not synced.'),
  restart: lasting('50ms..500ms', 'Power is back after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'power-loss',
  target: told['power-loss'],
  lastsUs: told.restart,
}));

const pause: z.ZodType<FaultRule> = mapping({
  ...when,
  pause: targetSchema.describe('Frozen: packets queue, timers fire late.'),
  resume: lasting('100ms..1s', 'Goes on after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'pause',
  target: told.pause,
  lastsUs: told.resume,
}));

export const nodeFaults: Verbs<FaultRule> = new Map([
  ['crash', crash],
  ['power-loss', powerLoss],
  ['pause', pause],
]);
