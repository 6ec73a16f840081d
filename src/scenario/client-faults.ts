/** What the users of clients do, as a scenario file says it. */
import type { z } from 'zod';
import type { Verbs } from './entry.ts';
import { mapping } from './shapes.ts';
import { targetSchema } from './target.ts';
import { common, lasting, when } from './timing.ts';
import type { FaultRule } from './types.ts';

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

export const clientFaults: Verbs<FaultRule> = new Map([['disconnect', disconnect]]);
