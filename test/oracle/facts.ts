/**
 * A history as data: what judges hear of a run, one fact after the other, and the court they sit
 * in. Besides the observations and the world's facts it says what became durable, as entries of
 * logs instead of bytes of files. All replicas are of shard 1.
 */
import type {
  Message,
  NodeId,
  ObservationName,
  Operation,
  Outcome,
  Role,
  RoomId,
  RoomSpec,
  Token,
} from '../../src/contract/index.ts';

interface InRoom {
  readonly node: NodeId;
  readonly room: RoomId;
}

type Placed = InRoom & { readonly position: number; readonly message: Message };
type Membership = InRoom & { readonly client: NodeId; readonly request: Token; readonly position: number };

/** One fact. Its number in the history is its time, in milliseconds. */
export type Fact =
  | { readonly kind: 'booted'; readonly node: NodeId; readonly incarnation: number }
  | { readonly kind: 'crashed'; readonly node: NodeId }
  /** Heal does not cover it: a replica, which may be up all the same. */
  | { readonly kind: 'retired'; readonly node: NodeId }
  | { readonly kind: 'asked'; readonly node: NodeId; readonly operation: Operation }
  | { readonly kind: 'healed' }
  | { readonly kind: 'settled' }
  | { readonly kind: 'overdue' }
  | ({ readonly kind: 'broadcast'; readonly token: Token } & InRoom)
  | ({ readonly kind: 'outcome'; readonly token: Token; readonly outcome: Outcome } & InRoom)
  | ({ readonly kind: 'delivered' } & Placed)
  | ({ readonly kind: 'applied' } & Placed)
  | ({ readonly kind: 'resumed'; readonly cursor: number } & InRoom)
  | ({ readonly kind: 'truncated'; readonly from: number; readonly to: number } & InRoom)
  | { readonly kind: 'connected'; readonly node: NodeId; readonly gateway: NodeId }
  | { readonly kind: 'disconnected'; readonly node: NodeId }
  | ({ readonly kind: 'readStarted'; readonly read: number } & InRoom)
  | {
      readonly kind: 'readReturned';
      readonly node: NodeId;
      readonly read: number;
      readonly from: number;
      readonly items: readonly Message[];
      readonly head: number;
      readonly oldest: number;
    }
  | ({ readonly kind: 'restored'; readonly position: number } & InRoom)
  | ({ readonly kind: 'memberAt' } & Membership)
  | ({ readonly kind: 'leftAt' } & Membership)
  | { readonly kind: 'led'; readonly node: NodeId; readonly shard: number; readonly epoch: number }
  /** The synced log of `node` grows by a message. */
  | ({ readonly kind: 'writes'; readonly message: Message; readonly epoch: number } & InRoom)
  /** The synced log of `node` grows by a change of voters: one set, or two while joint. */
  | { readonly kind: 'votes'; readonly node: NodeId; readonly sets: Voters; readonly epoch: number }
  /** The synced log of `node` ends before `index`. */
  | { readonly kind: 'cuts'; readonly node: NodeId; readonly index: number }
  /** The synced log of `node` keeps no messages up to `index`, only that it held them. */
  | { readonly kind: 'snapshots'; readonly node: NodeId; readonly index: number };

export type Voters = readonly (readonly NodeId[])[];
export type FactKind = Fact['kind'];
export type FactOf<Kind extends FactKind> = Extract<Fact, { readonly kind: Kind }>;

export interface HistoryNode {
  readonly id: NodeId;
  readonly name: string;
  readonly role: Role;
}

export interface HistoryCourt {
  /** In order of their ids, which count from 1. Members of rooms are counted among clients alone. */
  readonly nodes: readonly HistoryNode[];
  readonly rooms: readonly RoomSpec[];
  readonly retention: number;
  readonly observes: readonly ObservationName[];
  /** Voters before the first change, where the disks of replicas can be read; undefined where they cannot. */
  readonly voters: readonly NodeId[] | undefined;
  /** Whether the stores of clients can be read. */
  readonly stores: boolean;
}

export interface History {
  readonly court: HistoryCourt;
  readonly facts: readonly Fact[];
}
