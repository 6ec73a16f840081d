import type { NodeId, Outcome, Token } from '../contract/index.ts';
import type { RoomRecord } from './room-record.ts';

/** The life of one message, by its token. Messages that nobody asked for have one too: they are how one notices. */
export class BroadcastRecord {
  readonly token: Token;
  /** Where, by whom and with which bytes the application asked for it; undefined when it did not. */
  asked: Asking | undefined;
  /** When its sender first began to broadcast it; undefined before. */
  begun: Beginning | undefined;
  /** Where it stands: the first position in the first room; undefined while it stands nowhere. */
  place: { readonly room: RoomRecord; readonly position: number } | undefined;
  /** What the sender knows at best: `unknown` gives way to the others, these to nothing. */
  outcome: Outcome | undefined;
  /** Its place in the room's order of acceptance, from 1; 0 when it is not accepted. */
  accepted = 0;
  /** When that was, in virtual time; `Infinity` when it is not accepted. */
  acceptedUs = Number.POSITIVE_INFINITY;
  /** Applied, and delivered, by anyone anywhere. */
  applied = false;
  delivered = false;
  /** A quorum's disks hold it, or did once. Never taken back. */
  secured = false;

  constructor(token: Token) {
    this.token = token;
  }

  /** Whether the application asked for it, and its sender began to broadcast it, in this room. */
  broadcastIn(room: RoomRecord): boolean {
    return this.begun !== undefined && this.asked?.room === room;
  }

  /** Whether it stands in this room, before that position. */
  isBefore(room: RoomRecord, position: number): boolean {
    const own = this.positionIn(room);
    return own > 0 && own < position;
  }

  /** Its position in this room; 0 where it has none. */
  positionIn(room: RoomRecord): number {
    return this.place?.room === room ? this.place.position : 0;
  }
}

/** What the application asked for: when in virtual time, and with which bytes. */
export interface Asking {
  readonly room: RoomRecord;
  readonly sender: NodeId;
  readonly digest: number;
  readonly atUs: number;
}

/** The moment at which a broadcast began. */
export interface Beginning {
  /** In order over the whole run. */
  readonly order: number;
  readonly incarnation: number;
  /** The highest position of the room that was accepted or delivered anywhere by then. */
  readonly mark: number;
  /** How many messages of the room were accepted by then. */
  readonly acceptances: number;
}
