/**
 * A trace as JSON lines: a header that says what ran, one line for everything that happened, in
 * order, and a last line with verdict and digest. For people and their `jq`: each line has its
 * sentence. Byte arrays are shown as text where they are text, else as hex, and long ones in part.
 */
import type { RunOptions, RunResult } from '../run/index.ts';

/** One thing that happened, as the simulator tells it. */
export type TraceEntry = Parameters<NonNullable<RunOptions['tracer']>['record']>[0];

/** What ran. */
export interface TraceHeader {
  readonly tool: string;
  readonly scenario: string;
  readonly protocol: string;
  readonly mutant: string | null;
  readonly seed: string;
  /** Names in order of node id, from 1. */
  readonly nodes: readonly string[];
}

/** Raised whenever a line changes its meaning. */
const traceVersion = 1;

const mostBytes = 256;

/** The first line, without its end. */
export function traceHeader(header: TraceHeader): string {
  return JSON.stringify({ format: 'tutti-trace', version: traceVersion, ...header });
}

/** One line, without its end. Nodes by name, times in microseconds; `text` is what `tell` says of it. */
export function traceLine(
  entry: TraceEntry,
  nameOf: (node: number) => string,
  tell: (entry: TraceEntry, nameOf: (node: number) => string) => string,
): string {
  const { event, cause, atUs, node, what, other, name, detail } = entry;
  return JSON.stringify(
    {
      event,
      cause,
      atUs,
      node: node === 0 ? undefined : nameOf(node),
      what,
      other: other === undefined || other === 0 ? undefined : nameOf(other),
      name: name === '' ? undefined : name,
      text: tell(entry, nameOf),
      detail,
    },
    readable,
  );
}

/** The last line, without its end. */
export function traceEnd({ verdict, digest, events }: RunResult): string {
  return JSON.stringify({ format: 'tutti-trace-end', verdict, digest, events });
}

function readable(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (value instanceof Uint8Array) return bytesAsText(value);
  return Array.isArray(value) ? value.filter((item) => item !== undefined) : value;
}

function bytesAsText(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, mostBytes);
  const isText = shown.every((byte) => byte >= 0x20 && byte < 0x7f);
  const text = isText
    ? String.fromCharCode(...shown)
    : `0x${[...shown].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  return bytes.length > mostBytes ? `${text}… (${bytes.length} bytes)` : text;
}
