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
    const load = this.#then((bytes: Uint8Array) => this.#syncLastSegment(decodeSnapshot(bytes)));
    this.#disk.syncDirectory(this.#then(() => readWhole(this.#disk, snapshotFile, load)));
  }

  #syncLastSegment(snapshot: Snapshot | undefined): void {
    if (snapshot === undefined) {
      this.#done(undefined);
      return;
    }
    const last = this.#numbers.at(-1);
    const synced = this.#then(() => this.#readSegments(snapshot));
    if (last === undefined) this.#scan(snapshot);
    else this.#disk.sync(segmentFile(last), synced);
  }

  #readSegments(snapshot: Snapshot): void {
    const number = this.#numbers[this.#segments.length];
    if (number === undefined) {
      this.#scan(snapshot);
      return;
    }
    const take = this.#then((bytes: Uint8Array) => {
      this.#segments.push({ number, bytes });
      this.#readSegments(snapshot);
    });
    readWhole(this.#disk, segmentFile(number), take);
  }

  #scan(snapshot: Snapshot): void {
    const scan = scanLog(this.#segments, snapshot.end);
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
    if (verdict === 'torn' && last !== undefined) this.#cut(last, soundBytes, finish);
    else finish(soundBytes);
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
