import type { RoomId } from './ids.ts';

/** Every room of a scenario, with the clients that are members before the first event. */
export interface RoomSpec {
  readonly name: RoomId;
  /** Client numbers, from 1: client 3 is the third node of role `client`, named `c3`. */
  readonly members: readonly number[];
}

/** What a scenario asks a protocol to lay out. A protocol says in `uses` what it makes use of. */
export interface Topology {
  readonly shards: number;
  /** Per shard. */
  readonly replicas: number;
  readonly gateways: number;
  readonly clients: number;
  readonly rooms: readonly RoomSpec[];
  /** Messages that are kept per room, at least; `Infinity` keeps all. */
  readonly retention: number;
  /** The protocol's own knobs, complete with their defaults. */
  readonly settings: Readonly<Record<string, number>>;
}

/** One knob of a protocol: an integer, in bounds. */
export interface Setting {
  readonly summary: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
}
