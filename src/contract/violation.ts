import type { NodeId, RoomId, Token } from './ids.ts';

/** What a property says against an event. */
export interface Finding {
  /** One plain sentence that names nodes and positions: "c7 delivered general#41 twice". */
  readonly sentence: string;
  readonly nodes: readonly NodeId[];
  readonly room?: RoomId;
  readonly position?: number;
  readonly token?: Token;
}

/** A counterexample, as a value. */
export interface Violation extends Finding {
  readonly property: string;
  readonly clause: string;
  /** Number of the event at which it objected, from 1; virtual time in microseconds. */
  readonly event: number;
  readonly atUs: number;
}
