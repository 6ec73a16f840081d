/**
 * How a log looks in its file: batches, one frame each, that nothing ever changes. A batch's header
 * carries the checksum of the batch before it, so that neither the remains of an earlier tail nor a
 * batch whose predecessor is gone pass for what comes next. A batch that begins at or below the
 * last index takes the place of all that stood from there on: that is how a log is truncated and
 * written anew in one act, which a power loss leaves done or not begun. A batch is written when the
 * one before it is durable; so the last may be torn, and no other.
 */
import { ByteReader, ByteWriter, checksumIn, endOfFrame, frameOverheadBytes, writeFrame } from '../../bytes/index.ts';
import { type Entry, readEntry } from './entry.ts';

export interface Batch {
  readonly entries: readonly Entry[];
  /** Where its frame begins (inclusive) and ends (exclusive) in the file. */
  readonly from: number;
  readonly to: number;
  /** The checksum of its frame. */
  readonly checksum: number;
}

/** What comes first has no predecessor. */
export const noChecksum = 0;

/** The frame of a batch behind the one with this checksum. */
export function writeBatch(before: number, entries: readonly Entry[]): Uint8Array {
  const writer = new ByteWriter(256).u32(before).u32(entries.length);
  for (const { frame } of entries) writer.raw(frame);
  return writeFrame(writer.finish());
}

/**
 * The batch at `offset`, if it is whole, sound, carries on from the batch with this checksum, and
 * its entries from a log that ends with `last` or later.
 */
export function readBatch(bytes: Uint8Array, offset: number, before: number, last: number): Batch | undefined {
  const end = endOfFrame(bytes, offset);
  if (end === undefined) return undefined;
  const header = new ByteReader(bytes, offset + frameOverheadBytes, end);
  if (header.u32() !== before) return undefined;
  const entries: Entry[] = [];
  let at = offset + frameOverheadBytes + 8;
  for (let left = header.u32(); left > 0; left--) {
    const entry = readEntry(bytes, at);
    if (entry === undefined || entry.index !== (entries.at(-1)?.index ?? entry.index - 1) + 1) return undefined;
    entries.push(entry);
    at += entry.frame.length;
  }
  const first = entries[0]?.index;
  if (at !== end || first === undefined || first < 1 || first > last + 1) return undefined;
  return { entries, from: offset, to: end, checksum: checksumIn(bytes, offset) };
}

/** Takes a batch into a log, its entries in the place of all that stood from its first index on. */
export function take(log: Entry[], { entries }: Batch): void {
  log.length = entries[0]!.index - 1;
  log.push(...entries);
}
