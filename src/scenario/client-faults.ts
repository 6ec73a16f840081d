/** What the users of clients do, as a scenario file says it. */
import type { z } from 'zod';
import type { Verbs } from './entry.ts';
import { mapping, measured, rangeOf } from './shapes.ts';
import { targetSchema } from './target.ts';
import { common, costing, lasting, when } from './timing.ts';
import type { FaultRule } from './types.ts';
import { duration, share } from './units.ts';

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

const storm: z.ZodType<FaultRule> = mapping({
  ...when,
  storm: targetSchema.describe('Clients that lose their connections at the same moment.'),
  share: measured(share).prefault('100%').describe('The chance of each of them to be among these.'),
  away: lasting('100ms..1s', 'The first may connect again after this time.'),
  connect: rangeOf(duration).prefault('0ms..50ms').describe('And so much later each does.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'storm',
  target: told.storm,
  sharePpm: told.share,
  connectUs: told.connect,
  lastsUs: told.away,
}));

const stopReading: z.ZodType<FaultRule> = mapping({
  ...when,
  'stop-reading': targetSchema.describe('Clients that drain no packets, while their timers and users go on.'),
  resume: lasting('300ms..2s', 'They read on after this time, all that has queued at once.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'stop-reading',
  target: told['stop-reading'],
  lastsUs: told.resume,
}));

const slowReader: z.ZodType<FaultRule> = mapping({
  ...when,
  'slow-reader': targetSchema.describe('Clients that drain one packet at a time, slowly.'),
  cost: costing('5ms..50ms', 'What one packet takes, each as long as the next.'),
  recover: lasting('500ms..3s', 'As fast as ever after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'slow-reader',
  target: told['slow-reader'],
  costUs: told.cost,
  lastsUs: told.recover,
}));

export const clientFaults: Verbs<FaultRule> = new Map([
  ['disconnect', disconnect],
  ['storm', storm],
  ['stop-reading', stopReading],
  ['slow-reader', slowReader],
]);
