/** A node's place in the protocol's layout, counted from 1. Names are for people. */
export type NodeId = number;

/**
 * A room: its name, and from the second generation on `name~generation`, because a room
 * deleted and made again is a new room (`general`, `general~2`).
 */
export type RoomId = string;

/** The identity of a message, a join or a leave: put there by the workload, unique in a run. */
export type Token = string;

/**
 * Where a replicated log holds something. Opaque outside its protocol: compare slots only by
 * asking a {@link DiskReader}. `log` names the log, `epoch` is the protocol's own leadership
 * number (Raft: term; 0 where there is none), `index` counts from 1.
 */
export interface Slot {
  readonly log: string;
  readonly epoch: number;
  readonly index: number;
}
