/**
 * Who a fault strikes: a word, a node's name, a list of names, one shard's leader, minority or
 * majority, or the gateway of a client. Names are taken as they are: which nodes there are is known once a protocol has laid them out.
 */
import type { z } from 'zod';
import { nearest } from './nearest.ts';
import { count, leaf, list, mapping, oneOf } from './shapes.ts';
import { show } from './show.ts';
import type { ClientTarget, Target } from './types.ts';

/** Word → whom it means. */
const meanings: ReadonlyMap<string, Target> = new Map<string, Target>([
  ['it', { kind: 'it' }],
  ['leader', { kind: 'leader', shard: undefined }],
  ['minority', { kind: 'minority', shard: undefined }],
  ['majority', { kind: 'majority', shard: undefined }],
  ['replica', { kind: 'one', role: 'replica' }],
  ['gateway', { kind: 'one', role: 'gateway' }],
  ['client', { kind: 'one', role: 'client' }],
  ['server', { kind: 'one', role: 'server' }],
  ['node', { kind: 'one', role: 'node' }],
  ['replicas', { kind: 'all', role: 'replica' }],
  ['gateways', { kind: 'all', role: 'gateway' }],
  ['clients', { kind: 'all', role: 'client' }],
  ['servers', { kind: 'all', role: 'server' }],
  ['nodes', { kind: 'all', role: 'node' }],
]);

/** Every word that names a target without being a node's name. */
const targetWords: readonly string[] = [...meanings.keys()];

const namePattern = /^[A-Za-z][A-Za-z0-9._-]{0,62}$/;
const remedy = `a target is a node's name, a list of names, or one of ${targetWords.join(', ')}`;

/** One node by its name, which is checked against the layout later. */
export function nodeName() {
  return leaf<string>(
    (value) =>
      typeof value === 'string' && namePattern.test(value)
        ? { value }
        : { wrong: `expected a node's name, found ${show(value)}` },
    { type: 'string', pattern: namePattern.source },
  );
}

const oneWord: z.ZodType<Target> = leaf<Target>(
  (value) => {
    if (typeof value !== 'string' || !namePattern.test(value)) {
      return { wrong: `expected a target, found ${show(value)}`, remedy };
    }
    const meaning = meanings.get(value);
    if (meaning !== undefined) return { value: meaning };
    // Nodes are numbered by habit: a word without a number, close to one of ours, is a slip.
    const meant = /\d/.test(value) ? undefined : nearest(value, targetWords);
    return meant === undefined
      ? { value: { kind: 'named', names: [value] } }
      : { wrong: `unknown target "${value}"; did you mean "${meant}"?`, remedy };
  },
  { anyOf: [{ enum: targetWords }, { type: 'string', pattern: namePattern.source }] },
);

const names: z.ZodType<Target> = list("nodes' names", nodeName())
  .refine((told) => told.length > 0, 'expected at least one node, found none')
  .transform((told): Target => ({ kind: 'named', names: told }));

const ofShard = mapping({ shard: count(1, 64).describe('Which shard, from 1.') });

const leaderOf: z.ZodType<Target> = mapping({ leader: ofShard.describe('The node that leads a shard.') }).transform(
  (told): Target => ({ kind: 'leader', shard: told.leader.shard }),
);
const minorityOf: z.ZodType<Target> = mapping({
  minority: ofShard.describe('As many replicas of a shard as it can do without.'),
}).transform((told): Target => ({ kind: 'minority', shard: told.minority.shard }));
const majorityOf: z.ZodType<Target> = mapping({
  majority: ofShard.describe('More replicas of a shard than it can do without, by one.'),
}).transform((told): Target => ({ kind: 'majority', shard: told.majority.shard }));

const clientPattern = /^c[1-9]\d*$/;

const oneClient = leaf<ClientTarget>(
  (value) => {
    if (value === 'it') return { value: { kind: 'it' } };
    if (value === 'client') return { value: { kind: 'one', role: 'client' } };
    if (typeof value === 'string' && clientPattern.test(value)) return { value: { kind: 'named', names: [value] } };
    const remedy = 'a client is c1, c2, …, client for any that is connected, or it';
    return { wrong: `expected a client, found ${show(value)}`, remedy };
  },
  { anyOf: [{ enum: ['client', 'it'] }, { type: 'string', pattern: clientPattern.source }] },
);

const gatewayOf: z.ZodType<Target> = mapping({
  gatewayOf: oneClient.describe('Whom this client is connected to now, else one of all that it might be.'),
}).transform((told): Target => ({ kind: 'gateway-of', client: told.gatewayOf }));

/** `leader`, `q1`, `[q1, q2]`, `{ leader: { shard: 1 } }`, `{ gatewayOf: c3 }`. */
export const targetSchema = oneOf<Target>([oneWord, names, leaderOf, minorityOf, majorityOf, gatewayOf], (value) => {
  if (Array.isArray(value)) return names;
  if (typeof value !== 'object' || value === null) return oneWord;
  if ('minority' in value) return minorityOf;
  if ('gatewayOf' in value) return gatewayOf;
  return 'majority' in value ? majorityOf : leaderOf;
});
