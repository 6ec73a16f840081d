/** When a fault strikes: once, again and again, or after an event; and how long until the world undoes it. */
import { NEVER, z } from 'zod';
import { atLeastSchema } from './expect.ts';
import { complain, count, measured, oneOf, rangeOf, word } from './shapes.ts';
import { show } from './show.ts';
import { eventSchema } from './trigger.ts';
import type { AtLeast, EventPattern, Range, Timing } from './types.ts';
import { duration, formatDuration } from './units.ts';

/** The keys that any fault may have beside its verb. */
export const when = {
  at: measured(duration).optional().describe('Once, at this virtual time.'),
  every: rangeOf(duration)
    .refine((gap) => gap.min > 0, 'expected a gap of at least 1us')
    .optional()
    .describe('Again and again: the gap between one act and the next, such as 400ms..900ms.'),
  from: measured(duration).optional().describe('With every: not before; 0s unless given.'),
  until: measured(duration).optional().describe('With every: not after; the end of the chaos unless given.'),
  between: z
    .tuple([eventSchema, eventSchema], {
      error: ({ input }) =>
        `expected a list of two events, found ${Array.isArray(input) ? `one of ${input.length}` : show(input)}`,
    })
    .optional()
    .describe('With every: only while the first event has happened more recently than the second.'),
  after: eventSchema.optional().describe('When something happens in the run: a report, a packet, a sync.'),
  nth: count(1, 1_000_000).optional().describe('With after: which of these events; the first unless given.'),
  times: count(1, 1_000_000).optional().describe('With after: how many of them, that one the first; 1 unless given.'),
  wait: rangeOf(duration).optional().describe('With after: so much later; at once unless given.'),
  atLeast: atLeastSchema.optional().describe('Acts that a run must see, or it proves nothing.'),
};

export interface When {
  readonly at?: number | undefined;
  readonly every?: Range | undefined;
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly between?: readonly [EventPattern, EventPattern] | undefined;
  readonly after?: EventPattern | undefined;
  readonly nth?: number | undefined;
  readonly times?: number | undefined;
  readonly wait?: Range | undefined;
  readonly atLeast?: AtLeast | undefined;
}

/** The key of how long a fault lasts. */
export function lasting(unlessGiven: string, description: string) {
  return rangeOf(duration).prefault(unlessGiven).describe(description);
}

const never = word(['never']);

/** As `lasting`, or `never`: then nobody undoes it, heal neither. */
export function lastingOrNever(unlessGiven: string, description: string) {
  const aWhile = rangeOf(duration);
  return oneOf<Range | 'never'>([aWhile, never], (value) => (value === 'never' ? never : aWhile))
    .prefault(unlessGiven)
    .describe(`${description} never: nobody restarts it, not even heal, and nothing is due to it.`);
}

/** What a rule makes of it. */
export function lastsOf(told: Range | 'never'): { readonly lastsUs: Range; readonly forGood?: true } {
  return told === 'never' ? { lastsUs: { min: 0, max: 0 }, forGood: true } : { lastsUs: told };
}

/** The key of what a single handler, or packet, takes. */
export function costing(unlessGiven: string, description: string) {
  return rangeOf(duration)
    .refine(({ min }) => min > 0, 'expected at least 1us')
    .prefault(unlessGiven)
    .describe(description);
}

/** No link changes its state and back again in less: it would be over before anybody noticed. */
const dwellUs = 1_000;

/** As `lasting`, for links, which keep a state for a moment at least before the next flip. */
export function dwelling(unlessGiven: string, description: string) {
  return rangeOf(duration)
    .refine(
      ({ min }) => min >= dwellUs,
      `expected at least ${formatDuration(dwellUs)}, for which a link keeps its state`,
    )
    .prefault(unlessGiven)
    .describe(description);
}

/** What every rule has, whatever its verb. */
export function common(told: When, context: z.RefinementCtx<unknown>) {
  return { timing: timingOf(told, context), atLeast: told.atLeast };
}

/** Which keys go with which. */
const companions = {
  at: [],
  every: ['from', 'until', 'between'],
  after: ['nth', 'times', 'wait'],
} as const;

const remedies = {
  at: 'at: once; every: again and again; after: when something happens',
  every: 'every: again and again, from, until and between say when not',
  after: 'after: when something happens, nth, times and wait say which, how often and how much later',
};

function timingOf(told: When, context: z.RefinementCtx<unknown>): Timing {
  const kind = (['at', 'every', 'after'] as const).find((key) => told[key] !== undefined);
  if (kind === undefined) {
    const remedy =
      'at: 1s strikes once; every: 400ms..900ms again and again; after: { observed: led } when that happens';
    complain(context, { wrong: 'a fault without a time', remedy });
    return NEVER;
  }
  const allowed: readonly string[] = [kind, ...companions[kind]];
  for (const key of ['every', 'after', ...companions.every, ...companions.after] as const) {
    if (told[key] === undefined || allowed.includes(key)) continue;
    complain(context, { wrong: `"${key}" beside "${kind}"`, remedy: remedies[kind] }, [key], true);
  }
  if (told.at !== undefined) {
    judgeCount(told, 1, 'what happens at one time happens once', context);
    return { kind: 'at', atUs: told.at };
  }
  if (told.after !== undefined) {
    const { nth = 1, times = 1, wait = { min: 0, max: 0 } } = told;
    judgeCount(told, times, `with times: ${times} it happens at most as often`, context);
    return { kind: 'after', event: told.after, nth, times, delayUs: wait };
  }
  const fromUs = told.from ?? 0;
  if (told.until !== undefined && told.until <= fromUs) {
    complain(context, { wrong: '"until" is not later than "from"' }, ['until']);
  }
  return { kind: 'every', everyUs: told.every as Range, fromUs, untilUs: told.until, between: told.between };
}

function judgeCount({ atLeast }: When, most: number, why: string, context: z.RefinementCtx<unknown>): void {
  if (atLeast === undefined || atLeast.count <= most) return;
  complain(context, { wrong: `${why}, not ${atLeast.count} times` }, ['atLeast']);
}
