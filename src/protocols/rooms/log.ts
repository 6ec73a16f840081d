/**
 * One replica's log: whole in memory, and in one file, to which batches are appended. One at a time
 * is written, then synced; what comes meanwhile waits for the next. Completions carry the place of
 * the batch's last entry, and count for nothing when another entry stands there by then. Left for
 * later: segments, snapshots, and a log larger than memory.
 */
import { checksumIn } from '../../bytes/index.ts';
import { type DiskOptions, unlessFailed } from './ballot.ts';
import { writeBatch } from './batch.ts';
import { type Body, type Entry, makeEntry } from './entry.ts';
import type { Place } from './rules.ts';

export const logFile = 'log';

/** What a log's file holds. */
export interface Found {
  readonly entries: Entry[];
  /** Where the next batch goes, and the checksum of the one before it. */
  readonly end: number;
  readonly checksum: number;
}

export class Log {
  /** More has become durable. */
  synced: () => void = () => {};
  readonly #options: DiskOptions;
  readonly #entries: Entry[];
  #durable: number;
  /** Where the next batch goes, and the checksum of the one before it. */
  #end: number;
  #checksum: number;
  #busy = false;

  /** All of what was found is durable. */
  constructor(options: DiskOptions, { entries, end, checksum }: Found) {
    this.#options = options;
    this.#entries = entries;
    this.#durable = entries.length;
    this.#end = end;
    this.#checksum = checksum;
  }

  get last(): number {
    return this.#entries.length;
  }

  get lastPlace(): Place {
    return { index: this.last, term: this.termAt(this.last) ?? 0 };
  }

  /** All up to here is on the own disk. Invariant: 0 ≤ `durable` ≤ `last`. */
  get durable(): number {
    return this.#durable;
  }

  /** 0 at index 0, undefined behind the end. */
  termAt(index: number): number | undefined {
    return index === 0 ? 0 : this.#entries[index - 1]?.term;
  }

  /** Entries behind `after` up to `upTo`. */
  slice(after: number, upTo: number): readonly Entry[] {
    return this.#entries.slice(after, Math.max(after, upTo));
  }

  /** In memory; `flush` makes it durable. The entry carries on from the last. */
  append(entry: Entry): void {
    if (entry.index !== this.last + 1) throw new Error(`entry ${this.last + 1} is next, not ${entry.index}`);
    this.#entries.push(entry);
  }

  propose(term: number, body: Body): void {
    this.append(makeEntry(this.last + 1, term, body));
  }

  /** Forgets the entries from `index` on. The file does so with the next batch, which must follow. */
  cut(index: number): void {
    this.#entries.length = index - 1;
    this.#durable = Math.min(this.#durable, index - 1);
  }

  /** Begins to make durable what is not, unless a batch is on its way: then that goes on with it. */
  flush(): void {
    if (this.#busy || this.#durable === this.last) return;
    this.#busy = true;
    const { disk, rules } = this.#options;
    const { index, term } = this.lastPlace;
    const bytes = writeBatch(this.#checksum, this.slice(this.#durable, index));
    const synced = unlessFailed(this.#options, () => {
      this.#busy = false;
      const now = this.termAt(index);
      if (now !== undefined && rules.completionCounts(term, now)) this.#durable = index;
      this.flush();
      this.synced();
    });
    const written = unlessFailed(this.#options, () => disk.sync(logFile, synced));
    disk.write(logFile, this.#end, bytes, written);
    this.#end += bytes.length;
    this.#checksum = checksumIn(bytes, 0);
  }
}
