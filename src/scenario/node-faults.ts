/** What befalls nodes, as a scenario file says it. */
import type { z } from 'zod';
import type { Verbs } from './entry.ts';
import { mapping } from './shapes.ts';
import { targetSchema } from './target.ts';
import { common, costing, lasting, lastingOrNever, lastsOf, when } from './timing.ts';
import type { FaultRule } from './types.ts';

const crash: z.ZodType<FaultRule> = mapping({
  ...when,
  crash: targetSchema.describe('The process alone is gone; what it had written is kept.'),
  restart: lastingOrNever('50ms..500ms', 'A new process boots after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'crash',
  target: told.crash,
  ...lastsOf(told.restart),
}));

const powerLoss: z.ZodType<FaultRule> = mapping({
  ...when,
  'power-loss': targetSchema.describe('Gone at once, with any part of what was written and not synced.'),
  restart: lastingOrNever('50ms..500ms', 'Power is back after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'power-loss',
  target: told['power-loss'],
  ...lastsOf(told.restart),
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

const slow: z.ZodType<FaultRule> = mapping({
  ...when,
  slow: targetSchema.describe('Each handler takes time; what comes meanwhile queues behind it.'),
  cost: costing('1ms..5ms', 'What one handler takes, each as long as the next.'),
  recover: lasting('200ms..2s', 'As fast as ever after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'slow',
  target: told.slow,
  costUs: told.cost,
  lastsUs: told.recover,
}));

const wipe: z.ZodType<FaultRule> = mapping({
  ...when,
  wipe: targetSchema.describe('The disk is emptied and the process gone, for good: the node never comes back.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'wipe',
  target: told.wipe,
  lastsUs: { min: 0, max: 0 },
}));

export const nodeFaults: Verbs<FaultRule> = new Map([
  ['crash', crash],
  ['power-loss', powerLoss],
  ['pause', pause],
  ['slow', slow],
  ['wipe', wipe],
]);
