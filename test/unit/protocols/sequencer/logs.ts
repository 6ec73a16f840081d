/** Small logs, as bytes. */
import { makeMessage } from '../../../../src/contract/index.ts';
import {
  type Batch,
  emptyLog,
  encodeBatch,
  endOf,
  type LogEnd,
  type LogRecord,
} from '../../../../src/protocols/sequencer/log-format.ts';

/** A message of client 2 in `general`. */
export function messageRecord(position: number, body = ''): LogRecord {
  const { bytes } = makeMessage(`c1-${position}`, body);
  return { kind: 'message', client: 2, session: 1, number: position, room: 'general', position, bytes };
}

export interface BuiltLog {
  readonly batches: readonly { readonly batch: Batch; readonly bytes: Uint8Array; readonly end: LogEnd }[];
  /** Where the log stands behind the last batch. */
  readonly end: LogEnd;
  readonly bytes: Uint8Array;
}

/** Batches of these records, each carrying on the one before, from where a log stands at `start`. */
export function buildLog(groups: readonly (readonly LogRecord[])[], start: LogEnd = emptyLog): BuiltLog {
  let end = start;
  const batches = groups.map((records) => {
    const batch = { sequence: end.sequence + 1, previous: end.seal, first: end.index + 1, records };
    const bytes = encodeBatch(batch);
    end = endOf(batch, bytes);
    return { batch, bytes, end };
  });
  return { batches, end, bytes: joined(batches.map(({ bytes }) => bytes)) };
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
