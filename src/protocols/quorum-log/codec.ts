/**
 * Packets as bytes: one frame, with a kind and its fields. The frame's checksum makes a packet with a flipped bit
 * garbage. An entry goes as the frame that it is.
 */
import { type ByteReader, type ByteWriter, framedPackets } from '../../bytes/index.ts';
import type { Codec } from '../../contract/index.ts';
import { type Entry, readEntry, readList, readRequest, writeRequest } from './entry.ts';
import type { Packet } from './packets.ts';

const kinds = [
  'survey',
  'standing',
  'append',
  'ack',
  'hello',
  'welcome',
  'bye',
  'submit',
  'pages',
  'read',
  'history',
] as const satisfies readonly Packet['kind'][];

export const codec: Codec<Packet> = {
  ...framedPackets({ kinds, write, read }),

  key(packet) {
    if (packet.kind === 'append') return `${packet.epoch}/${packet.after}+${packet.entries.length}`;
    if (packet.kind === 'ack') return `${packet.epoch}/${packet.index}`;
    if (packet.kind === 'pages') {
      return packet.pages.reduce((key, { room, from }) => `${key}${key && ' '}${room}#${from}`, '');
    }
    if (packet.kind === 'submit') return `${packet.client}/${packet.first}+${packet.requests.length}`;
    return packet.kind === 'read' || packet.kind === 'history' ? `${packet.read}` : undefined;
  },
};

function write(writer: ByteWriter, packet: Packet): void {
  switch (packet.kind) {
    case 'survey':
      writer.u53(packet.life).u53(packet.after).u53(packet.epoch);
      break;
    case 'standing':
      writer.u53(packet.life).u53(packet.after);
      writeEntries(writer, packet.entries);
      break;
    case 'append':
      writer.u53(packet.epoch).u53(packet.after).u53(packet.afterEpoch).u53(packet.commit);
      writeEntries(writer, packet.entries);
      break;
    case 'ack':
      writer
        .u53(packet.epoch)
        .u8(packet.refused ? 1 : 0)
        .u53(packet.index);
      break;
    case 'hello':
      writer.u53(packet.session).u53(packet.link).u32(packet.cursors.length);
      for (const { room, interval, cursor } of packet.cursors) writer.text(room).u53(interval).u53(cursor);
      break;
    case 'welcome':
      writer.u53(packet.session).u53(packet.link).u53(packet.through);
      break;
    case 'bye':
      writer.u53(packet.session).u53(packet.link);
      break;
    case 'submit':
      writer.u32(packet.client).u53(packet.session).u53(packet.first).u32(packet.requests.length);
      for (const request of packet.requests) writeRequest(writer, request);
      break;
    case 'pages':
      writer.u53(packet.session).u53(packet.through).u32(packet.pages.length);
      for (const { room, interval, since, from, head, items } of packet.pages) {
        writer.text(room).u53(interval).u53(since).u53(from).u53(head);
        writeItems(writer, items);
      }
      break;
    case 'read':
      writer.u32(packet.client).u53(packet.session).u53(packet.read).text(packet.room);
      writer.u53(packet.from).u53(packet.limit);
      break;
    case 'history':
      writer.u32(packet.client).u53(packet.session).u53(packet.read).u53(packet.from).u53(packet.head);
      writeItems(writer, packet.items);
      break;
  }
}

/** Fields are evaluated, and so read, in the order in which they are written here. */
function read(reader: ByteReader, kind: Packet['kind']): Packet | undefined {
  const items = () => readList(reader, () => reader.bytes());
  switch (kind) {
    case 'survey':
      return { kind, life: reader.u53(), after: reader.u53(), epoch: reader.u53() };
    case 'standing': {
      const place = { life: reader.u53(), after: reader.u53() };
      const entries = readEntries(reader);
      return entries && { kind, ...place, entries };
    }
    case 'append': {
      const place = { epoch: reader.u53(), after: reader.u53(), afterEpoch: reader.u53() };
      const commit = reader.u53();
      const entries = readEntries(reader);
      return entries && { kind, ...place, commit, entries };
    }
    case 'ack':
      return { kind, epoch: reader.u53(), refused: reader.u8() === 1, index: reader.u53() };
    case 'hello': {
      const cursor = () => ({ room: reader.text(), interval: reader.u53(), cursor: reader.u53() });
      return { kind, session: reader.u53(), link: reader.u53(), cursors: readList(reader, cursor) };
    }
    case 'welcome':
      return { kind, session: reader.u53(), link: reader.u53(), through: reader.u53() };
    case 'bye':
      return { kind, session: reader.u53(), link: reader.u53() };
    case 'submit': {
      const numbers = { client: reader.u32(), session: reader.u53(), first: reader.u53() };
      const requests = readList(reader, () => readRequest(reader));
      return requests.every((request) => request !== undefined) ? { kind, ...numbers, requests } : undefined;
    }
    case 'pages': {
      const page = () => {
        const place = { room: reader.text(), interval: reader.u53(), since: reader.u53(), from: reader.u53() };
        return { ...place, head: reader.u53(), items: items() };
      };
      return { kind, session: reader.u53(), through: reader.u53(), pages: readList(reader, page) };
    }
    case 'read': {
      const asker = { client: reader.u32(), session: reader.u53(), read: reader.u53() };
      return { kind, ...asker, room: reader.text(), from: reader.u53(), limit: reader.u53() };
    }
    case 'history': {
      const asker = { client: reader.u32(), session: reader.u53(), read: reader.u53() };
      return { kind, ...asker, from: reader.u53(), head: reader.u53(), items: items() };
    }
  }
}

function writeEntries(writer: ByteWriter, entries: readonly Entry[]): void {
  writer.u32(entries.length);
  for (const { frame } of entries) writer.bytes(frame);
}

/** Undefined where one of them is not sound. */
function readEntries(reader: ByteReader): readonly Entry[] | undefined {
  const entries = readList(reader, () => readEntry(reader.bytes(), 0));
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}

function writeItems(writer: ByteWriter, items: readonly Uint8Array[]): void {
  writer.u32(items.length);
  for (const item of items) writer.bytes(item);
}
