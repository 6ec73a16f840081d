/**
 * What a sequencer does with its disk before it serves. A process may find bytes and names that
 * its predecessor wrote and never synced: after a plain crash they can still be read and yet be
 * lost to the next power loss, or were given up by a sync that failed, and are clean: to sync them
 * again brings nothing. So names are synced, the last batch is written once more where it stands,
 * and synced then; all else was synced before anything built on it. A torn end is cut, and the cut is durable
 * before anything is appended, so that no two ends ever stand side by side.
 */
import type { Disk, DiskError } from '../../contract/index.ts';
import { draftFile, readWhole, segmentFile, segmentNumber, snapshotFile } from './files.ts';
import type { LogEnd } from './log-format.ts';
import type { Rules } from './rules.ts';
import { type BatchPlace, type PlacedBatch, type Segment, scanLog } from './scan.ts';
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
  new Recovery(disk, rules, done).begin();
}

/** The steps, in order; each goes on where its acts succeeded. */
class Recovery {
  readonly #disk: Disk;
  readonly #rules: Rules;
  readonly #done: (recovered: Recovered | undefined) => void;
  #numbers: readonly number[] = [];
  readonly #segments: Segment[] = [];

  constructor(disk: Disk, rules: Rules, done: (recovered: Recovered | undefined) => void) {
    this.#disk = disk;
    this.#rules = rules;
    this.#done = done;
  }

  begin(): void {
    this.#disk.list(this.#then((files) => this.#dropDraft(files)));
  }

  #dropDraft(files: readonly string[]): void {
    const numbers = files.map(segmentNumber).filter((number) => number !== undefined);
    this.#numbers = numbers.sort((a, b) => a - b);
    const dropped = this.#then(() => this.#syncNames());
    if (files.includes(draftFile)) this.#disk.remove(draftFile, dropped);
    else this.#syncNames();
  }

  #syncNames(): void {
    const load = this.#then((bytes: Uint8Array) => this.#begin(decodeSnapshot(bytes)));
    this.#disk.syncDirectory(this.#then(() => readWhole(this.#disk, snapshotFile, load)));
  }

  #begin(snapshot: Snapshot | undefined): void {
    if (snapshot === undefined) this.#done(undefined);
    else this.#readSegments(snapshot);
  }

  #readSegments(snapshot: Snapshot): void {
    const number = this.#numbers[this.#segments.length];
    if (number === undefined) {
      this.#scan(snapshot);
      return;
    }
    readWhole(this.#disk, segmentFile(number), (error, bytes) => {
      if (error !== undefined && !this.#rules.readsAsEmpty(error)) {
        this.#done(undefined);
        return;
      }
      this.#segments.push({ number, bytes });
      this.#readSegments(snapshot);
    });
  }

  #scan(snapshot: Snapshot): void {
    const scan = scanLog(this.#segments, snapshot.end, this.#rules);
    if (scan.verdict === 'corrupt') {
      this.#done(undefined);
      return;
    }
    const { verdict, batches, end, soundBytes } = scan;
    const last = this.#segments.at(-1);
    const finish = (sizeBytes: number): void => {
      const tail = { end, segment: last?.number ?? 0, sizeBytes };
      this.#done({ snapshot, batches, tail, wasTorn: verdict === 'torn' });
    };
    const tail = batches.at(-1)?.place;
    if (last === undefined) finish(soundBytes);
    else if (verdict === 'torn') this.#cut(last, soundBytes, finish);
    else if (tail?.segment === last.number) this.#rewrite(last, tail, () => finish(soundBytes));
    else finish(soundBytes);
  }

  #rewrite({ number, bytes }: Segment, { offset, lengthBytes }: BatchPlace, finish: () => void): void {
    const file = segmentFile(number);
    const sync = this.#then(() => this.#disk.sync(file, this.#then(finish)));
    if (this.#rules.rewritesTail()) this.#disk.write(file, offset, bytes.subarray(offset, offset + lengthBytes), sync);
    else sync(undefined, undefined);
  }

  #cut({ number, bytes }: Segment, soundBytes: number, finish: (sizeBytes: number) => void): void {
    const file = segmentFile(number);
    const keptBytes = this.#rules.keptBytes(soundBytes, bytes.length);
    const synced = this.#then(() => finish(keptBytes));
    const cut = this.#then(() => this.#disk.sync(file, synced));
    this.#disk.truncate(file, keptBytes, cut);
  }

  #then<Value>(next: (value: Value) => void): (error: DiskError | undefined, value: Value) => void {
    return (error, value) => {
      if (error === undefined) next(value);
      else this.#done(undefined);
    };
  }
}
