/**
 * The write-ahead log on one disk, in segments. One batch at a time is written, then synced; what
 * is asked for meanwhile waits for the next (group commit). A batch counts once its bytes, and the
 * name of a segment begun with it, are durable. After the first failed act nothing counts any
 * more: what a failed sync has left behind nobody can know.
 */
import type { Disk, DiskError } from '../../contract/index.ts';
import { segmentFile } from './files.ts';
import { type Batch, encodeBatch, endOf, type LogEnd, type LogRecord, readBatch } from './log-format.ts';
import type { Tail } from './recovery.ts';
import type { Rules } from './rules.ts';
import type { BatchPlace, PlacedBatch } from './scan.ts';

/** Who is told. No call comes before the act that leads to it has returned. */
export interface LogOwner {
  /** The batch counts. */
  counted(placed: PlacedBatch): void;
  /** The log takes the next batch. */
  idle(): void;
  failed(error: DiskError): void;
}

export class Log {
  readonly #disk: Disk;
  readonly #rules: Rules;
  readonly #segmentBytes: number;
  readonly #owner: LogOwner;
  #end: LogEnd;
  #segment: number;
  #sizeBytes: number;
  #busy = false;

  constructor(options: {
    readonly disk: Disk;
    readonly rules: Rules;
    /** A batch that finds this many bytes or more goes to a new segment. */
    readonly segmentBytes: number;
    readonly tail: Tail;
    readonly owner: LogOwner;
  }) {
    this.#disk = options.disk;
    this.#rules = options.rules;
    this.#segmentBytes = options.segmentBytes;
    this.#owner = options.owner;
    this.#end = options.tail.end;
    this.#segment = options.tail.segment;
    this.#sizeBytes = options.tail.sizeBytes;
  }

  /** A batch is not yet durable. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Behind the last batch, durable or not. */
  get end(): LogEnd {
    return this.#end;
  }

  /** Appends a batch of at least one record. Only when not busy. */
  append(records: readonly LogRecord[]): void {
    if (this.#busy) throw new Error(`one batch at a time: ${this.#end.sequence} is not durable yet`);
    this.#busy = true;
    const isNewSegment = this.#segment === 0 || this.#sizeBytes >= this.#segmentBytes;
    if (isNewSegment) {
      this.#segment++;
      this.#sizeBytes = 0;
    }
    const { sequence, seal, index } = this.#end;
    const batch: Batch = { sequence: sequence + 1, previous: seal, first: index + 1, records };
    const bytes = encodeBatch(batch);
    const place = { segment: this.#segment, offset: this.#sizeBytes, lengthBytes: bytes.length };
    this.#end = endOf(batch, bytes);
    this.#sizeBytes += bytes.length;
    this.#write(bytes, { batch, place }, isNewSegment);
  }

  /** Reads a batch back. An error may mean that its segment was removed meanwhile. */
  read(place: BatchPlace, done: (error: DiskError | undefined, batch: Batch | undefined) => void): void {
    this.#disk.read(segmentFile(place.segment), place.offset, place.lengthBytes, (error, bytes) => {
      done(error, error === undefined ? readBatch(bytes, 0)?.batch : undefined);
    });
  }

  #write(bytes: Uint8Array, placed: PlacedBatch, isNewSegment: boolean): void {
    const file = segmentFile(placed.place.segment);
    const countsEarly = this.#rules.batchCounts(false);
    const then = (act: 'write' | 'sync', next: () => void) => (error: DiskError | undefined) => {
      if (this.#rules.goesOn(act, error)) next();
      else if (error !== undefined && act === 'sync' && this.#rules.syncsAgain()) sync();
      else if (error !== undefined) this.#owner.failed(error);
    };
    const durable = (): void => {
      this.#busy = false;
      if (!countsEarly) this.#owner.counted(placed);
      this.#owner.idle();
    };
    const synced = (): void => {
      if (this.#rules.awaitsName(isNewSegment)) this.#disk.syncDirectory(then('sync', durable));
      else durable();
    };
    const written = (): void => {
      if (countsEarly) this.#owner.counted(placed);
      sync();
    };
    const sync = (): void => this.#disk.sync(file, then('sync', synced));
    this.#disk.write(file, placed.place.offset, bytes, then('write', written));
  }
}
