/**
 * The entries of a shard's log and how they look on disks and wires: one frame each. A leader's
 * term is in each of its entries, and two entries with the same index and term are the same
 * (Ongaro & Ousterhout 2014, section 5.3). Left out until there is reconfiguration: entries that
 * say who votes.
 */
import { ByteReader, ByteWriter, endOfFrame, frameOverheadBytes, writeFrame } from '../../bytes/index.ts';
import type { NodeId, RoomId, Token } from '../../contract/index.ts';

/** What a client wants to stand in the log, once. */
export type Request =
  | { readonly kind: 'message'; readonly room: RoomId; readonly bytes: Uint8Array }
  | { readonly kind: 'join' | 'leave'; readonly room: RoomId; readonly request: Token };

/** Who asks. `session` names the client's incarnation; `number` counts its requests in this room, from 1. */
export interface Sender {
  readonly client: NodeId;
  readonly session: number;
  readonly number: number;
}

export type Body =
  /** The first entry of each leader: with it, all before it is committed (Raft paper, section 8). */
  { readonly kind: 'no-op' } | { readonly kind: 'request'; readonly sender: Sender; readonly request: Request };

/** Index from 1; terms never fall along the log. */
export interface Entry {
  readonly index: number;
  readonly term: number;
  readonly body: Body;
  /** All of that as bytes, in one frame. */
  readonly frame: Uint8Array;
}

const requestKinds = ['message', 'join', 'leave'] as const;

export function makeEntry(index: number, term: number, body: Body): Entry {
  const writer = new ByteWriter(128).u53(index).u53(term);
  if (body.kind === 'no-op') writer.u8(0);
  else {
    writer.u8(1).u32(body.sender.client).u53(body.sender.session).u53(body.sender.number);
    writeRequest(writer, body.request);
  }
  return { index, term, body, frame: writeFrame(writer.finish()) };
}

/** The entry whose frame begins at `offset`, if it is whole and sound. Its bytes are views on these, which stay as they are. */
export function readEntry(bytes: Uint8Array, offset: number): Entry | undefined {
  const end = endOfFrame(bytes, offset);
  if (end === undefined) return undefined;
  const frame = bytes.subarray(offset, end);
  const reader = new ByteReader(frame, frameOverheadBytes);
  const index = reader.u53();
  const term = reader.u53();
  const body = readBody(reader);
  return reader.atEnd && body !== undefined ? { index, term, body, frame } : undefined;
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

/** A u32 count, then as many items; stops where the bytes do. */
export function readList<Item>(reader: ByteReader, readItem: () => Item): Item[] {
  const items: Item[] = [];
  for (let left = reader.u32(); left > 0 && !reader.failed; left--) items.push(readItem());
  return items;
}

function readBody(reader: ByteReader): Body | undefined {
  const kind = reader.u8();
  if (kind > 1) return undefined;
  if (kind === 0) return { kind: 'no-op' };
  const sender = { client: reader.u32(), session: reader.u53(), number: reader.u53() };
  const request = readRequest(reader);
  return request && { kind: 'request', sender, request };
}
