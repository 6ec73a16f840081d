/**
 * The script of a scenario file: what the application, or an operator, asks of one node at one
 * time, beside what the workload makes up. One schema per verb.
 */
import type { z } from 'zod';
import { entryOf, type Verbs } from './entry.ts';
import { count, leaf, mapping, measured, named, text, textLike } from './shapes.ts';
import { show } from './show.ts';
import { nodeName } from './target.ts';
import { clientNumber, roomName } from './topology.ts';
import type { PlannedOperation } from './types.ts';
import { duration } from './units.ts';

const at = measured(duration).describe('Virtual time of the operation.');
const client = clientNumber().describe('Who asks.');

const broadcast: z.ZodType<PlannedOperation> = mapping({
  at,
  client,
  broadcast: roomName().describe('The room to broadcast in.'),
  text: text().prefault('').describe("The message's body."),
}).transform((told) => ({
  atUs: told.at,
  node: `c${told.client}`,
  operation: { kind: 'broadcast', room: told.broadcast, text: told.text },
}));

const join: z.ZodType<PlannedOperation> = mapping({
  at,
  client,
  join: roomName().describe('The room to become a member of.'),
}).transform((told) => ({ atUs: told.at, node: `c${told.client}`, operation: { kind: 'join', room: told.join } }));

const leave: z.ZodType<PlannedOperation> = mapping({
  at,
  client,
  leave: roomName().describe('The room to be a member of no longer.'),
}).transform((told) => ({ atUs: told.at, node: `c${told.client}`, operation: { kind: 'leave', room: told.leave } }));

const connect: z.ZodType<PlannedOperation> = mapping({
  at,
  connect: clientNumber().describe('Whose user connects.'),
}).transform((told) => ({ atUs: told.at, node: `c${told.connect}`, operation: { kind: 'connect' } }));

const disconnect: z.ZodType<PlannedOperation> = mapping({
  at,
  disconnect: clientNumber().describe('Whose user disconnects.'),
}).transform((told) => ({ atUs: told.at, node: `c${told.disconnect}`, operation: { kind: 'disconnect' } }));

const read: z.ZodType<PlannedOperation> = mapping({
  at,
  client,
  read: roomName().describe('The room whose history is read.'),
  from: count(1, Number.MAX_SAFE_INTEGER).prefault(1).describe('The first position.'),
  limit: count(1, 1_000_000).prefault(10).describe('How many messages at most.'),
}).transform((told) => ({
  atUs: told.at,
  node: `c${told.client}`,
  operation: { kind: 'read', room: told.read, from: told.from, limit: told.limit },
}));

const argument = leaf<string | number | boolean>(
  (value) =>
    typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
      ? { value: value as string | number | boolean }
      : { wrong: `expected text, a number, true or false, found ${show(value)}` },
  { type: ['string', 'number', 'boolean'] },
);

const command: z.ZodType<PlannedOperation> = mapping({
  at,
  node: nodeName().describe('Which node is asked.'),
  command: textLike('the name of a command, of the form [a-z][a-z0-9-]*', /^[a-z][a-z0-9-]*$/).describe('What to do.'),
  arguments: named('arguments', argument).prefault({}).describe('What the command needs to know.'),
}).transform((told) => ({
  atUs: told.at,
  node: told.node,
  operation: { kind: 'command', name: told.command, arguments: told.arguments },
}));

const verbs: Verbs<PlannedOperation> = new Map([
  ['broadcast', broadcast],
  ['join', join],
  ['leave', leave],
  ['connect', connect],
  ['disconnect', disconnect],
  ['read', read],
  ['command', command],
]);

/** One entry of `operations:`. */
export const operationSchema = entryOf('an operation', verbs);
