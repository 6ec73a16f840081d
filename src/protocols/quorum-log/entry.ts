/**
 * The entries of the log and how they look on disks and wires: one frame each, that carries the
 * checksum of the frame before it. So the frames that an earlier tail has left behind on a disk
 * do not pass for what comes next. What is left out: rot. A frame in mid-log that is not sound
 * looks like the end of it.
 */
import { ByteReader, ByteWriter, checksumIn, endOfFrame, frameOverheadBytes, writeFrame } from '../../bytes/index.ts';
import type { NodeId, RoomId, Token } from '../../contract/index.ts';

/** What a client wants to stand in the log, once. */
export type Request =
  | { readonly kind: 'message'; readonly room: RoomId; readonly bytes: Uint8Array }
  | { readonly kind: 'join' | 'leave'; readonly room: RoomId; readonly request: Token };

/** Who asks. `session` names the client's incarnation, `number` counts its requests from 1. */
export interface Sender {
  readonly client: NodeId;
  readonly session: number;
  readonly number: number;
}

/** One voter set, or two while a change from the first to the second is joint. */
export type VoterSets = readonly (readonly NodeId[])[];

export type Body =
  /** A life of the leader begins; it gives the entries from here on their epoch. */
  | { readonly kind: 'lead' }
  | { readonly kind: 'config'; readonly sets: VoterSets }
  | { readonly kind: 'request'; readonly sender: Sender; readonly request: Request };

/** Index from 1; epochs never fall along the log. Two entries with the same index and epoch are the same. */
export interface Entry {
  readonly index: number;
  readonly epoch: number;
  readonly body: Body;
  /** The checksum of the frame before its own; 0 for the first. */
  readonly seal: number;
  /** All of that as bytes, in one frame. */
  readonly frame: Uint8Array;
}

const kinds = ['lead', 'config', 'request'] as const;
const requestKinds = ['message', 'join', 'leave'] as const;

/** The entry behind `previous`, or the first. */
export function makeEntry(previous: Entry | undefined, epoch: number, body: Body): Entry {
  const index = (previous?.index ?? 0) + 1;
  const seal = sealOf(previous);
  const writer = new ByteWriter(128).u32(seal).u53(index).u53(epoch).u8(kinds.indexOf(body.kind));
  if (body.kind === 'config') writeSets(writer, body.sets);
  else if (body.kind === 'request') {
    writer.u32(body.sender.client).u53(body.sender.session).u53(body.sender.number);
    writeRequest(writer, body.request);
  }
  return { index, epoch, body, seal, frame: writeFrame(writer.finish()) };
}

/** Whether `entry` carries on from `previous`, or is the first. */
export function isNext(entry: Entry, previous: Entry | undefined): boolean {
  return entry.index === (previous?.index ?? 0) + 1 && entry.seal === sealOf(previous);
}

/** The entry whose frame begins at `offset`, if it is whole, sound, and carries on from `previous`. */
export function readNext(bytes: Uint8Array, offset: number, previous: Entry | undefined): Entry | undefined {
  const entry = readEntry(bytes, offset);
  return entry !== undefined && isNext(entry, previous) ? entry : undefined;
}

/** The entry whose frame begins at `offset`, if it is whole and sound. Its bytes are views on these, which stay as they are. */
export function readEntry(bytes: Uint8Array, offset: number): Entry | undefined {
  const end = endOfFrame(bytes, offset);
  return end === undefined ? undefined : entryIn(bytes.subarray(offset, end));
}

/** The entry in a frame that is sound, if that is one. Its bytes are views on these. */
export function entryIn(frame: Uint8Array): Entry | undefined {
  const reader = new ByteReader(frame, frameOverheadBytes);
  const seal = reader.u32();
  const index = reader.u53();
  const epoch = reader.u53();
  const body = readBody(reader);
  return reader.atEnd && body !== undefined ? { index, epoch, body, seal, frame } : undefined;
}

export function writeRequest(writer: ByteWriter, request: Request): void {
  writer.u8(requestKinds.indexOf(request.kind)).text(request.room);
  if (request.kind === 'message') writer.bytes(request.bytes);
  else writer.text(request.request);
}

/** A message's bytes are a view on what is read. */
export function readRequest(reader: ByteReader): Request | undefined {
  const kind = requestKinds[reader.u8()];
  const room = reader.text();
  if (kind === undefined) return undefined;
  return kind === 'message' ? { kind, room, bytes: reader.view() } : { kind, room, request: reader.text() };
}

function readBody(reader: ByteReader): Body | undefined {
  const kind = kinds[reader.u8()];
  if (kind === undefined || kind === 'lead') return kind && { kind };
  if (kind === 'config') {
    return { kind, sets: readList(reader, () => readList(reader, () => reader.u32())) };
  }
  const sender = { client: reader.u32(), session: reader.u53(), number: reader.u53() };
  const request = readRequest(reader);
  return request && { kind, sender, request };
}

function writeSets(writer: ByteWriter, sets: VoterSets): void {
  writer.u32(sets.length);
  for (const voters of sets) {
    writer.u32(voters.length);
    for (const voter of voters) writer.u32(voter);
  }
}

/** A u32 count, then as many items; stops where the bytes do. */
export function readList<Item>(reader: ByteReader, readItem: () => Item): Item[] {
  const items: Item[] = [];
  for (let left = reader.u32(); left > 0 && !reader.failed; left--) items.push(readItem());
  return items;
}

/** The checksum of the entry's frame; 0 before the first. */
function sealOf(entry: Entry | undefined): number {
  return entry === undefined ? 0 : checksumIn(entry.frame, 0);
}
