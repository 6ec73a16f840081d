import type { NodeId, Operation } from '../contract/index.ts';
import type { RoomRecord } from './room-record.ts';

/** A read that has begun. */
export interface ReadRecord {
  readonly room: RoomRecord;
  readonly client: NodeId;
  /** The position that the application asked for; undefined when it asked for no such read. */
  readonly from: number | undefined;
  /** It began after everything had settled. */
  readonly readsBack: boolean;
  /** L(room)'s length when it began. */
  readonly length: number;
  /** The highest position accepted, delivered or read anywhere in the room when it began. */
  readonly mark: number;
}

/** Reads by their number. */
export class Reads {
  readonly #asked = new Map<number, number>();
  readonly #begun = new Map<number, ReadRecord>();

  ask({ read, from }: Extract<Operation, { kind: 'read' }>): void {
    this.#asked.set(read, from);
  }

  begin(read: number, client: NodeId, room: RoomRecord, readsBack: boolean): void {
    const mark = Math.max(room.mark, room.highestRead);
    this.#begun.set(read, { room, client, from: this.#asked.get(read), readsBack, length: room.length, mark });
  }

  /** It returned messages up to `highest`, or said that there are as many. */
  end(read: number, highest: number): void {
    const room = this.#begun.get(read)?.room;
    if (room !== undefined && highest > room.highestRead) room.highestRead = highest;
  }

  find(read: number): ReadRecord | undefined {
    return this.#begun.get(read);
  }
}
