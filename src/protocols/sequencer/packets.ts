/**
 * What clients and sequencers send to each other. All of it may be lost, doubled, late by minutes
 * and overtaken; nothing here relies on more.
 *
 * A **link** is one connection of a client, numbered by the sequencer and never twice. It takes
 * three packets: `attach` asks, `offer` names a number, and the first `beat` under that number
 * makes it current and the former one void. A late `attach` of a dead process can therefore open
 * nothing: only a living process repeats the number that it was offered.
 *
 * A **session** carries the numbers of a client incarnation's requests, in the log. It is opened
 * under a current link only, so a late `open` of a dead process cannot fence a living one.
 */
import type { RoomId, Token } from '../../contract/index.ts';

/** What a client wants to stand in the log, once. */
export type Request =
  | { readonly kind: 'message'; readonly room: RoomId; readonly bytes: Uint8Array }
  | { readonly kind: 'join' | 'leave'; readonly room: RoomId; readonly request: Token };

/** How far a client has delivered within one membership interval. */
export interface Cursor {
  readonly room: RoomId;
  /** Names the interval: the index of its join in the log; 0 for members from the beginning. */
  readonly interval: number;
  readonly cursor: number;
}

/** A run of messages of one room. */
export interface Page {
  readonly kind: 'page';
  readonly link: number;
  readonly room: RoomId;
  readonly interval: number;
  /** The interval's messages begin behind this position. */
  readonly since: number;
  /** Between `after` and `from` the sequencer keeps nothing any more. `after` < `from`. */
  readonly after: number;
  readonly from: number;
  /** Bytes of the messages at `from`, `from + 1`, …; possibly none. */
  readonly items: readonly Uint8Array[];
  /** The newest position there was. */
  readonly head: number;
}

export type SequencerPacket =
  /** Client: a connection, please. `nonce` tells its incarnations apart, `attempt` its connections. */
  | { readonly kind: 'attach'; readonly nonce: number; readonly attempt: number }
  | { readonly kind: 'offer'; readonly nonce: number; readonly attempt: number; readonly link: number }
  /** Client: alive, and this far. The first one under a link makes it current. */
  | { readonly kind: 'beat'; readonly link: number; readonly cursors: readonly Cursor[] }
  /** Answers `beat`, `open` and `request`. Everything up to `through` is durable; session 0: none is open. */
  | { readonly kind: 'answer'; readonly link: number; readonly session: number; readonly through: number }
  /** The link is not current, or not any more. */
  | { readonly kind: 'closed'; readonly link: number }
  | { readonly kind: 'detach'; readonly link: number }
  | { readonly kind: 'open'; readonly link: number }
  /** Client: requests numbered `first`, `first + 1`, … of its session. */
  | {
      readonly kind: 'request';
      readonly link: number;
      readonly session: number;
      readonly first: number;
      readonly requests: readonly Request[];
    }
  | Page
  /** Client: acknowledges; with `again`, asks for everything behind the cursor once more. */
  | ({ readonly kind: 'cursor'; readonly link: number; readonly again: boolean } & Cursor)
  | {
      readonly kind: 'read';
      readonly link: number;
      readonly read: number;
      readonly room: RoomId;
      readonly from: number;
      readonly limit: number;
    }
  /** Answers the `read` that asked from `asked`; `from` is later where that is not kept any more. */
  | {
      readonly kind: 'history';
      readonly link: number;
      readonly read: number;
      readonly asked: number;
      readonly from: number;
      readonly items: readonly Uint8Array[];
      readonly head: number;
      readonly oldest: number;
    };
