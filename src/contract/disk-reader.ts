import type { NodeId, RoomId, Slot, Token } from './ids.ts';

/** One message as a disk holds it. `digest` is that of `bytes/` over the message's bytes. */
export interface Durable {
  readonly room: RoomId;
  readonly token: Token;
  readonly slot: Slot;
  readonly digest: number;
}

/**
 * An offline view of one node's disk, written by the protocol's author: it is told what becomes
 * durable and says what that means. It sees synced bytes and nothing else: no cache, no memory,
 * no other node.
 *
 * Incremental: fed at each sync, it must say the same as a reader that is fed the whole at once.
 */
export interface DiskReader {
  /**
   * Durable bytes `from` (inclusive) to `to` (exclusive) of `file` are now `bytes`. Where `bytes`
   * is shorter than `to - from`, the file now ends behind them; where it reaches past the old end,
   * the file has grown. A file not heard of before begins empty.
   */
  changed(file: string, from: number, to: number, bytes: Uint8Array): void;
  /** The name is durably gone. */
  removed(file: string): void;
  /** The last slot of the log that these bytes hold; undefined while there is none. */
  head(): Slot | undefined;
  /** Whether `slot` is in this log, or under its snapshot. */
  holds(slot: Slot): boolean;
  /** The voter sets in force at `slot`: one, or two while a change is joint. A majority of each must hold. */
  votersAt(slot: Slot): readonly (readonly NodeId[])[];
  /** Where this log holds the message; undefined when it does not. */
  slotOf(room: RoomId, token: Token): Slot | undefined;
  /** Every message these bytes hold, or those above a slot that they hold, in log order. */
  contents(above?: Slot): Iterable<Durable>;
}
