/**
 * Packets as bytes: one frame, with a kind and its fields. The frame's checksum makes a packet
 * with a flipped bit garbage, and garbage is dropped: retries take care of it.
 */
import { type ByteReader, type ByteWriter, framedPackets } from '../../bytes/index.ts';
import type { Codec } from '../../contract/index.ts';
import type { Cursor, Request, SequencerPacket } from './packets.ts';

const kinds = [
  'attach',
  'offer',
  'beat',
  'answer',
  'closed',
  'detach',
  'open',
  'request',
  'page',
  'cursor',
  'read',
  'history',
] as const satisfies readonly SequencerPacket['kind'][];

const requestKinds = ['message', 'join', 'leave'] as const satisfies readonly Request['kind'][];

export const codec: Codec<SequencerPacket> = {
  ...framedPackets({ kinds, write, read }),

  key(packet) {
    if (packet.kind === 'page') return `${packet.room}#${packet.from}`;
    if (packet.kind === 'read' || packet.kind === 'history') return `${packet.read}`;
    if (packet.kind === 'request') return `#${packet.first}+${packet.requests.length}`;
    return undefined;
  },
};

function write(writer: ByteWriter, packet: SequencerPacket): void {
  switch (packet.kind) {
    case 'attach':
      writer.u53(packet.nonce).u53(packet.attempt);
      break;
    case 'offer':
      writer.u53(packet.nonce).u53(packet.attempt).u53(packet.link);
      break;
    case 'beat':
      writer.u53(packet.link).u32(packet.cursors.length);
      for (const cursor of packet.cursors) writeCursor(writer, cursor);
      break;
    case 'answer':
      writer.u53(packet.link).u53(packet.session).u53(packet.through);
      break;
    case 'closed':
    case 'detach':
    case 'open':
      writer.u53(packet.link);
      break;
    case 'request':
      writer.u53(packet.link).u53(packet.session).u53(packet.first).u32(packet.requests.length);
      for (const request of packet.requests) writeRequest(writer, request);
      break;
    case 'page':
      writer.u53(packet.link).text(packet.room).u53(packet.interval).u53(packet.since);
      writer.u53(packet.after).u53(packet.from).u53(packet.head);
      writeItems(writer, packet.items);
      break;
    case 'cursor':
      writer.u53(packet.link).u8(packet.again ? 1 : 0);
      writeCursor(writer, packet);
      break;
    case 'read':
      writer.u53(packet.link).u53(packet.read).text(packet.room).u53(packet.from).u53(packet.limit);
      break;
    case 'history':
      writer.u53(packet.link).u53(packet.read).u53(packet.asked).u53(packet.from);
      writer.u53(packet.head).u53(packet.oldest);
      writeItems(writer, packet.items);
      break;
  }
}

function read(reader: ByteReader, kind: SequencerPacket['kind']): SequencerPacket | undefined {
  switch (kind) {
    case 'attach':
      return { kind, nonce: reader.u53(), attempt: reader.u53() };
    case 'offer':
      return { kind, nonce: reader.u53(), attempt: reader.u53(), link: reader.u53() };
    case 'beat':
      return { kind, link: reader.u53(), cursors: readList(reader, () => readCursor(reader)) };
    case 'answer':
      return { kind, link: reader.u53(), session: reader.u53(), through: reader.u53() };
    case 'closed':
    case 'detach':
    case 'open':
      return { kind, link: reader.u53() };
    case 'request': {
      const numbers = { link: reader.u53(), session: reader.u53(), first: reader.u53() };
      const requests = readList(reader, () => readRequest(reader));
      return requests.every((request) => request !== undefined) ? { kind, ...numbers, requests } : undefined;
    }
    case 'page': {
      const place = { link: reader.u53(), room: reader.text(), interval: reader.u53(), since: reader.u53() };
      const run = { after: reader.u53(), from: reader.u53(), head: reader.u53() };
      return { kind, ...place, ...run, items: readList(reader, () => reader.bytes()) };
    }
    case 'cursor':
      return { kind, link: reader.u53(), again: reader.u8() === 1, ...readCursor(reader) };
    case 'read': {
      const question = { link: reader.u53(), read: reader.u53(), room: reader.text() };
      return { kind, ...question, from: reader.u53(), limit: reader.u53() };
    }
    case 'history': {
      const question = { link: reader.u53(), read: reader.u53(), asked: reader.u53() };
      const run = { from: reader.u53(), head: reader.u53(), oldest: reader.u53() };
      return { kind, ...question, ...run, items: readList(reader, () => reader.bytes()) };
    }
  }
}

function writeCursor(writer: ByteWriter, { room, interval, cursor }: Cursor): void {
  writer.text(room).u53(interval).u53(cursor);
}

function readCursor(reader: ByteReader): Cursor {
  return { room: reader.text(), interval: reader.u53(), cursor: reader.u53() };
}

function writeRequest(writer: ByteWriter, request: Request): void {
  writer.u8(requestKinds.indexOf(request.kind)).text(request.room);
  if (request.kind === 'message') writer.bytes(request.bytes);
  else writer.text(request.request);
}

function readRequest(reader: ByteReader): Request | undefined {
  const kind = requestKinds[reader.u8()];
  if (kind === undefined) return undefined;
  const room = reader.text();
  return kind === 'message' ? { kind, room, bytes: reader.bytes() } : { kind, room, request: reader.text() };
}

function writeItems(writer: ByteWriter, items: readonly Uint8Array[]): void {
  writer.u32(items.length);
  for (const item of items) writer.bytes(item);
}

/** A u32 count, then as many items; stops where the bytes do. */
function readList<Item>(reader: ByteReader, readItem: () => Item): Item[] {
  const items: Item[] = [];
  for (let left = reader.u32(); left > 0 && !reader.failed; left--) items.push(readItem());
  return items;
}
