/**
 * The state machine over the log: rooms with their heads and members, and the newest session of
 * each client with the last number it used. The same records give the same state, whatever the
 * clock and the network did, so that a restarted process knows what was answered before. Its size
 * depends on clients and rooms, not on the length of the log.
 */
import type { NodeId, RoomId, RoomSpec } from '../../contract/index.ts';
import { emptyLog, type LogEnd, type LogRecord } from './log-format.ts';
import type { Member, Snapshot } from './snapshot-format.ts';

export interface RoomState {
  readonly name: RoomId;
  /** Position of the newest message; 0 before the first. */
  head: number;
  readonly members: Map<NodeId, Member>;
}

export interface Session {
  /** Index of the record that opened it. */
  readonly id: number;
  /** Names the client's incarnation. */
  readonly nonce: number;
  /** The last number used; the next is one more. */
  last: number;
}

export class State {
  life = 0;
  readonly rooms = new Map<RoomId, RoomState>();
  readonly sessions = new Map<NodeId, Session>();

  constructor(snapshot: Snapshot) {
    this.life = snapshot.life;
    for (const { client, id, nonce, last } of snapshot.sessions) this.sessions.set(client, { id, nonce, last });
    for (const { name, head, members } of snapshot.rooms) {
      const room: RoomState = { name, head, members: new Map() };
      for (const { client, interval, since } of members) room.members.set(client, { interval, since });
      this.rooms.set(name, room);
    }
  }

  /**
   * Applies the record at `index` of the log, the next one.
   *
   * @throws Error when it cannot stand there: admission gives each room its next position.
   */
  apply(index: number, record: LogRecord): void {
    if (record.kind === 'boot') {
      this.life = record.life;
      return;
    }
    if (record.kind === 'open') {
      this.sessions.set(record.client, { id: index, nonce: record.nonce, last: 0 });
      return;
    }
    const session = this.sessions.get(record.client);
    if (session?.id === record.session) session.last = record.number;
    const room = this.rooms.get(record.room);
    const position = room === undefined ? undefined : room.head + (record.kind === 'message' ? 1 : 0);
    if (room === undefined || record.position !== position) {
      throw new Error(
        `record ${index}, a ${record.kind}, belongs at ${record.room}#${position}, not #${record.position}`,
      );
    }
    if (record.kind === 'message') room.head = record.position;
    else if (record.kind === 'leave') room.members.delete(record.client);
    else if (!room.members.has(record.client)) {
      room.members.set(record.client, { interval: index, since: record.position });
    }
  }

  /** This state as a snapshot, of a log that stands at `end`. */
  snapshot(end: LogEnd): Snapshot {
    const sessions = [...this.sessions].map(([client, session]) => ({ client, ...session }));
    const rooms = [...this.rooms.values()].map(({ name, head, members }) => ({
      name,
      head,
      members: [...members].map(([client, member]) => ({ client, ...member })),
    }));
    return { end, life: this.life, sessions, rooms };
  }
}

/** What a sequencer's disk holds before the first boot. `clients[0]` is the node of client 1. */
export function firstSnapshot(rooms: readonly RoomSpec[], clients: readonly NodeId[]): Snapshot {
  return {
    end: emptyLog,
    life: 0,
    sessions: [],
    rooms: rooms.map(({ name, members }) => ({
      name,
      head: 0,
      members: members.map((number) => ({ client: clients[number - 1] as NodeId, interval: 0, since: 0 })),
    })),
  };
}
