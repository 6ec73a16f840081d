/**
 * The disk as one incarnation of a process sees it: checks what it is given, copies bytes, and
 * turns each call into an operation whose effect comes later. What a protocol gets wrong in a call
 * is thrown at the call; what the disk refuses is an error in the callback.
 */
import { copyOf } from '../bytes/index.ts';
import type { Disk, DiskError, Done } from '../contract/index.ts';
import type { DiskDirectory } from './disk-directory.ts';
import type { DurableFeed } from './disk-feed.ts';
import { DiskFile } from './disk-file.ts';
import type { Mishaps } from './disk-mishaps.ts';
import type { DiskOperations, Operation, Outcome } from './disk-operations.ts';
import type { FileNames } from './file-names.ts';

/** No simulated file grows larger. */
export const maxFileBytes = 2 ** 30;

/** The parts of a simulated disk that its ports work on. */
export interface DiskParts {
  readonly sectorBytes: number;
  readonly directory: DiskDirectory;
  readonly operations: DiskOperations;
  readonly names: FileNames;
  readonly feed: DurableFeed;
  readonly mishaps: Mishaps;
  /** By class of files: the sectors that the last truthful sync brought, and of which file. */
  readonly lastBatches: Map<string, LastBatch>;
  /** No file grows, and none is created. */
  isFull: boolean;
}

/** What a sync brought. */
export interface LastBatch {
  readonly file: DiskFile;
  readonly sectors: readonly number[];
}

const nothing = new Uint8Array(0);

/** See the head of this file. */
export class DiskPort implements Disk {
  readonly #parts: () => DiskParts;
  readonly #incarnation: number;

  /** `parts` is asked at each call, so that an unused disk costs nothing. */
  constructor(parts: () => DiskParts, incarnation: number) {
    this.#parts = parts;
    this.#incarnation = incarnation;
  }

  list(done: Done<readonly string[]>): void {
    const { directory } = this.#parts();
    this.#issue(
      { kind: 'list', subject: 'directory', given: [], nothing: [], effect: () => fine(directory.list()) },
      done,
    );
  }

  size(file: string, done: Done<number>): void {
    const { names, directory } = this.#parts();
    const subject = names.classOf(file);
    const effect = () => {
      const found = directory.find(file);
      return found === undefined ? missing(file, 0) : fine(found.size);
    };
    this.#issue({ kind: 'size', subject, given: [file], nothing: 0, effect }, done);
  }

  read(file: string, offset: number, length: number, done: Done<Uint8Array>): void {
    const { names, directory } = this.#parts();
    const subject = names.classOf(file);
    checkCount('offset', offset);
    checkCount('length', length);
    const effect = () => {
      const found = directory.find(file);
      if (found === undefined) return missing(file, nothing);
      if (offset + length > found.size) {
        return refused('range', `${file} has ${found.size} bytes, not ${length} from ${offset}`, nothing);
      }
      return fine(found.read(offset, length));
    };
    this.#issue({ kind: 'read', subject, given: [file, offset, length], nothing, effect }, done);
  }

  write(file: string, offset: number, bytes: Uint8Array, done: Done): void {
    const parts = this.#parts();
    const { names, directory, sectorBytes, mishaps } = parts;
    const subject = names.classOf(file);
    checkCount('offset', offset);
    if (!(bytes instanceof Uint8Array)) throw new TypeError(`what is written to ${file} is no Uint8Array`);
    checkSize(file, offset + bytes.length);
    const copy = copyOf(bytes);
    const effect = (anchor: string) => {
      let found = directory.find(file);
      if (parts.isFull && offset + copy.length > (found?.size ?? -1)) return this.#full(file);
      if (found === undefined) {
        found = new DiskFile(sectorBytes, nothing);
        directory.create(file, found, anchor);
      }
      const own = Math.floor(offset / sectorBytes);
      found.write(offset, copy, anchor, mishaps.misdirects(anchor, own, found.sectors));
      return fine(undefined);
    };
    this.#issue({ kind: 'write', subject, given: [file, offset, copy], nothing: undefined, effect }, done);
  }

  truncate(file: string, size: number, done: Done): void {
    const parts = this.#parts();
    const { names, directory } = parts;
    const subject = names.classOf(file);
    checkCount('size', size);
    checkSize(file, size);
    const effect = (anchor: string) => {
      const found = directory.find(file);
      if (found === undefined) return missing(file, undefined);
      if (parts.isFull && size > found.size) return this.#full(file);
      found.truncate(size, anchor);
      return fine(undefined);
    };
    this.#issue({ kind: 'truncate', subject, given: [file, size], nothing: undefined, effect }, done);
  }

  sync(file: string, done: Done): void {
    const { names, directory, feed, mishaps, lastBatches } = this.#parts();
    const subject = names.classOf(file);
    const found = directory.find(file);
    const capture = found?.capture();
    const effect = (anchor: string) => {
      if (found === undefined || capture === undefined) return missing(file, undefined);
      if (mishaps.lies(anchor)) return fine(undefined);
      feed.changed(found, found.settle(capture));
      if (capture.sectors.length > 0) lastBatches.set(subject, { file: found, sectors: capture.sectors });
      return fine(undefined);
    };
    const fail = (way: 1 | 2) => {
      if (capture !== undefined) found?.abandon(capture, way === 2);
    };
    this.#issue({ kind: 'sync', subject, given: [file], nothing: undefined, effect, fail }, done);
  }

  rename(from: string, to: string, done: Done): void {
    const { names, directory } = this.#parts();
    const subject = `${names.classOf(from)}>${names.classOf(to)}`;
    const effect = (anchor: string) => {
      if (directory.find(from) === undefined) return missing(from, undefined);
      directory.rename(from, to, anchor);
      return fine(undefined);
    };
    this.#issue({ kind: 'rename', subject, given: [from, to], nothing: undefined, effect }, done);
  }

  remove(file: string, done: Done): void {
    const { names, directory } = this.#parts();
    const subject = names.classOf(file);
    const effect = (anchor: string) => {
      if (directory.find(file) === undefined) return missing(file, undefined);
      directory.remove(file, anchor);
      return fine(undefined);
    };
    this.#issue({ kind: 'remove', subject, given: [file], nothing: undefined, effect }, done);
  }

  syncDirectory(done: Done): void {
    const { directory, feed, mishaps } = this.#parts();
    const capture = directory.capture();
    const effect = (anchor: string) => {
      if (mishaps.lies(anchor)) return fine(undefined);
      feed.renamed(directory.settle(capture));
      return fine(undefined);
    };
    // Names are kept by a journal of the file system: what a failed sync did not bring, the next one may.
    const fail = () => {};
    this.#issue({ kind: 'syncDirectory', subject: 'directory', given: [], nothing: undefined, effect, fail }, done);
  }

  #full(file: string): Outcome<undefined> {
    this.#parts().mishaps.refused();
    return refused('full', `there is no room for ${file} to grow`, undefined);
  }

  #issue<Value>(operation: Operation<Value>, done: Done<Value>): void {
    if (typeof done !== 'function') throw new TypeError(`${operation.kind} takes a callback, not ${typeof done}`);
    this.#parts().operations.issue(this.#incarnation, operation, done);
  }
}

function fine<Value>(value: Value): Outcome<Value> {
  return { error: undefined, value };
}

function refused<Value>(code: DiskError['code'], message: string, value: Value): Outcome<Value> {
  return { error: { code, message }, value };
}

function missing<Value>(file: string, value: Value): Outcome<Value> {
  return refused('missing', `there is no file ${file}`, value);
}

function checkCount(what: string, count: number): void {
  if (!(Number.isSafeInteger(count) && count >= 0)) {
    throw new RangeError(`${what} is a non-negative integer, not ${String(count)}`);
  }
}

function checkSize(file: string, size: number): void {
  if (size > maxFileBytes) {
    throw new RangeError(`${file} would have ${size} bytes; a simulated file has at most ${maxFileBytes}`);
  }
}
