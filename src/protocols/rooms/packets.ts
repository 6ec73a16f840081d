/**
 * What clients, gateways and replicas send to each other. All of it may be lost, doubled, late by
 * minutes and overtaken. `session` names an incarnation of a client and is drawn by chance (below
 * 2^31: engines keep larger numbers in an object of their own); `link` counts its connections, and
 * fences those that are over.
 */
import type { NodeId, RoomId } from '../../contract/index.ts';
import type { Entry, Request } from './entry.ts';
import type { Done } from './numbers.ts';

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

/** Among replicas of one shard. A higher term is taken over from any of them, a pre-vote's apart. */
export type RaftPacket =
  /** Candidate: my log ends there, vote for me; or, if `isPre`: would you? */
  | {
      readonly kind: 'poll';
      readonly term: number;
      readonly isPre: boolean;
      readonly last: number;
      readonly lastTerm: number;
    }
  | { readonly kind: 'voted'; readonly term: number; readonly isPre: boolean; readonly granted: boolean }
  /** Leader: the entries behind `after`, how far they are committed; sent in this round of its own. */
  | {
      readonly kind: 'append';
      readonly term: number;
      readonly round: number;
      readonly after: number;
      readonly afterTerm: number;
      readonly commit: number;
      readonly entries: readonly Entry[];
    }
  /**
   * Has the leader's entries up to `at`, and durably up to `index`; or, refusing what was behind `at`:
   * go on from `index`.
   */
  | {
      readonly kind: 'appended';
      readonly term: number;
      readonly round: number;
      readonly refused: boolean;
      readonly at: number;
      readonly index: number;
    };

export type Packet =
  | RaftPacket
  /** Gateway to a replica: is there, and has what is committed up to `after`. */
  | { readonly kind: 'follow'; readonly after: number }
  /** Replica that does not lead: who does, as far as it knows; else 0. */
  | { readonly kind: 'hint'; readonly leader: NodeId }
  /** Leader to a gateway: the committed entries behind `after`. */
  | { readonly kind: 'feed'; readonly term: number; readonly after: number; readonly entries: readonly Entry[] }
  /** Client: is there, under its `link`th connection, and so far. */
  | { readonly kind: 'hello'; readonly session: number; readonly link: number; readonly cursors: readonly Cursor[] }
  /** Gateway: these requests are committed. */
  | { readonly kind: 'welcome'; readonly session: number; readonly link: number; readonly done: readonly Done[] }
  | { readonly kind: 'bye'; readonly session: number; readonly link: number }
  /** Client, by a gateway to a leader: its requests numbered `first`, `first + 1`, …, all that are not answered. */
  | {
      readonly kind: 'submit';
      readonly client: NodeId;
      readonly session: number;
      readonly room: RoomId;
      readonly first: number;
      readonly requests: readonly Request[];
    }
  /** Gateway: what comes next in some rooms; and these requests are committed. */
  | {
      readonly kind: 'pages';
      readonly session: number;
      readonly link: number;
      readonly done: readonly Done[];
      readonly pages: readonly Page[];
    }
  /** Client, by a gateway to a leader. */
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
