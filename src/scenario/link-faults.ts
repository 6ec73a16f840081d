/** What befalls the links between nodes, as a scenario file says it. */
import type { z } from 'zod';
import { cutSchema } from './cuts.ts';
import type { Verbs } from './entry.ts';
import { mapping, measured, rangeOf } from './shapes.ts';
import { targetSchema } from './target.ts';
import { common, dwelling, lasting, when } from './timing.ts';
import { eventSchema } from './trigger.ts';
import type { FaultRule } from './types.ts';
import { duration, share } from './units.ts';

const partition: z.ZodType<FaultRule> = mapping({
  ...when,
  partition: cutSchema,
  mend: dwelling('200ms..2s', 'The network is whole again after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'partition',
  cut: told.partition,
  lastsUs: told.mend,
}));

const clog: z.ZodType<FaultRule> = mapping({
  ...when,
  clog: cutSchema,
  release: dwelling('200ms..2s', 'All that was held bursts out after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'clog',
  cut: told.clog,
  lastsUs: told.release,
}));

const hold: z.ZodType<FaultRule> = mapping({
  ...when,
  hold: cutSchema,
  opens: eventSchema.describe('What was held goes on when this happens …'),
  release: dwelling('1s..2s', '… or after this time at the latest.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'hold',
  cut: told.hold,
  opens: told.opens,
  lastsUs: told.release,
}));

const flap: z.ZodType<FaultRule> = mapping({
  ...when,
  flap: cutSchema,
  down: dwelling('20ms..100ms', 'How long it is cut each time.'),
  up: dwelling('20ms..100ms', 'How long it is whole in between.'),
  mend: dwelling('500ms..2s', 'The network is whole for good after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'flap',
  cut: told.flap,
  downUs: told.down,
  upUs: told.up,
  lastsUs: told.mend,
}));

const grey: z.ZodType<FaultRule> = mapping({
  ...when,
  grey: targetSchema.describe('Nodes whose links are slow and lossy, not dead.'),
  loss: measured(share).prefault('20%').describe('Share of their packets lost, beside what the network loses anyway.'),
  delay: rangeOf(duration).prefault('10ms..100ms').describe('How much longer each of their packets takes.'),
  mend: lasting('500ms..2s', 'Their links are as before after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'grey',
  target: told.grey,
  lossPpm: told.loss,
  delayUs: told.delay,
  lastsUs: told.mend,
}));

const swizzle: z.ZodType<FaultRule> = mapping({
  ...when,
  swizzle: targetSchema.describe('Nodes of which a random half is clogged, one by one, and released in another order.'),
  release: dwelling('500ms..2s', 'The last of them is released after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'swizzle',
  target: told.swizzle,
  lastsUs: told.release,
}));

const halfOpen: z.ZodType<FaultRule> = mapping({
  ...when,
  'half-open': targetSchema.describe('Clients whose links die in one direction, which one is chance.'),
  mend: dwelling('200ms..2s', 'Packets pass both ways again after this time.'),
}).transform((told, context) => ({
  ...common(told, context),
  verb: 'half-open',
  target: told['half-open'],
  lastsUs: told.mend,
}));

export const linkFaults: Verbs<FaultRule> = new Map([
  ['partition', partition],
  ['clog', clog],
  ['hold', hold],
  ['flap', flap],
  ['grey', grey],
  ['swizzle', swizzle],
  ['half-open', halfOpen],
]);
