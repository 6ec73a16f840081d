/**
 * Packets as bytes: one frame, with a kind and its fields. The frame's checksum makes a packet with
 * a flipped bit garbage. An entry goes as the frame that it is.
 */
import { type ByteReader, type ByteWriter, framedPackets } from '../../bytes/index.ts';
import type { Codec } from '../../contract/index.ts';
import { type Entry, readEntry, readList, readRequest, writeRequest } from './entry.ts';
import type { Done } from './numbers.ts';
import type { Packet } from './packets.ts';

const kinds = [
  'poll',
  'voted',
  'append',
  'appended',
  'follow',
  'hint',
  'feed',
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
    if (packet.kind === 'poll' || packet.kind === 'voted') return `${packet.isPre ? 'pre-' : ''}${packet.term}`;
    if (packet.kind === 'append') return `${packet.term}/${packet.after}+${packet.entries.length}`;
    if (packet.kind === 'appended') return `${packet.term}/${packet.index}`;
    if (packet.kind === 'feed') return `${packet.after}+${packet.entries.length}`;
    if (packet.kind === 'pages') return packet.pages.map(({ room, from }) => `${room}#${from}`).join(' ');
    if (packet.kind === 'submit') return `${packet.client}/${packet.room}/${packet.first}+${packet.requests.length}`;
    return packet.kind === 'read' || packet.kind === 'history' ? `${packet.read}` : undefined;
  },
};

function write(writer: ByteWriter, packet: Packet): void {
  switch (packet.kind) {
    case 'poll':
      writer.u53(packet.term).u8(bit(packet.isPre)).u53(packet.last).u53(packet.lastTerm);
      break;
    case 'voted':
      writer.u53(packet.term).u8(bit(packet.isPre)).u8(bit(packet.granted));
      break;
    case 'append':
      writer.u53(packet.term).u53(packet.round).u53(packet.after).u53(packet.afterTerm).u53(packet.commit);
      writeEntries(writer, packet.entries);
      break;
    case 'appended':
      writer.u53(packet.term).u53(packet.round).u8(bit(packet.refused)).u53(packet.at).u53(packet.index);
      break;
    case 'follow':
      writer.u53(packet.after);
      break;
    case 'hint':
      writer.u32(packet.leader);
      break;
    case 'feed':
      writer.u53(packet.term).u53(packet.after);
      writeEntries(writer, packet.entries);
      break;
    case 'hello':
      writer.u53(packet.session).u53(packet.link).u32(packet.cursors.length);
      for (const { room, interval, cursor } of packet.cursors) writer.text(room).u53(interval).u53(cursor);
      break;
    case 'welcome':
      writer.u53(packet.session).u53(packet.link);
      writeDone(writer, packet.done);
      break;
    case 'bye':
      writer.u53(packet.session).u53(packet.link);
      break;
    case 'submit':
      writer.u32(packet.client).u53(packet.session).text(packet.room).u53(packet.first).u32(packet.requests.length);
      for (const request of packet.requests) writeRequest(writer, request);
      break;
    case 'pages':
      writer.u53(packet.session).u53(packet.link);
      writeDone(writer, packet.done);
      writer.u32(packet.pages.length);
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
  const isSet = () => reader.u8() === 1;
  const items = () => readList(reader, () => reader.bytes());
  const done = () => readList(reader, () => ({ room: reader.text(), through: reader.u53() }));
  switch (kind) {
    case 'poll':
      return { kind, term: reader.u53(), isPre: isSet(), last: reader.u53(), lastTerm: reader.u53() };
    case 'voted':
      return { kind, term: reader.u53(), isPre: isSet(), granted: isSet() };
    case 'append': {
      const place = { term: reader.u53(), round: reader.u53(), after: reader.u53(), afterTerm: reader.u53() };
      const commit = reader.u53();
      const entries = readEntries(reader);
      return entries && { kind, ...place, commit, entries };
    }
    case 'appended': {
      const place = { term: reader.u53(), round: reader.u53(), refused: isSet() };
      return { kind, ...place, at: reader.u53(), index: reader.u53() };
    }
    case 'follow':
      return { kind, after: reader.u53() };
    case 'hint':
      return { kind, leader: reader.u32() };
    case 'feed': {
      const place = { term: reader.u53(), after: reader.u53() };
      const entries = readEntries(reader);
      return entries && { kind, ...place, entries };
    }
    case 'hello': {
      const cursor = () => ({ room: reader.text(), interval: reader.u53(), cursor: reader.u53() });
      return { kind, session: reader.u53(), link: reader.u53(), cursors: readList(reader, cursor) };
    }
    case 'welcome':
      return { kind, session: reader.u53(), link: reader.u53(), done: done() };
    case 'bye':
      return { kind, session: reader.u53(), link: reader.u53() };
    case 'submit': {
      const sender = { client: reader.u32(), session: reader.u53(), room: reader.text(), first: reader.u53() };
      const requests = readList(reader, () => readRequest(reader));
      return requests.every((request) => request !== undefined) ? { kind, ...sender, requests } : undefined;
    }
    case 'pages': {
      const page = () => {
        const place = { room: reader.text(), interval: reader.u53(), since: reader.u53(), from: reader.u53() };
        return { ...place, head: reader.u53(), items: items() };
      };
      return { kind, session: reader.u53(), link: reader.u53(), done: done(), pages: readList(reader, page) };
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

function bit(isSet: boolean): number {
  return isSet ? 1 : 0;
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

function writeDone(writer: ByteWriter, done: readonly Done[]): void {
  writer.u32(done.length);
  for (const { room, through } of done) writer.text(room).u53(through);
}

function writeItems(writer: ByteWriter, items: readonly Uint8Array[]): void {
  writer.u32(items.length);
  for (const item of items) writer.bytes(item);
}
