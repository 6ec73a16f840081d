/** What the application asks for by itself: `workload:`. */
import type { z } from 'zod';
import { count, countRange, list, mapping, measured, oneOf, rangeOf, word } from './shapes.ts';
import { clientNumber } from './topology.ts';
import type { WorkloadPlan } from './types.ts';
import { duration, share, size } from './units.ts';

type Senders = WorkloadPlan['senders'];

const sendersWord: z.ZodType<Senders> = word<'even' | 'skewed'>(['even', 'skewed']);
const sendersList: z.ZodType<Senders> = list('clients', clientNumber()).refine(
  (clients) => clients.length > 0,
  'expected at least one sender, found none',
);
const senders = oneOf([sendersWord, sendersList], (value) => (Array.isArray(value) ? sendersList : sendersWord));

/** `workload:` */
export const workloadSchema = mapping({
  broadcasts: count(0, 10_000_000).prefault(100).describe('How many messages in all.'),
  every: rangeOf(duration).prefault('10ms').describe('Gap between one broadcast and the next: 5ms or 2ms..9ms.'),
  senders: senders
    .prefault('even')
    .describe('Who broadcasts: even, skewed (a few clients say most), or a list of clients.'),
  size: rangeOf(size).prefault('16B..200B').describe("Length of a message's body."),
  reads: count(0, 1_000_000).prefault(0).describe('How many history reads, spread over the same time.'),
  'read-limit': countRange()
    .refine((range) => range.min > 0, 'a read asks for at least 1 message')
    .prefault('1..20')
    .describe('How many messages a read asks for at most.'),
  refused: measured(share)
    .prefault('10%')
    .describe('Share of the broadcasts that may be refused; more, and a run proves nothing.'),
  membership: count(0, 1_000_000).prefault(0).describe('How many joins and leaves, spread over the same time.'),
}).transform(
  (told): WorkloadPlan => ({
    broadcasts: told.broadcasts,
    everyUs: told.every,
    senders: told.senders,
    sizeBytes: told.size,
    reads: told.reads,
    readLimit: told['read-limit'],
    membership: told.membership,
    refusedPpm: told.refused,
  }),
);
