/** The snapshot file: everything that the log up to its end adds up to, but for the messages themselves. */
import { ByteReader, ByteWriter, readFrame, writeFrame } from '../../bytes/index.ts';
import type { NodeId, RoomId } from '../../contract/index.ts';
import type { LogEnd } from './log-format.ts';

/** A membership that is in force. */
export interface Member {
  /** Names the interval: the index of its join in the log; 0 for members from the beginning. */
  readonly interval: number;
  /** The last position before the interval. */
  readonly since: number;
}

export interface Snapshot {
  readonly end: LogEnd;
  /** How many processes have recovered from this disk. */
  readonly life: number;
  /** The newest session of each client. */
  readonly sessions: readonly {
    readonly client: NodeId;
    readonly id: number;
    readonly nonce: number;
    readonly last: number;
  }[];
  readonly rooms: readonly {
    readonly name: RoomId;
    readonly head: number;
    readonly members: readonly ({ readonly client: NodeId } & Member)[];
  }[];
}

const magic = 0x71_65_73_32;

export function encodeSnapshot(snapshot: Snapshot): Uint8Array {
  const { end, life, sessions, rooms } = snapshot;
  const writer = new ByteWriter(1_024).u32(magic).u53(end.sequence).u32(end.seal).u53(end.index).u53(life);
  writer.u32(sessions.length);
  for (const { client, id, nonce, last } of sessions) writer.u32(client).u53(id).u53(nonce).u53(last);
  writer.u32(rooms.length);
  for (const { name, head, members } of rooms) {
    writer.text(name).u53(head).u32(members.length);
    for (const { client, interval, since } of members) writer.u32(client).u53(interval).u53(since);
  }
  return writeFrame(writer.finish());
}

/** Undefined for anything but a whole and sound snapshot. */
export function decodeSnapshot(bytes: Uint8Array): Snapshot | undefined {
  const frame = readFrame(bytes, 0);
  if (frame === undefined || frame.next !== bytes.length) return undefined;
  const reader = new ByteReader(frame.payload);
  if (reader.u32() !== magic) return undefined;
  const end = { sequence: reader.u53(), seal: reader.u32(), index: reader.u53() };
  const life = reader.u53();
  const sessions = list(reader, () => ({
    client: reader.u32(),
    id: reader.u53(),
    nonce: reader.u53(),
    last: reader.u53(),
  }));
  const rooms = list(reader, () => ({
    name: reader.text(),
    head: reader.u53(),
    members: list(reader, () => ({ client: reader.u32(), interval: reader.u53(), since: reader.u53() })),
  }));
  return reader.atEnd ? { end, life, sessions, rooms } : undefined;
}

function list<Item>(reader: ByteReader, read: () => Item): Item[] {
  const items: Item[] = [];
  for (let left = reader.u32(); left > 0 && !reader.failed; left--) items.push(read());
  return items;
}
