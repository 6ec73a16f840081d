/** `network.regions:`: which nodes stand where, and how long packets take from there to elsewhere. */
import type { z } from 'zod';
import { didYouMean, nearest } from './nearest.ts';
import { complain, keysIn, leaf, list, mapping, named } from './shapes.ts';
import { show } from './show.ts';
import type { LatencyPlan, RegionMember, RegionPlan } from './types.ts';

const words: ReadonlyMap<string, RegionMember> = new Map<string, RegionMember>([
  ['replicas', { kind: 'all', role: 'replica' }],
  ['gateways', { kind: 'all', role: 'gateway' }],
  ['clients', { kind: 'all', role: 'client' }],
  ['servers', { kind: 'all', role: 'server' }],
  ['nodes', { kind: 'all', role: 'node' }],
]);

const remedy = `nodes of a region are written r1, c1..c20 or ${[...words.keys()].join(', ')} (all that no region names)`;
const mostNodes = 100_000;

const member = leaf<RegionMember>(
  (value) => {
    if (typeof value !== 'string') return { wrong: `expected a node's name, found ${show(value)}`, remedy };
    const meaning = words.get(value);
    if (meaning !== undefined) return { value: meaning };
    const range = /^([A-Za-z][A-Za-z0-9-]*?)([1-9]\d*)\.\.\1([1-9]\d*)$/.exec(value);
    if (range !== null) return readRange(value, range[1] ?? '', Number(range[2]), Number(range[3]));
    const meant = /\d/.test(value) ? undefined : nearest(value, [...words.keys()]);
    if (meant !== undefined) return { wrong: `unknown nodes "${value}"; did you mean "${meant}"?`, remedy };
    return /^[A-Za-z][A-Za-z0-9-]*$/.test(value)
      ? { value: { kind: 'named', names: [value] } }
      : { wrong: `expected a node's name, found ${show(value)}`, remedy };
  },
  { type: 'string' },
);

/** `network.regions`, with `latency` as the schema of a latency. */
export function regionsSchema(latency: z.ZodType<LatencyPlan>) {
  const region = mapping({
    nodes: list("nodes' names", member).describe('Who stands there: r1, c1..c20, clients.'),
    to: named('regions', latency).prefault({}).describe('Latency to other regions; wan where neither of two says.'),
  });
  return named('regions', region).transform((told, context): readonly RegionPlan[] => {
    const names = keysIn(told);
    const given = new Set<string>();
    return names.map((name) => {
      const { nodes, to } = told[name] as { nodes: readonly RegionMember[]; to: Readonly<Record<string, LatencyPlan>> };
      if (name === 'any') complain(context, { wrong: 'a region cannot be called "any"' }, [name], true);
      const others = names.filter((each) => each !== name);
      const reached = keysIn(to).map((region) => {
        const path = [name, 'to', region];
        if (region === name)
          complain(context, { wrong: `within ${name} the latency is that of network.latency` }, path, true);
        else if (!names.includes(region)) {
          const wrong = `there is no region "${region}"${didYouMean(region, others)}`;
          complain(context, { wrong, remedy: `other regions are ${others.join(', ')}` }, path, true);
        } else if (given.has(`${region} ${name}`)) {
          complain(context, { wrong: `the latency between ${region} and ${name} is given twice` }, path, true);
        }
        given.add(`${name} ${region}`);
        return { region, latency: to[region] as LatencyPlan };
      });
      return { name, members: nodes, to: reached };
    });
  });
}

function readRange(value: string, prefix: string, first: number, last: number) {
  if (last < first || last - first >= mostNodes) {
    return { wrong: `expected a range of nodes, from the lower number to the higher, found ${show(value)}`, remedy };
  }
  const names = Array.from({ length: last - first + 1 }, (_, nth) => `${prefix}${first + nth}`);
  return { value: { kind: 'named', names } as const };
}
