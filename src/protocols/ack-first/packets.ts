import { ByteReader, ByteWriter, tokenOf } from '../../bytes/index.ts';
import type { Codec, RoomId, Token } from '../../contract/index.ts';

/** Changes a room. The `id` is the client's own, and the same however often the change is sent. */
export type Change =
  | { readonly kind: 'send'; readonly id: string; readonly room: RoomId; readonly bytes: Uint8Array }
  | { readonly kind: 'join' | 'leave'; readonly id: string; readonly room: RoomId; readonly request: Token };

/** Asks for a page of history. */
export type Fetch = {
  readonly kind: 'fetch';
  readonly id: string;
  readonly room: RoomId;
  readonly from: number;
  readonly limit: number;
};

/** How far a client is in a room that it joined behind position `since`. */
export interface Cursor {
  readonly room: RoomId;
  readonly since: number;
  readonly cursor: number;
}

/** Messages at `from`, `from + 1`, …; the newest there is stands at `head`. */
interface Run {
  readonly from: number;
  readonly head: number;
  readonly items: readonly Uint8Array[];
}

export type Packet =
  | Change
  | Fetch
  /** Client to server: is there, and so far. */
  | { readonly kind: 'beat'; readonly cursors: readonly Cursor[] }
  /** Server to client: the answer to a beat; `life` names the server's incarnation. */
  | { readonly kind: 'alive'; readonly life: number }
  | ({ readonly kind: 'news'; readonly room: RoomId; readonly since: number } & Run)
  /** Server to client: the answer to a change. */
  | { readonly kind: 'done'; readonly id: string }
  /** Server to client: the answer to a fetch. */
  | ({ readonly kind: 'page'; readonly id: string } & Run);

const kinds = ['send', 'join', 'leave', 'fetch', 'beat', 'alive', 'news', 'done', 'page'] as const;

/** One byte for the kind, then the fields in order. */
export const codec: Codec<Packet> = {
  encode(packet) {
    const writer = new ByteWriter().u8(kinds.indexOf(packet.kind));
    write(writer, packet);
    return writer.finish();
  },

  decode(bytes) {
    const reader = new ByteReader(bytes);
    const kind = kinds[reader.u8()];
    if (kind === undefined) return undefined;
    const packet = read(reader, kind);
    return reader.atEnd ? packet : undefined;
  },

  key(packet) {
    if (packet.kind === 'send') return `${packet.room}/${tokenOf(packet.bytes)}`;
    return packet.kind === 'news' ? `${packet.room}#${packet.from}` : undefined;
  },
};

function write(writer: ByteWriter, packet: Packet): void {
  switch (packet.kind) {
    case 'send':
      writer.text(packet.id).text(packet.room).bytes(packet.bytes);
      break;
    case 'join':
    case 'leave':
      writer.text(packet.id).text(packet.room).text(packet.request);
      break;
    case 'fetch':
      writer.text(packet.id).text(packet.room).u53(packet.from).u53(packet.limit);
      break;
    case 'beat':
      for (const { room, since, cursor } of packet.cursors) writer.text(room).u53(since).u53(cursor);
      break;
    case 'alive':
      writer.u32(packet.life);
      break;
    case 'news':
      writer.text(packet.room).u53(packet.since);
      writeRun(writer, packet);
      break;
    case 'done':
      writer.text(packet.id);
      break;
    case 'page':
      writer.text(packet.id);
      writeRun(writer, packet);
      break;
  }
}

function read(reader: ByteReader, kind: Packet['kind']): Packet {
  switch (kind) {
    case 'send':
      return { kind, id: reader.text(), room: reader.text(), bytes: reader.bytes() };
    case 'join':
    case 'leave':
      return { kind, id: reader.text(), room: reader.text(), request: reader.text() };
    case 'fetch':
      return { kind, id: reader.text(), room: reader.text(), from: reader.u53(), limit: reader.u53() };
    case 'beat':
      return {
        kind,
        cursors: readAll(reader, () => ({ room: reader.text(), since: reader.u53(), cursor: reader.u53() })),
      };
    case 'alive':
      return { kind, life: reader.u32() };
    case 'news':
      return { kind, room: reader.text(), since: reader.u53(), ...readRun(reader) };
    case 'done':
      return { kind, id: reader.text() };
    case 'page':
      return { kind, id: reader.text(), ...readRun(reader) };
  }
}

function writeRun(writer: ByteWriter, { from, head, items }: Run): void {
  writer.u53(from).u53(head);
  for (const item of items) writer.bytes(item);
}

function readRun(reader: ByteReader): Run {
  return { from: reader.u53(), head: reader.u53(), items: readAll(reader, () => reader.bytes()) };
}

function readAll<Item>(reader: ByteReader, readOne: () => Item): readonly Item[] {
  const items: Item[] = [];
  while (!reader.atEnd && !reader.failed) items.push(readOne());
  return items;
}
