/** A disk in memory whose acts complete when the test says so, in order, and fail where it says so. */
import type { Disk, DiskError, Done } from '../../../../src/contract/index.ts';

interface Pending {
  readonly what: string;
  readonly run: () => void;
}

export class FakeDisk implements Disk {
  readonly files = new Map<string, Uint8Array>();
  /** `sync log-000001` and the like, in order of asking. */
  readonly asked: string[] = [];
  /** Acts that are to fail, named as in `asked`. */
  readonly failing = new Set<string>();
  readonly #pending: Pending[] = [];

  constructor(files: ReadonlyMap<string, Uint8Array> = new Map()) {
    for (const [name, bytes] of files) this.files.set(name, new Uint8Array(bytes));
  }

  /** What waits to complete. */
  get pending(): readonly string[] {
    return this.#pending.map(({ what }) => what);
  }

  /** Completes the oldest act. */
  step(): void {
    this.#pending.shift()?.run();
  }

  /** Completes acts until none is left. */
  settle(): void {
    while (this.#pending.length > 0) this.step();
  }

  list(done: Done<readonly string[]>): void {
    this.#add('list', () => done(undefined, [...this.files.keys()].sort()), done, []);
  }

  size(file: string, done: Done<number>): void {
    this.#on(file, `size ${file}`, (bytes) => bytes.length, done, 0);
  }

  read(file: string, offset: number, length: number, done: Done<Uint8Array>): void {
    const read = (bytes: Uint8Array) => bytes.slice(offset, offset + length);
    this.#on(file, `read ${file}`, read, done, new Uint8Array(0));
  }

  write(file: string, offset: number, bytes: Uint8Array, done: Done): void {
    const copy = new Uint8Array(bytes);
    const write = () => {
      const old = this.files.get(file) ?? new Uint8Array(0);
      const grown = new Uint8Array(Math.max(old.length, offset + copy.length));
      grown.set(old);
      grown.set(copy, offset);
      this.files.set(file, grown);
      done(undefined, undefined);
    };
    this.#add(`write ${file}`, write, done, undefined);
  }

  truncate(file: string, size: number, done: Done): void {
    const cut = (bytes: Uint8Array) => {
      const resized = new Uint8Array(size);
      resized.set(bytes.subarray(0, size));
      this.files.set(file, resized);
      return undefined;
    };
    this.#on(file, `truncate ${file} ${size}`, cut, done, undefined);
  }

  sync(file: string, done: Done): void {
    this.#on(file, `sync ${file}`, () => undefined, done, undefined);
  }

  rename(from: string, to: string, done: Done): void {
    const rename = (bytes: Uint8Array) => {
      this.files.delete(from);
      this.files.set(to, bytes);
      return undefined;
    };
    this.#on(from, `rename ${from} ${to}`, rename, done, undefined);
  }

  remove(file: string, done: Done): void {
    const remove = () => {
      this.files.delete(file);
      return undefined;
    };
    this.#on(file, `remove ${file}`, remove, done, undefined);
  }

  syncDirectory(done: Done): void {
    this.#add('syncDirectory', () => done(undefined, undefined), done, undefined);
  }

  #on<Value>(file: string, what: string, act: (bytes: Uint8Array) => Value, done: Done<Value>, nothing: Value): void {
    const run = () => {
      const bytes = this.files.get(file);
      if (bytes === undefined) done(error('missing'), nothing);
      else done(undefined, act(bytes));
    };
    this.#add(what, run, done, nothing);
  }

  #add<Value>(what: string, run: () => void, done: Done<Value>, nothing: Value): void {
    this.asked.push(what);
    this.#pending.push({ what, run: this.failing.has(what) ? () => done(error('io'), nothing) : run });
  }
}

function error(code: DiskError['code']): DiskError {
  return { code, message: code };
}
