/**
 * What an act may wait for, as a scenario file says it: a report, the sending or arrival of a packet
 * of some kind, the end of a sync. Kinds of packets are the protocol's own, and are not checked: a
 * rule that waits for one that never comes never strikes, and the run says so.
 */
import type { z } from 'zod';
import { observationNames } from '../contract/index.ts';
import { mapping, oneOf, text, word } from './shapes.ts';
import { show } from './show.ts';
import { targetSchema } from './target.ts';
import type { EventPattern } from './types.ts';

/** Rare events have a pattern of their own. */
const observations = observationNames.filter((name) => name !== 'sometimes');

const observed: z.ZodType<EventPattern> = mapping({
  observed: word(observations).describe('A report of this name.'),
  of: targetSchema.optional().describe('By one of these; by anyone unless given.'),
}).transform((told): EventPattern => ({ kind: 'observed', name: told.observed, of: told.of }));

const sometimes: z.ZodType<EventPattern> = mapping({
  sometimes: text().describe("One of the protocol's rare events."),
  of: targetSchema.optional().describe('At one of these; at any node unless given.'),
}).transform((told): EventPattern => ({ kind: 'sometimes', name: told.sometimes, of: told.of }));

const sent: z.ZodType<EventPattern> = mapping({
  sent: text().describe('A packet of this kind is sent, and not lost at once.'),
  from: targetSchema.optional().describe('By one of these.'),
  to: targetSchema.optional().describe('To one of these.'),
}).transform((told): EventPattern => ({ kind: 'sent', packet: told.sent, from: told.from, to: told.to }));

const received: z.ZodType<EventPattern> = mapping({
  received: text().describe('A packet of this kind arrives; an act comes before the process hears of it.'),
  from: targetSchema.optional().describe('From one of these.'),
  to: targetSchema.optional().describe('At one of these.'),
}).transform((told): EventPattern => ({ kind: 'received', packet: told.received, from: told.from, to: told.to }));

const synced: z.ZodType<EventPattern> = mapping({
  synced: targetSchema.describe(
    'A sync of one of these has brought what it was to; an act comes before the process hears of it.',
  ),
}).transform((told): EventPattern => ({ kind: 'synced', of: told.synced }));

const ways = new Map<string, z.ZodType<EventPattern>>([
  ['observed', observed],
  ['sometimes', sometimes],
  ['sent', sent],
  ['received', received],
  ['synced', synced],
]);

/** `{ observed: led }`, `{ sent: append, from: leader }`, `{ synced: leader }`. */
export const eventSchema = oneOf<EventPattern>([...ways.values()], (value) => {
  const remedy =
    'events are written { observed: led }, { sometimes: NAME }, { sent: KIND }, { received: KIND } or { synced: leader }';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { wrong: `expected something that happens, found ${show(value)}`, remedy };
  }
  for (const [key, way] of ways) if (key in value) return way;
  return { wrong: 'an event of no kind', remedy };
});
