import type { NodeId, RoomId, Token } from './ids.ts';
import type { Message } from './message.ts';

/** `refused` is said only where the message can never be committed; `unknown` where nobody can tell. */
export type Outcome = 'accepted' | 'refused' | 'unknown';

/**
 * What a process reports to the judges, as it happens. Reports cost the protocol nothing and
 * change nothing in the run. The letters say who reports: c clients, r replicas, * anyone. A report
 * by anyone else, one that the protocol does not declare in `observes`, or one whose arguments mean
 * nothing (position NaN) is an offence of its own, and no judge hears of it.
 */
export interface Observer {
  /** c: an asked-for broadcast begins. Once per token, in the order in which it was asked for. */
  broadcast(room: RoomId, token: Token): void;
  /** c: what became of it, as far as the client can know. */
  outcome(room: RoomId, token: Token, outcome: Outcome, reason?: string): void;
  /** c: the application receives the message. Positions count from 1. */
  delivered(room: RoomId, position: number, message: Message): void;
  /**
   * c, durable clients only, at boot and before any delivery of that life in the room: everything up
   * to `cursor` was delivered in earlier lives.
   */
  resumed(room: RoomId, cursor: number): void;
  /** c: positions `from` to `to`, both inclusive, are beyond retention and will not be delivered. */
  truncated(room: RoomId, from: number, to: number): void;
  /** c: a session with this node, which is no client, is authenticated. */
  connected(gateway: NodeId): void;
  /** c: the session is over. */
  disconnected(): void;
  /** c: the read that was asked for under this number begins; without a word it began when it was asked for. */
  readStarted(read: number, room: RoomId): void;
  /**
   * c: items stand at positions `from`, `from + 1`, …; `head` is the newest position there was,
   * `oldest` the oldest that is kept (`head + 1` where none is).
   */
  readReturned(read: number, from: number, items: readonly Message[], head: number, oldest: number): void;
  /** r: the message stands at this position. Consecutive within an incarnation, from 1. */
  applied(room: RoomId, position: number, message: Message): void;
  /**
   * r: a snapshot or the disk covers everything up to `position`, all of which some replica has
   * applied; the next applied is `position + 1`.
   */
  restored(room: RoomId, position: number): void;
  /**
   * r: the join takes effect behind `position`, the last message before its entry in the log, which
   * some replica has applied; joins and leaves are reported in the order of the log.
   */
  memberAt(room: RoomId, client: NodeId, request: Token, position: number): void;
  /** r: the leave takes effect behind `position`. */
  leftAt(room: RoomId, client: NodeId, request: Token, position: number): void;
  /** r: this node leads its shard under this epoch, an integer from 0 on. */
  led(shard: number, epoch: number): void;
  /** *: something rare and worth reaching happened; `name` is one of the protocol's `sometimes`. */
  sometimes(name: string): void;
}

export type ObservationName = keyof Observer;

/** Every name of an observation. */
export const observationNames = [
  'broadcast',
  'outcome',
  'delivered',
  'resumed',
  'truncated',
  'connected',
  'disconnected',
  'readStarted',
  'readReturned',
  'applied',
  'restored',
  'memberAt',
  'leftAt',
  'led',
  'sometimes',
] as const satisfies readonly ObservationName[];
