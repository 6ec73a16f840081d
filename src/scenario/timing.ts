/** When a fault strikes: once, or again and again; and how long until the world undoes it. */
import { NEVER, type z } from 'zod';
import { atLeastSchema } from './expect.ts';
import { complain, measured, rangeOf } from './shapes.ts';
import type { AtLeast, Range, Timing } from './types.ts';
import { duration } from './units.ts';

/** The keys that any fault may have beside its verb. */
export const when = {
  at: measured(duration).optional().describe('Once, at this virtual time.'),
  every: rangeOf(duration)
    .refine((gap) => gap.min > 0, 'expected a gap of at least 1us')
    .optional()
    .describe('Again and again: the gap between one act and the next, such as 400ms..900ms.'),
  from: measured(duration).optional().describe('With every: not before; 0s unless given.'),
  until: measured(duration).optional().describe('With every: not after; the end of the chaos unless given.'),
  atLeast: atLeastSchema.optional().describe('Acts that a run must see, or it proves nothing.'),
};

export interface When {
  readonly at?: number | undefined;
  readonly every?: Range | undefined;
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly atLeast?: AtLeast | undefined;
}

/** The key of how long a fault lasts. */
export function lasting(unlessGiven: string, description: string) {
  return rangeOf(duration).prefault(unlessGiven).describe(description);
}

/** What every rule has, whatever its verb. */
export function common(told: When, context: z.RefinementCtx<unknown>) {
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
    return NEVER;
  }
  const fromUs = told.from ?? 0;
  if (told.until !== undefined && told.until <= fromUs) {
    complain(context, { wrong: '"until" is not later than "from"' }, ['until']);
  }
  return { kind: 'every', everyUs: told.every, fromUs, untilUs: told.until };
}
