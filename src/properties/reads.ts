import type { NodeId, Operation } from '../contract/index.ts';
import type { BroadcastRecord } from './broadcast-record.ts';
import type { RoomRecord } from './room-record.ts';

type Read = Extract<Operation, { kind: 'read' }>;

/** A read that its client was asked for. */
export interface ReadRecord {
  readonly room: RoomRecord;
  readonly client: NodeId;
  /** The position that the application asked for. */
  readonly from: number;
  /** It was asked for after everything had settled. */
  readonly readsBack: boolean;
  readonly beginning: Beginning;
}

/** What was known when a read began: when it was asked for or, if its client says so, later. */
interface Beginning {
  /** L(room)'s length. */
  readonly length: number;
  /** The highest position accepted, delivered or read anywhere in the room. */
  readonly mark: number;
  /** Accepted messages that stood nowhere. */
  readonly unplaced: readonly BroadcastRecord[];
}

/** Reads by their number. */
export class Reads {
  readonly #records = new Map<number, ReadRecord>();

  /** It begins here where the protocol does not say when, or keeps it to itself. */
  ask({ read, from }: Read, client: NodeId, room: RoomRecord, readsBack: boolean): void {
    this.#records.set(read, { room, client, from, readsBack, beginning: now(room) });
  }

  begin(read: number, client: NodeId): void {
    const record = this.of(read, client);
    if (record !== undefined) this.#records.set(read, { ...record, beginning: now(record.room) });
  }

  /** It returned messages up to `highest`, or said that there are as many. */
  end(read: number, client: NodeId, highest: number): void {
    const room = this.of(read, client)?.room;
    if (room !== undefined && highest > room.highestRead) room.highestRead = highest;
  }

  /** Undefined when this client was not asked for it. */
  of(read: number, client: NodeId): ReadRecord | undefined {
    const record = this.#records.get(read);
    return record?.client === client ? record : undefined;
  }
}

function now(room: RoomRecord): Beginning {
  return { length: room.length, mark: Math.max(room.mark, room.highestRead), unplaced: [...room.unplaced] };
}
