/**
 * The records of the log and the batches in which they reach the disk. A batch is one frame,
 * written and synced as a whole: its number, the seal (checksum) of its predecessor, the index of
 * its first record, and the records. The seals chain the log across segments, so that a whole
 * frame in the wrong place (left over from a longer tail, or misdirected) does not pass for the
 * next batch.
 */
import { ByteReader, ByteWriter, readFrame, writeFrame } from '../../bytes/index.ts';
import type { NodeId, RoomId, Token } from '../../contract/index.ts';

/** Sent by a client under a number of its session, and placed by the sequencer. */
interface Placed {
  readonly client: NodeId;
  readonly session: number;
  readonly number: number;
  readonly room: RoomId;
  /** Of the message itself; for a join or leave, of the last message before it. */
  readonly position: number;
}

export type LogRecord =
  /** A process has recovered; `life` counts them. */
  | { readonly kind: 'boot'; readonly life: number }
  /** A session begins; its id is this record's index. It fences the client's former one. */
  | { readonly kind: 'open'; readonly client: NodeId; readonly nonce: number }
  | ({ readonly kind: 'message'; readonly bytes: Uint8Array } & Placed)
  | ({ readonly kind: 'join' | 'leave'; readonly request: Token } & Placed);

export interface Batch {
  /** Consecutive, from 1. */
  readonly sequence: number;
  /** The seal of the batch before; 0 for the first. */
  readonly previous: number;
  /** Index of the first record; records are counted through the whole log, from 1. */
  readonly first: number;
  /** At least one. */
  readonly records: readonly LogRecord[];
}

/** Where a log stands behind some batch: what the next one has to carry on. */
export interface LogEnd {
  readonly sequence: number;
  readonly seal: number;
  /** Index of the last record. */
  readonly index: number;
}

export const emptyLog: LogEnd = { sequence: 0, seal: 0, index: 0 };

/** Whether `batch` carries on a log that stands at `end`. */
export function follows(end: LogEnd, batch: Batch): boolean {
  return batch.sequence === end.sequence + 1 && batch.previous === end.seal && batch.first === end.index + 1;
}

const magic = 0x71_65_73_31;
/** Within a frame: its checksum, which covers the rest, and its payload. */
const sealOffset = 4;
const payloadOffset = 8;
const kinds = ['boot', 'open', 'message', 'join', 'leave'] as const;

/** The batch as a frame. */
export function encodeBatch(batch: Batch): Uint8Array {
  const writer = new ByteWriter(256).u32(magic).u53(batch.sequence).u32(batch.previous).u53(batch.first);
  writer.u32(batch.records.length);
  for (const record of batch.records) writeRecord(writer, record);
  return writeFrame(writer.finish());
}

/** The whole and sound batch whose frame begins at `offset`, and where the log stands behind it. */
export function readBatch(
  bytes: Uint8Array,
  offset: number,
): { readonly batch: Batch; readonly next: number; readonly end: LogEnd } | undefined {
  if (new ByteReader(bytes, offset + payloadOffset).u32() !== magic) return undefined;
  const frame = readFrame(bytes, offset);
  if (frame === undefined) return undefined;
  const reader = new ByteReader(frame.payload, 4);
  const sequence = reader.u53();
  const previous = reader.u32();
  const first = reader.u53();
  const count = reader.u32();
  const records: LogRecord[] = [];
  for (let i = 0; i < count && !reader.failed; i++) {
    const record = readRecord(reader);
    if (record === undefined) return undefined;
    records.push(record);
  }
  if (!reader.atEnd || count === 0) return undefined;
  const batch = { sequence, previous, first, records };
  return { batch, next: frame.next, end: endOf(batch, bytes, offset) };
}

/** Where the log stands behind `batch`, whose frame begins at `offset`. */
export function endOf(batch: Batch, bytes: Uint8Array, offset = 0): LogEnd {
  const seal = new ByteReader(bytes, offset + sealOffset).u32();
  return { sequence: batch.sequence, seal, index: batch.first + batch.records.length - 1 };
}

function writeRecord(writer: ByteWriter, record: LogRecord): void {
  writer.u8(kinds.indexOf(record.kind));
  if (record.kind === 'boot') {
    writer.u53(record.life);
    return;
  }
  writer.u32(record.client);
  if (record.kind === 'open') {
    writer.u53(record.nonce);
    return;
  }
  writer.u53(record.session).u53(record.number).text(record.room).u53(record.position);
  if (record.kind === 'message') writer.bytes(record.bytes);
  else writer.text(record.request);
}

function readRecord(reader: ByteReader): LogRecord | undefined {
  const kind = kinds[reader.u8()];
  if (kind === undefined) return undefined;
  if (kind === 'boot') return { kind, life: reader.u53() };
  const client = reader.u32();
  if (kind === 'open') return { kind, client, nonce: reader.u53() };
  const session = reader.u53();
  const number = reader.u53();
  const room = reader.text();
  const position = reader.u53();
  const placed = { client, session, number, room, position };
  if (kind === 'message') return { kind, ...placed, bytes: reader.bytes() };
  return { kind, ...placed, request: reader.text() };
}
