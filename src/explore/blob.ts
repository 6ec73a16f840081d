/**
 * Blobs: the findings of one shard in a file, for those of all shards to be joined. Only this very
 * version of tutti reads them.
 */
import { z } from 'zod';
import { errorAt } from '../scenario/error.ts';
import type { ScenarioError } from '../scenario/index.ts';
import { failureText, readFailure } from './failure-file.ts';
import type { Caught, Findings } from './findings.ts';
import type { Shard } from './places.ts';

/** Raised whenever a blob changes its shape. */
const blobFormat = 1;

const head = z.object({
  blob: z.literal(blobFormat),
  tool: z.string(),
  plan: z.string(),
  shard: z.strictObject({ index: z.int().min(1), of: z.int().min(1) }).optional(),
  subjects: z.array(z.unknown()),
  runs: z.array(z.unknown()),
  caught: z.array(z.object({ failure: z.unknown() })),
});

/** `shard-2-of-4.json`; the whole is the only shard of one. */
export function blobName({ index, of }: Shard): string {
  return `shard-${index}-of-${of}.json`;
}

export function blobText(findings: Findings): string {
  const caught = findings.caught.map((one) => ({ ...one, failure: JSON.parse(failureText(one.failure)) as unknown }));
  return `${JSON.stringify({ blob: blobFormat, ...findings, caught }, maps)}\n`;
}

/** The findings in a blob, or what is wrong with it. */
export function readBlob(text: string, file: string): Findings | ScenarioError {
  const wrong = (message: string, remedy?: string) => errorAt({ file, line: 0, column: 0 }, message, remedy);
  let data: unknown;
  try {
    data = JSON.parse(text, unmapped);
  } catch {
    return wrong('is not JSON, or breaks off', 'run its shard again');
  }
  const parsed = head.safeParse(data);
  if (!parsed.success) return wrong('is no blob of this version of tutti', 'blobs come from explore --reporter blob');
  // What passes the head was written by blobText, in this format.
  const { blob: _, ...findings } = data as Findings & { readonly blob: number };
  const caught: Caught[] = [];
  for (const one of findings.caught) {
    const failure = readFailure(JSON.stringify(one.failure), file);
    if (!('schedule' in failure)) return failure;
    caught.push({ ...one, failure });
  }
  return { ...findings, caught };
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
