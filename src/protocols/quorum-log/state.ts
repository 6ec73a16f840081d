/**
 * The state machine over the log: the messages and members of each room, and how many requests of
 * each session are done. Replicas and the gateway each build it from committed entries, so what
 * was answered before a restart is known after it. No session is
 * ever forgotten, nor is any message: what a larger protocol bounds, a fixture may keep.
 */
import { messageOf } from '../../bytes/index.ts';
import type { NodeId, Observer, RoomId } from '../../contract/index.ts';
import type { Entry } from './entry.ts';
import { Numbers } from './numbers.ts';

/** Clients that are members before the first entry, by room. */
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
  readonly #numbers = new Numbers();
  #applied = 0;

  constructor(initial: InitialMembers) {
    for (const [room, clients] of initial) {
      const members = new Map(clients.map((client) => [client, { interval: 0, since: 0 }]));
      this.rooms.set(room, { messages: [], members });
    }
  }

  /** Index of the last entry that was applied. */
  get applied(): number {
    return this.#applied;
  }

  /** The number of the session's last request that was applied; 0 before the first. */
  lastNumber(client: NodeId, session: number): number {
    return this.#numbers.last(client, session);
  }

  /** Applies the next entry, and reports it where a report is due. */
  apply(entry: Entry, observe?: Observer): void {
    if (entry.index !== this.#applied + 1) throw new Error(`entry ${this.#applied + 1} is next, not ${entry.index}`);
    this.#applied = entry.index;
    if (entry.body.kind !== 'request') return;
    const { sender, request } = entry.body;
    const room = this.rooms.get(request.room);
    this.#numbers.note(sender);
    if (room === undefined) return;
    const { messages, members } = room;
    const { client } = sender;
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
