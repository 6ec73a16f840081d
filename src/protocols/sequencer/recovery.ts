/**
 * What a sequencer does with its disk before it serves. A process may find bytes and names that
 * its predecessor wrote and never synced: after a plain crash they can still be read and yet be
 * lost to the next power loss. So names and the last segment are synced first and believed then;
 * all else was synced before anything built on it. A torn end is cut, and the cut is durable
 * before anything is appended, so that no two ends ever stand side by side.
 */
import type { Disk, DiskError } from '../../contract/index.ts';
import { draftFile, readWhole, segmentFile, segmentNumber, snapshotFile } from './files.ts';
import type { LogEnd } from './log-format.ts';
import type { Rules } from './rules.ts';
import { type PlacedBatch, type Segment, scanLog } from './scan.ts';
import { decodeSnapshot, type Snapshot } from './snapshot-format.ts';

/** Where the next batch goes: behind `sizeBytes` bytes of a segment. Segment 0: there is none yet. */
export interface Tail {
  readonly end: LogEnd;
  readonly segment: number;
  readonly sizeBytes: number;
}

export interface Recovered {
  readonly snapshot: Snapshot;
  /** What the kept segments hold, older than the snapshot or not. */
  readonly batches: readonly PlacedBatch[];
  readonly tail: Tail;
  readonly wasTorn: boolean;
}

/** Calls `done` once: with everything, durable; or with undefined where the disk fails or is corrupt. */
export function recover(disk: Disk, rules: Rules, done: (recovered: Recovered | undefined) => void): void {
  /** Goes on where an act succeeded. */
  const then =
    <Value>(next: (value: Value) => void) =>
    (error: DiskError | undefined, value: Value): void => {
      if (error === undefined) next(value);
      else done(undefined);
    };

  const withSegments = (snapshot: Snapshot, segments: readonly Segment[]): void => {
    const scan = scanLog(segments, snapshot.end);
    const last = segments.at(-1);
    if (scan.verdict === 'corrupt') {
      done(undefined);
      return;
    }
    const { batches, end, soundBytes } = scan;
    const finish = (sizeBytes: number): void => {
      const tail = { end, segment: last?.number ?? 0, sizeBytes };
      done({ snapshot, batches, tail, wasTorn: scan.verdict === 'torn' });
    };
    if (scan.verdict === 'sound' || last === undefined) {
      finish(soundBytes);
      return;
    }
    const file = segmentFile(last.number);
    const keptBytes = rules.keptBytes(soundBytes, last.bytes.length);
    disk.truncate(
      file,
      keptBytes,
      then(() =>
        disk.sync(
          file,
          then(() => finish(keptBytes)),
        ),
      ),
    );
  };

  const readSegments = (snapshot: Snapshot, numbers: readonly number[], segments: Segment[]): void => {
    const number = numbers[segments.length];
    if (number === undefined) {
      withSegments(snapshot, segments);
      return;
    }
    const take = then((bytes: Uint8Array) => {
      segments.push({ number, bytes });
      readSegments(snapshot, numbers, segments);
    });
    readWhole(disk, segmentFile(number), take);
  };

  const withNames = (files: readonly string[]): void => {
    const numbers: number[] = [];
    for (const file of files) {
      const number = segmentNumber(file);
      if (number !== undefined) numbers.push(number);
    }
    numbers.sort((a, b) => a - b);
    const withSnapshot = then((bytes: Uint8Array) => {
      const snapshot = decodeSnapshot(bytes);
      if (snapshot === undefined) {
        done(undefined);
        return;
      }
      const last = numbers.at(-1);
      if (last === undefined) readSegments(snapshot, [], []);
      else
        disk.sync(
          segmentFile(last),
          then(() => readSegments(snapshot, numbers, [])),
        );
    });
    const syncNames = then(() => disk.syncDirectory(then(() => readWhole(disk, snapshotFile, withSnapshot))));
    if (files.includes(draftFile)) disk.remove(draftFile, syncNames);
    else syncNames(undefined, undefined);
  };

  disk.list(then(withNames));
}
