/**
 * Removes the oldest segments once retention lets go of every message in them. Their records must
 * not be needed for recovery any more: so a snapshot is made durable first, under another name,
 * and takes the former's place by a rename. Then segments go one by one, oldest first, each durably
 * gone before the next, so that what a power loss brings back never leaves a gap in the log.
 * Segments are only removed from the old end: a message that a quiet room still keeps holds all
 * that follow.
 */
import type { Disk, DiskError, RoomId } from '../../contract/index.ts';
import { draftFile, segmentFile, snapshotFile } from './files.ts';
import type { LogEnd } from './log-format.ts';
import type { Rules } from './rules.ts';
import type { PlacedBatch } from './scan.ts';
import { encodeSnapshot } from './snapshot-format.ts';
import type { State } from './state.ts';

interface SegmentContents {
  readonly number: number;
  sizeBytes: number;
  /** The newest position of each room in it. */
  readonly newest: Map<RoomId, number>;
}

export interface CompactionOptions {
  readonly disk: Disk;
  readonly rules: Rules;
  readonly state: State;
  /** Messages kept per room, at least. */
  readonly keptItems: number;
  /** Segments before this one are about to be removed. */
  readonly forget: (segment: number) => void;
  readonly failed: (error: DiskError) => void;
}

export class Compaction {
  readonly #options: CompactionOptions;
  readonly #segments: SegmentContents[] = [];
  #running = false;
  #snapshotBytes = 0;

  constructor(options: CompactionOptions) {
    this.#options = options;
  }

  /** A batch stands in the log; batches come in order. */
  note({ batch, place }: PlacedBatch): void {
    let last = this.#segments.at(-1);
    if (last?.number !== place.segment) {
      last = { number: place.segment, sizeBytes: 0, newest: new Map() };
      this.#segments.push(last);
    }
    last.sizeBytes += place.lengthBytes;
    for (const record of batch.records) {
      if (record.kind === 'message') last.newest.set(record.room, record.position);
    }
  }

  /**
   * Begins to remove what may go, unless that would be less than a snapshot costs. The state is that
   * of a log that stands at `end`, all of it durable.
   */
  consider(end: LogEnd): void {
    if (this.#running) return;
    const removable = this.#removable();
    let sizeBytes = 0;
    for (const segment of removable) sizeBytes += segment.sizeBytes;
    if (removable.length === 0 || sizeBytes < this.#snapshotBytes) return;
    this.#running = true;
    const { disk, rules, state } = this.#options;
    const bytes = encodeSnapshot(state.snapshot(end));
    this.#snapshotBytes = bytes.length;
    const remove = this.#then(() => this.#remove(removable.length));
    const syncNames = this.#then(() => {
      if (rules.awaitsSnapshot()) disk.syncDirectory(remove);
      else this.#remove(removable.length);
    });
    const rename = this.#then(() => disk.rename(draftFile, snapshotFile, syncNames));
    const sync = this.#then(() => disk.sync(draftFile, rename));
    disk.write(draftFile, 0, bytes, sync);
  }

  /** The oldest segments, but for the one that grows, whose messages are all beyond retention. */
  #removable(): readonly SegmentContents[] {
    const { state, keptItems } = this.#options;
    const isPast = ({ newest }: SegmentContents): boolean => {
      for (const [room, position] of newest) {
        if (position > (state.rooms.get(room)?.head ?? 0) - keptItems) return false;
      }
      return true;
    };
    const full = this.#segments.slice(0, -1);
    const kept = full.findIndex((segment) => !isPast(segment));
    return kept === -1 ? full : full.slice(0, kept);
  }

  #remove(count: number): void {
    const oldest = this.#segments[0];
    const next = this.#segments[1];
    if (count === 0 || oldest === undefined || next === undefined) {
      this.#running = false;
      return;
    }
    const { disk, forget } = this.#options;
    this.#segments.shift();
    forget(next.number);
    const goOn = this.#then(() => this.#remove(count - 1));
    disk.remove(
      segmentFile(oldest.number),
      this.#then(() => disk.syncDirectory(goOn)),
    );
  }

  #then(next: () => void): (error: DiskError | undefined) => void {
    return (error) => {
      if (error === undefined) next();
      else this.#options.failed(error);
    };
  }
}
