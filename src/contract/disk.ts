/**
 * Why a disk refused: `missing` (no such file), `full`, `io` (the device failed), `range` (a read
 * past the end). A write, truncation, rename or removal that failed with `io` may have been done all
 * the same. What a failed `sync` was to make durable can still be read, perhaps, in this process and
 * the next, and is not durable: only writing it again and syncing that makes it so.
 */
export interface DiskError {
  readonly code: 'missing' | 'full' | 'io' | 'range';
  readonly message: string;
}

/** Called once with an error, or without one and then with the value; or never, after a crash. */
export type Done<Value = undefined> = (error: DiskError | undefined, value: Value) => void;

/**
 * A node's files, by name, without folders. A name is 1 to 255 characters of printable ASCII without
 * spaces and slashes. Arguments that make no sense are thrown at the call, as TypeError or RangeError.
 *
 * Every act completes through its callback, later, in any order, possibly after the process has
 * changed its role; after a crash, never. Writes in flight to one file may take effect and
 * complete in any order: who needs an order waits. Bytes are copied at the call. What was not
 * synced may vanish at a power loss, sector by sector, in any subset, and a sector may be torn.
 *
 * A failed act gives an error and a value that means nothing.
 */
export interface Disk {
  /** Names of all files, sorted. */
  list(done: Done<readonly string[]>): void;
  /** Size in bytes. Fails with `missing`. */
  size(file: string, done: Done<number>): void;
  /** Exactly `length` bytes from `offset`. Fails with `missing`, or `range` when the file is shorter. */
  read(file: string, offset: number, length: number, done: Done<Uint8Array>): void;
  /** Creates the file if need be; a gap before `offset` reads as zeros. Cached until `sync`. */
  write(file: string, offset: number, bytes: Uint8Array, done: Done): void;
  /** Cuts, or extends with zeros, to `size` bytes. Cached until `sync`. Fails with `missing`. */
  truncate(file: string, size: number, done: Done): void;
  /** Makes durable what was written before the call. Not the file's name: see `syncDirectory`. */
  sync(file: string, done: Done): void;
  /** Replaces `to` if it exists. Durable after `syncDirectory`. Fails with `missing`. */
  rename(from: string, to: string, done: Done): void;
  /** Durable after `syncDirectory`. Fails with `missing`. */
  remove(file: string, done: Done): void;
  /** Makes created, renamed and removed names durable. */
  syncDirectory(done: Done): void;
}
