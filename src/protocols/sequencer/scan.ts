/**
 * Reads a log back from the bytes of its segments and tells a torn end from corruption. A log has
 * at most one batch that is not synced, its last: so whatever is unsound at the end, in any subset
 * of its sectors, is that batch, which nobody was told of, and may be cut. Unsound bytes with a
 * later batch of the log behind them are damage to what was promised: such a log is not served.
 * What is left out: rot in the very last batch looks like a torn one, and a message made to look
 * like a later batch makes a torn end look corrupt, which costs availability and nothing else.
 */
import { type Batch, emptyLog, follows, type LogEnd, readBatch } from './log-format.ts';
import { type Rules, soundRules } from './rules.ts';

/** Where a batch stands on the disk. */
export interface BatchPlace {
  readonly segment: number;
  readonly offset: number;
  readonly lengthBytes: number;
}

export interface PlacedBatch {
  readonly batch: Batch;
  readonly place: BatchPlace;
}

export interface Segment {
  readonly number: number;
  readonly bytes: Uint8Array;
}

export type Scan =
  | {
      readonly verdict: 'sound' | 'torn';
      /** In order; those up to the snapshot's end are among them as far as their segments are kept. */
      readonly batches: readonly PlacedBatch[];
      readonly end: LogEnd;
      /** Where whole batches end in the last segment; what is behind it is torn. */
      readonly soundBytes: number;
    }
  | { readonly verdict: 'corrupt'; readonly batches: readonly [] };

const corrupt: Scan = { verdict: 'corrupt', batches: [] };

/** The log of `segments`, in order of their numbers, under a snapshot that was taken when it stood at `snapshot`. */
export function scanLog(segments: readonly Segment[], snapshot: LogEnd, rules: Rules = soundRules): Scan {
  const batches: PlacedBatch[] = [];
  let end: LogEnd | undefined;
  let soundBytes = 0;
  let verdict: 'sound' | 'torn' = 'sound';
  for (const [nth, { number, bytes }] of segments.entries()) {
    soundBytes = 0;
    while (soundBytes < bytes.length) {
      const found = readBatch(bytes, soundBytes);
      if (found === undefined || !continues(end, found.batch, snapshot)) break;
      if (found.end.sequence === snapshot.sequence && !sameEnd(found.end, snapshot)) return corrupt;
      const place = { segment: number, offset: soundBytes, lengthBytes: found.next - soundBytes };
      batches.push({ batch: found.batch, place });
      end = found.end;
      soundBytes = found.next;
    }
    if (soundBytes === bytes.length) continue;
    const isLast = nth === segments.length - 1;
    if (!isLast || !rules.isTorn(laterBatch(bytes, soundBytes, (end ?? snapshot).sequence + 1))) return corrupt;
    verdict = 'torn';
  }
  const reached = end ?? emptyLog;
  return reached.sequence < snapshot.sequence ? corrupt : { verdict, batches, end: reached, soundBytes };
}

/** The first batch that is kept may be an old one; after it, each carries on the one before. */
function continues(end: LogEnd | undefined, batch: Batch, snapshot: LogEnd): boolean {
  if (end !== undefined) return follows(end, batch);
  return batch.sequence <= snapshot.sequence || follows(snapshot, batch);
}

function sameEnd(a: LogEnd, b: LogEnd): boolean {
  return a.sequence === b.sequence && a.seal === b.seal && a.index === b.index;
}

/**
 * Whether anywhere behind the unsound bytes at `from` a batch begins that comes after the one they
 * should hold. One with just that number is what an earlier cut has left of another attempt at it.
 */
function laterBatch(bytes: Uint8Array, from: number, torn: number): boolean {
  for (let offset = from; offset < bytes.length; offset++) {
    const found = readBatch(bytes, offset);
    if (found !== undefined && found.batch.sequence > torn) return true;
  }
  return false;
}
