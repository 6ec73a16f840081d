/**
 * One replica's log: in memory, what was read back at boot as bytes and the rest as entries, and in one file. One batch at a time is written, then
 * synced; what comes meanwhile waits for the next. The file is there from the beginning, so its
 * name never needs a sync of the directory. A process may find bytes that its predecessor wrote
 * and never synced, or gave up when a sync failed, so that to sync them again brings nothing: what
 * it finds is written once more and synced, its torn end cut, before any of it counts; all of it,
 * for nothing says how far back the last batch reached. After the first failed act nothing more
 * becomes durable.
 */
import { newBytes } from '../../bytes/index.ts';
import type { Disk, DiskError, NodeId } from '../../contract/index.ts';
import { type Body, type Entry, entryIn, makeEntry, readNext } from './entry.ts';
import type { Configuration, Rules } from './rules.ts';

export const logFile = 'log';

export interface LogOptions {
  readonly disk: Disk;
  readonly rules: Rules;
  /** In force before any entry says otherwise. */
  readonly voters: readonly NodeId[];
}

/** Reads the log back and calls `done` with it, all of it durable; never, where the disk fails. */
export function openLog(options: LogOptions, done: (log: Log, wasTorn: boolean) => void): void {
  const { disk, rules } = options;
  const then =
    <Value>(next: (value: Value) => void) =>
    (error: DiskError | undefined, value: Value): void => {
      if (error === undefined) next(value);
    };
  const found = (bytes: Uint8Array): void => {
    const log = new Log(options, bytes);
    const end = log.sizeBytes;
    const synced = then(() => done(log, end < bytes.length));
    const sync = then(() => disk.sync(logFile, synced));
    const rewrite = then(() => {
      if (end > 0 && rules.rewritesLog()) disk.write(logFile, 0, bytes.subarray(0, end), sync);
      else disk.sync(logFile, synced);
    });
    if (end === bytes.length) rewrite(undefined, undefined);
    else disk.truncate(logFile, end, rewrite);
  };
  disk.size(
    logFile,
    then((size) => disk.read(logFile, 0, size, then(found))),
  );
}

export class Log {
  /** Everything up to `durable` has become so. */
  synced: () => void = () => {};
  readonly #options: LogOptions;
  /** What was read back: a long log costs its bytes, and an entry in it is made again when it is asked for. */
  readonly #found: Uint8Array;
  /** Undefined for those that stand in `#found`, at the same place as in the file. */
  readonly #entries: (Entry | undefined)[] = [];
  readonly #configurations: Configuration[];
  /** `#ends[index]` is where that entry ends in the file. */
  readonly #ends: number[] = [0];
  #durable: number;
  /** Bytes in the file. */
  #size: number;
  /** How often the log was cut. */
  #version = 0;
  #busy = false;

  /** Holds the entries from the beginning of `found` to the first that is not whole; those bytes stay as they are. */
  constructor(options: LogOptions, found: Uint8Array) {
    this.#options = options;
    this.#found = found;
    this.#configurations = [{ index: 0, sets: [options.voters] }];
    let entry = readNext(found, 0, undefined);
    while (entry !== undefined) {
      this.append(entry);
      this.#entries[this.last - 1] = undefined;
      entry = readNext(found, this.#ends[this.last]!, entry);
    }
    this.#durable = this.last;
    this.#size = this.#ends[this.last]!;
  }

  /** Of the file, as far as it is known to be written. */
  get sizeBytes(): number {
    return this.#size;
  }

  get last(): number {
    return this.#entries.length;
  }

  /** 0 ≤ `durable` ≤ `last`. */
  get durable(): number {
    return this.#durable;
  }

  /** In log order, the first in force from 0. */
  get configurations(): readonly Configuration[] {
    return this.#configurations;
  }

  /** Undefined for index 0 and behind the end. */
  at(index: number): Entry | undefined {
    if (index < 1 || index > this.last) return undefined;
    return this.#entries[index - 1] ?? entryIn(this.#found.subarray(this.#ends[index - 1], this.#ends[index]));
  }

  /** The epoch of an entry; 0 for none. */
  epochAt(index: number): number {
    return this.at(index)?.epoch ?? 0;
  }

  /** Entries behind `after` up to `upTo`. */
  slice(after: number, upTo: number): Entry[] {
    const entries: Entry[] = [];
    for (let index = after + 1; index <= Math.min(upTo, this.last); index++) entries.push(this.at(index)!);
    return entries;
  }

  /** In memory; `flush` makes it durable. The entry carries on from the last. */
  append(entry: Entry): void {
    if (entry.index !== this.last + 1) throw new Error(`entry ${this.last + 1} is next, not ${entry.index}`);
    this.#entries.push(entry);
    this.#ends.push(this.#ends[entry.index - 1]! + entry.frame.length);
    if (entry.body.kind === 'config') this.#configurations.push({ index: entry.index, sets: entry.body.sets });
  }

  propose(epoch: number, body: Body): Entry {
    const entry = makeEntry(this.at(this.last), epoch, body);
    this.append(entry);
    return entry;
  }

  /** Forgets everything behind `index`; with the next batch the file does so too. */
  cut(index: number): void {
    this.#entries.length = index;
    this.#ends.length = index + 1;
    while (this.#configurations.at(-1)!.index > index) this.#configurations.pop();
    this.#durable = Math.min(this.#durable, index);
    this.#version++;
  }

  /** Begins to make durable what is not, unless a batch is on its way: then that goes on with it. */
  flush(): void {
    if (this.#busy || this.#durable === this.last) return;
    this.#busy = true;
    const { disk, rules } = this.#options;
    const from = this.#ends[this.#durable]!;
    const through = this.last;
    const version = this.#version;
    const bytes = joined(this.slice(this.#durable, through));
    const then = (next: () => void) => (error: DiskError | undefined) => {
      if (error === undefined) next();
    };
    const synced = (): void => {
      this.#busy = false;
      if (rules.isCurrent(version, this.#version)) this.#durable = Math.min(through, this.last);
      this.flush();
      this.synced();
    };
    const write = (): void => {
      this.#size = from + bytes.length;
      disk.write(
        logFile,
        from,
        bytes,
        then(() =>
          disk.sync(logFile, (error) => {
            if (rules.goesOn(error)) synced();
          }),
        ),
      );
    };
    if (this.#size > from) disk.truncate(logFile, from, then(write));
    else write();
  }
}

function joined(entries: readonly Entry[]): Uint8Array {
  const bytes = newBytes(entries.reduce((length, { frame }) => length + frame.length, 0));
  let at = 0;
  for (const { frame } of entries) {
    bytes.set(frame, at);
    at += frame.length;
  }
  return bytes;
}
