import type { NodeId, Outcome, Token } from '../contract/index.ts';
import { type Asking, BroadcastRecord } from './broadcast-record.ts';
import type { RoomRecord } from './room-record.ts';

/** All messages of a run by their tokens. */
export class Broadcasts {
  /** The outcome that was known of the message whose outcome was just reported. */
  outcomeBefore: Outcome | undefined;
  /** What was asked for last. */
  latestAsked: BroadcastRecord | undefined;
  readonly #records = new Map<Token, BroadcastRecord>();
  #begun = 0;

  /** The message of this token, heard of or not. */
  of(token: Token): BroadcastRecord {
    let record = this.#records.get(token);
    if (record === undefined) {
      record = new BroadcastRecord(token);
      this.#records.set(token, record);
    }
    return record;
  }

  /** The message of this token; undefined when nothing is known of it. */
  find(token: Token): BroadcastRecord | undefined {
    return this.#records.get(token);
  }

  ask(token: Token, asking: Asking): void {
    this.latestAsked = this.of(token);
    this.latestAsked.asked ??= asking;
  }

  /** The first time that its sender says so counts, if it was asked for that. */
  begin(token: Token, room: RoomRecord, sender: NodeId, incarnation: number): void {
    const record = this.of(token);
    if (record.begun !== undefined || record.asked?.room !== room || record.asked.sender !== sender) return;
    record.begun = { order: ++this.#begun, incarnation, mark: room.mark, acceptances: room.acceptances };
  }

  /** `unknown` may become known; what is known stays. */
  learn(token: Token, room: RoomRecord, outcome: Outcome, nowUs: number): void {
    const record = this.of(token);
    this.outcomeBefore = record.outcome;
    if (record.outcome === 'accepted' || record.outcome === 'refused') return;
    record.outcome = outcome;
    if (outcome !== 'accepted') return;
    record.acceptedUs = nowUs;
    room.accept(record);
  }
}
