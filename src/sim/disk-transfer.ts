/**
 * How unsynced changes of a file come to what lies behind the cache: truncations in order, then
 * whole sectors; and which durable bytes are new by it.
 */
import { newBytes } from '../bytes/index.ts';
import type { DiskContent } from './disk-content.ts';

export interface CachedTruncation {
  readonly anchor: string;
  readonly size: number;
}

/** Neighbouring sectors as the cache holds them, zeros past the end included. */
export interface Run {
  readonly from: number;
  readonly bytes: Uint8Array;
}

/** What goes from the cache to the platter: truncations in order, then whole sectors. */
export interface Transfer {
  readonly truncations: readonly CachedTruncation[];
  /** Ascending; no two of them overlap. */
  readonly runs: readonly Run[];
  /** The file's size after all of it. */
  readonly size: number;
}

/** Arguments of `DiskReader.changed`, but for the name. */
export interface DurableChange {
  readonly from: number;
  readonly to: number;
  readonly bytes: Uint8Array;
}

/** Brings a transfer to `content` and says which bytes are new. Only truncations make it shorter. */
export function bring(content: DiskContent, transfer: Transfer): readonly DurableChange[] {
  const { truncations, runs } = transfer;
  const before = content.size;
  const size = truncations.length === 0 ? Math.max(before, transfer.size) : transfer.size;
  const low = truncations.reduce((least, truncation) => Math.min(least, truncation.size), before);
  const changes: DurableChange[] = [];
  const targets = touched(runs, low, Math.max(before, size)).map(({ from, to }) => {
    const bytes = targetOf(content, runs, { from, to: Math.max(from, Math.min(to, size)) }, low);
    const change = difference(from, to, content.view(from, to), bytes);
    if (change !== undefined) changes.push(change);
    return { from, bytes };
  });
  content.resize(low);
  content.resize(size);
  for (const { from, bytes } of targets) content.write(from, bytes);
  return changes;
}

/** What is to stand in a range: the runs, and beside them what stood there below `low`, and zeros. */
function targetOf(
  content: DiskContent,
  runs: readonly Run[],
  { from, to }: { from: number; to: number },
  low: number,
): Uint8Array {
  for (const run of runs) {
    if (run.from <= from && to <= run.from + run.bytes.length)
      return run.bytes.subarray(from - run.from, to - run.from);
  }
  const bytes = newBytes(to - from);
  bytes.set(content.view(from, Math.min(to, low)));
  for (const run of runs) {
    if (run.from < from || run.from >= to) continue;
    bytes.set(run.bytes.subarray(0, to - run.from), run.from - from);
  }
  return bytes;
}

/** The runs and everything from `low` to `end`, as ascending ranges that do not meet. */
function touched(runs: readonly Run[], low: number, end: number): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  const add = (from: number, to: number) => {
    const last = ranges.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else ranges.push({ from, to });
  };
  for (const { from, bytes } of runs) if (from < low) add(from, Math.min(from + bytes.length, end));
  if (low < end) add(low, end);
  return ranges;
}

/**
 * The change that makes `now` of `old`, both beginning at `from`, without what they share at
 * either end, so that an append shows as an append. Undefined where they are equal.
 */
function difference(from: number, to: number, old: Uint8Array, now: Uint8Array): DurableChange | undefined {
  const shared = Math.min(old.length, now.length);
  let begin = 0;
  while (begin < shared && old[begin] === now[begin]) begin++;
  if (old.length !== now.length) return { from: from + begin, to, bytes: now.subarray(begin) };
  if (begin === now.length) return undefined;
  let end = now.length;
  while (old[end - 1] === now[end - 1]) end--;
  return { from: from + begin, to: from + end, bytes: now.subarray(begin, end) };
}
