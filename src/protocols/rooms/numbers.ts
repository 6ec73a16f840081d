/** How many requests of each session are done in each room. A session is a client's incarnation, and in this slice never forgotten. */
import type { NodeId, RoomId } from '../../contract/index.ts';

/** Requests of a session in a room up to number `through`. */
export interface Done {
  readonly room: RoomId;
  readonly through: number;
}

export class Numbers {
  /** By client, session and room. */
  readonly #lasts = new Map<NodeId, Map<number, Map<RoomId, number>>>();

  /** The number of the newest request that was noted; 0 before the first. */
  last(client: NodeId, session: number, room: RoomId): number {
    return this.#lasts.get(client)?.get(session)?.get(room) ?? 0;
  }

  note(client: NodeId, session: number, room: RoomId, number: number): void {
    let sessions = this.#lasts.get(client);
    if (sessions === undefined) {
      sessions = new Map();
      this.#lasts.set(client, sessions);
    }
    let rooms = sessions.get(session);
    if (rooms === undefined) {
      rooms = new Map();
      sessions.set(session, rooms);
    }
    rooms.set(room, number);
  }

  /** All of a session, in the order of its first requests. */
  of(client: NodeId, session: number): readonly Done[] {
    const rooms = this.#lasts.get(client)?.get(session) ?? [];
    return Array.from(rooms, ([room, through]) => ({ room, through }));
  }
}
