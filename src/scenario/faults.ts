/**
 * The fault plan of a scenario file: who is struck, when, how, and how long until the world undoes
 * it. One schema per verb; a new fault is a new line in the table at the end.
 */
import { z } from 'zod';
import { entryOf, type Verbs } from './entry.ts';
import { atLeastSchema } from './expect.ts';
import { complain, mapping, measured, oneOf, rangeOf } from './shapes.ts';
import { show } from './show.ts';
import { targetSchema } from './target.ts';
import type { AtLeast, FaultRule, Range, Timing } from './types.ts';
import { duration } from './units.ts';

type Cut = Extract<FaultRule, { verb: 'partition' }>['cut'];

/** The keys that any fault may have beside its verb. */
const when = {
  at: measured(duration).optional().describe('Once, at this virtual time.'),
  every: rangeOf(duration)
    .refine((gap) => gap.min > 0, 'expected a gap of at least 1us')
    .optional()
    .describe('Again and again: the gap between one act and the next, such as 400ms..900ms.'),
  from: measured(duration).optional().describe('With every: not before; 0s unless given.'),
  until: measured(duration).optional().describe('With every: not after; the end of the chaos unless given.'),
  atLeast: atLeastSchema.optional().describe('Acts that a run must see, or it proves nothing.'),
};

interface When {
  readonly at?: number | undefined;
  readonly every?: Range | undefined;
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly atLeast?: AtLeast | undefined;
}

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

const disconnect: z.ZodType<FaultRule> = mapping({
  ...when,
  disconnect: targetSchema.describe('Clients whose users close the connection.'),
  connect: lasting('100ms..1s', 'Their users connect again after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'disconnect',
  target: told.disconnect,
  lastsUs: told.connect,
}));

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

const verbs: Verbs<FaultRule> = new Map([
  ['crash', crash],
  ['power-loss', powerLoss],
  ['pause', pause],
  ['disconnect', disconnect],
  ['partition', partition],
]);

/** One entry of `faults:`. */
export const faultSchema = entryOf('a fault', verbs);

function lasting(unlessGiven: string, description: string) {
  return rangeOf(duration).prefault(unlessGiven).describe(description);
}

function common(told: When, context: z.RefinementCtx<unknown>) {
  return { timing: timingOf(told, context), atLeast: told.atLeast };
}

function timingOf(told: When, context: z.RefinementCtx<unknown>): Timing {
  if (told.at !== undefined) {
    for (const key of ['every', 'from', 'until'] as const) {
      if (told[key] === undefined) continue;
      complain(context, { wrong: `"${key}" beside "at"`, remedy: 'at: once; every: again and again' }, [key], true);
    }
    if (told.atLeast !== undefined && told.atLeast.count > 1) {
      complain(context, { wrong: `what happens at one time happens once, not ${told.atLeast.count} times` }, [
        'atLeast',
      ]);
    }
    return { kind: 'at', atUs: told.at };
  }
  if (told.every === undefined) {
    const remedy = 'at: 1s strikes once; every: 400ms..900ms again and again';
    complain(context, { wrong: 'a fault without a time', remedy });
    return z.NEVER;
  }
  const fromUs = told.from ?? 0;
  if (told.until !== undefined && told.until <= fromUs) {
    complain(context, { wrong: '"until" is not later than "from"' }, ['until']);
  }
  return { kind: 'every', everyUs: told.every, fromUs, untilUs: told.until };
}
