/**
 * The bytes of one file as a disk reader is told of them, change by change. Appends cost what they
 * append: the room for them grows by doubling.
 */
export class FileImage {
  #room = new Uint8Array(0);
  #length = 0;

  /** A view of the file as it is now; overwritten by later changes. */
  get bytes(): Uint8Array {
    return this.#room.subarray(0, this.#length);
  }

  /**
   * Bytes `from` (inclusive) to `to` (exclusive) are now `bytes`; where these are fewer, the file
   * ends behind them. See `DiskReader.changed`.
   */
  change(from: number, to: number, bytes: Uint8Array): void {
    const end = from + bytes.length;
    const length = end < to ? end : Math.max(this.#length, end);
    if (length > this.#room.length) {
      const room = new Uint8Array(Math.max(length, 2 * this.#room.length));
      room.set(this.bytes);
      this.#room = room;
    }
    if (from > this.#length) this.#room.fill(0, this.#length, from);
    this.#room.set(bytes, from);
    this.#length = length;
  }

  /** The file is gone, or begins anew. */
  clear(): void {
    this.#length = 0;
  }
}
