/** What befalls clocks, as a scenario file says it. */
import type { z } from 'zod';
import type { Verbs } from './entry.ts';
import { mapping, rangeOf, word } from './shapes.ts';
import { targetSchema } from './target.ts';
import { common, lasting, when } from './timing.ts';
import type { FaultRule } from './types.ts';
import { duration, mostDriftPpm, share } from './units.ts';

const atOnce = { min: 0, max: 0 };

const step: z.ZodType<FaultRule> = mapping({
  ...when,
  'clock-step': targetSchema.describe('The wall clock is set, and stays so; the monotonic one goes on.'),
  by: rangeOf(duration).prefault('1s..1m').describe('By so much.'),
  direction: word(['forward', 'back', 'either']).prefault('either').describe('Which way.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'clock-step',
  target: told['clock-step'],
  byUs: told.by,
  direction: told.direction,
  lastsUs: atOnce,
}));

const freeze: z.ZodType<FaultRule> = mapping({
  ...when,
  'clock-freeze': targetSchema.describe('A clock stands still.'),
  clock: word(['wall', 'monotonic'])
    .prefault('wall')
    .describe('Which; while the monotonic one stands, no timer becomes due.'),
  thaw: lasting('200ms..2s', 'It goes on after this time from where it stood.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'clock-freeze',
  target: told['clock-freeze'],
  clock: told.clock,
  lastsUs: told.thaw,
}));

const rate: z.ZodType<FaultRule> = mapping({
  ...when,
  'clock-rate': targetSchema.describe('Both clocks run fast or slow for a while, and timers with them.'),
  by: rangeOf(share)
    .refine(({ max }) => max <= mostDriftPpm, 'a clock runs fast or slow by at most 40%')
    .prefault('1%..10%')
    .describe('By this share, beyond what they drift by anyway; at most 40%.'),
  direction: word(['fast', 'slow', 'either']).prefault('either').describe('Which way.'),
  recover: lasting('500ms..3s', 'They run as before after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'clock-rate',
  target: told['clock-rate'],
  byPpm: told.by,
  direction: told.direction,
  lastsUs: told.recover,
}));

export const clockFaults: Verbs<FaultRule> = new Map([
  ['clock-step', step],
  ['clock-freeze', freeze],
  ['clock-rate', rate],
]);
