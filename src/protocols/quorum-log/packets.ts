/**
 * What clients, the gateway and replicas send to each other. All of it may be lost, doubled, late
 * by minutes and overtaken. `session` names an incarnation of a client and `life` one of the
 * leader, both drawn by chance (below 2^31: engines keep larger numbers in an object of their own);
 * `epoch` is the number of the leader's life in the log.
 */
import type { NodeId, RoomId } from '../../contract/index.ts';
import type { Entry, Request } from './entry.ts';

/** Entries in one packet, at most: behind one that has as many there may be more. */
export const mostEntries = 32;

/** How far a client has delivered within one membership. */
export interface Cursor {
  readonly room: RoomId;
  /** The index of the join in the log; 0 for members from the beginning. */
  readonly interval: number;
  readonly cursor: number;
}

/** Messages of a room at `from`, `from + 1`, …; the interval begins behind `since`, the newest stands at `head`. */
export interface Page {
  readonly room: RoomId;
  readonly interval: number;
  readonly since: number;
  readonly from: number;
  readonly items: readonly Uint8Array[];
  readonly head: number;
}

export type Packet =
  /** Leader, booting: what do you hold behind entry `after`? */
  | { readonly kind: 'survey'; readonly life: number; readonly after: number; readonly epoch: number }
  /** Replica: that, as far as it is durable. None where it does not hold entry `after`. */
  | { readonly kind: 'standing'; readonly life: number; readonly after: number; readonly entries: readonly Entry[] }
  /** Leader: the entries behind `after`, and how far they are committed. */
  | {
      readonly kind: 'append';
      readonly epoch: number;
      readonly after: number;
      readonly afterEpoch: number;
      readonly entries: readonly Entry[];
      readonly commit: number;
    }
  /** Holds the leader's log durably up to `index`; or, refusing: go on from `index`. */
  | { readonly kind: 'ack'; readonly epoch: number; readonly refused: boolean; readonly index: number }
  /** Client: is there, under its `link`th connection, and so far. */
  | { readonly kind: 'hello'; readonly session: number; readonly link: number; readonly cursors: readonly Cursor[] }
  /** Gateway: requests up to number `through` are committed. */
  | { readonly kind: 'welcome'; readonly session: number; readonly link: number; readonly through: number }
  | { readonly kind: 'bye'; readonly session: number; readonly link: number }
  /** Client, by the gateway to the leader: its requests numbered `first`, `first + 1`, …, all that are not answered. */
  | {
      readonly kind: 'submit';
      readonly client: NodeId;
      readonly session: number;
      readonly first: number;
      readonly requests: readonly Request[];
    }
  /** Gateway: what comes next in some rooms; and requests up to number `through` are committed. */
  | {
      readonly kind: 'pages';
      readonly session: number;
      readonly through: number;
      readonly pages: readonly Page[];
    }
  /** Client, by the gateway to the leader. */
  | {
      readonly kind: 'read';
      readonly client: NodeId;
      readonly session: number;
      readonly read: number;
      readonly room: RoomId;
      readonly from: number;
      readonly limit: number;
    }
  /** Leader, by the gateway to the client. */
  | {
      readonly kind: 'history';
      readonly client: NodeId;
      readonly session: number;
      readonly read: number;
      readonly from: number;
      readonly items: readonly Uint8Array[];
      readonly head: number;
    };

export type PacketOf<Kind extends Packet['kind']> = Extract<Packet, { kind: Kind }>;
