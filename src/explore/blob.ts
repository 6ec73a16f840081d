/**
 * Blobs: the findings of one shard in a file, for those of all shards to be joined. The first line
 * has everything but the runs, of which each has one more line: a night's runs are longer than any
 * string can be. Only this very version of tutti reads them.
 */
import { z } from 'zod';
import { errorAt } from '../scenario/error.ts';
import type { ScenarioError } from '../scenario/index.ts';
import { failureText, readFailure } from './failure-file.ts';
import type { Caught, Findings, Ran } from './findings.ts';
import type { Shard } from './places.ts';

/** Raised whenever a blob changes its shape. */
const blobFormat = 1;

const head = z.object({
  blob: z.literal(blobFormat),
  /** How many lines follow. */
  runs: z.int().nonnegative(),
  tool: z.string(),
  plan: z.string(),
  shard: z.strictObject({ index: z.int().min(1), of: z.int().min(1) }).optional(),
  subjects: z.array(z.unknown()),
  caught: z.array(z.object({ failure: z.unknown() })),
});

/** `shard-2-of-4.json`; the whole is the only shard of one. */
export function blobName({ index, of }: Shard): string {
  return `shard-${index}-of-${of}.json`;
}

/** The lines of a blob, without their ends. */
export function* blobLines({ runs, ...findings }: Findings): Generator<string> {
  const caught = findings.caught.map((one) => ({ ...one, failure: JSON.parse(failureText(one.failure)) as unknown }));
  yield JSON.stringify({ blob: blobFormat, ...findings, caught, runs: runs.length });
  for (const ran of runs) yield JSON.stringify(ran, maps);
}

/** The findings in a blob, or what is wrong with it. */
export function readBlob(lines: Iterable<string>, file: string): Findings | ScenarioError {
  const wrong = (message: string, remedy?: string) => errorAt({ file, line: 0, column: 0 }, message, remedy);
  const broken = wrong('breaks off, or is not JSON', 'run its shard again');
  let first: unknown;
  const runs: Ran[] = [];
  try {
    for (const line of lines) {
      if (first === undefined) first = JSON.parse(line);
      else runs.push(JSON.parse(line, unmapped) as Ran);
    }
  } catch {
    return broken;
  }
  const parsed = head.safeParse(first);
  if (!parsed.success) return wrong('is no blob of this version of tutti', 'blobs come from explore --reporter blob');
  if (parsed.data.runs !== runs.length) return broken;
  // What passes the head was written by blobLines, in this format.
  const { blob: _, ...findings } = first as Omit<Findings, 'runs'> & { readonly blob: number };
  const caught: Caught[] = [];
  for (const one of findings.caught) {
    const failure = readFailure(JSON.stringify(one.failure), file);
    if (!('schedule' in failure)) return failure;
    caught.push({ ...one, failure });
  }
  return { ...findings, caught, runs };
}

/** How a Map is told, which JSON does not have. */
interface ToldMap {
  readonly '#map': readonly (readonly [string, number])[];
}

function maps(_key: string, value: unknown): unknown {
  return value instanceof Map ? { '#map': [...value] } : value;
}

function unmapped(_key: string, value: unknown): unknown {
  return isToldMap(value) ? new Map(value['#map']) : value;
}

function isToldMap(value: unknown): value is ToldMap {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, '#map');
}
