/**
 * The state machine over a shard's log: the messages and members of each of its rooms, and which
 * requests of each session are done. Replicas and gateways each build it from committed entries,
 * so all agree on which request was a repeat: that is decided here, by the log alone, and never
 * where a request comes in. Nothing is forgotten yet: no retention, no eviction.
 */
import { messageOf } from '../../bytes/index.ts';
import type { NodeId, Observer, RoomId } from '../../contract/index.ts';
import type { Entry } from './entry.ts';
import { Numbers } from './numbers.ts';
import type { Rules } from './rules.ts';

/** Clients that are members before the first entry, by room; and with it, which rooms there are. */
export type InitialMembers = ReadonlyMap<RoomId, readonly NodeId[]>;

export interface Member {
  /** The index of the join in the log; 0 for members from the beginning. */
  readonly interval: number;
  /** The last position before it. */
  readonly since: number;
}

export interface RoomState {
  /** At positions 1, 2, 3, … */
  readonly messages: Uint8Array[];
  readonly members: Map<NodeId, Member>;
}

export class State {
  readonly rooms = new Map<RoomId, RoomState>();
  readonly done = new Numbers();
  readonly #rules: Rules;
  #applied = 0;

  constructor(rules: Rules, initial: InitialMembers) {
    this.#rules = rules;
    for (const [room, clients] of initial) {
      const members = new Map(clients.map((client) => [client, { interval: 0, since: 0 }]));
      this.rooms.set(room, { messages: [], members });
    }
  }

  /** Index of the last entry that was applied. */
  get applied(): number {
    return this.#applied;
  }

  /** Applies the next entry, and reports it where a report is due. */
  apply(entry: Entry, observe?: Observer): void {
    if (entry.index !== this.#applied + 1) throw new Error(`entry ${this.#applied + 1} is next, not ${entry.index}`);
    this.#applied = entry.index;
    if (entry.body.kind === 'no-op') return;
    const { sender, request } = entry.body;
    const { client, session, number } = sender;
    const room = this.rooms.get(request.room);
    if (room === undefined) return;
    if (!this.#rules.isNext(number, this.done.last(client, session, request.room))) {
      observe?.sometimes('repeat-not-applied');
      return;
    }
    this.done.note(client, session, request.room, number);
    const { messages, members } = room;
    if (request.kind === 'message') {
      messages.push(request.bytes);
      observe?.applied(request.room, messages.length, messageOf(request.bytes));
    } else if (request.kind === 'join') {
      if (!members.has(client)) members.set(client, { interval: entry.index, since: messages.length });
      observe?.memberAt(request.room, client, request.request, messages.length);
    } else {
      members.delete(client);
      observe?.leftAt(request.room, client, request.request, messages.length);
    }
  }
}
