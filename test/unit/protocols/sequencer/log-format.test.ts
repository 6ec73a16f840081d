import { describe, expect, it } from 'vitest';
import { readFrame, writeFrame } from '../../../../src/bytes/index.ts';
import { emptyLog, encodeBatch, follows, readBatch } from '../../../../src/protocols/sequencer/log-format.ts';
import { buildLog, joined, messageRecord } from './logs.ts';

describe('a batch', () => {
  const [first, second] = buildLog([[messageRecord(1), messageRecord(2)], [messageRecord(3)]]).batches;

  it('says where the log stands behind it', () => {
    const found = readBatch(joined([first!.bytes, second!.bytes]), first!.bytes.length);
    expect(found).toEqual({ batch: second!.batch, next: first!.bytes.length + second!.bytes.length, end: second!.end });
    expect(second!.end).toMatchObject({ sequence: 2, index: 3 });
  });

  it('follows its predecessor only', () => {
    expect(follows(emptyLog, first!.batch)).toBe(true);
    expect(follows(first!.end, second!.batch)).toBe(true);
    expect(follows({ ...first!.end, seal: 1 }, second!.batch)).toBe(false);
    expect(follows({ ...first!.end, sequence: 0 }, second!.batch)).toBe(false);
    expect(follows({ ...first!.end, index: 1 }, second!.batch)).toBe(false);
  });

  it('is nothing else, however sound its frame', () => {
    const payload = readFrame(first!.bytes, 0)!.payload;
    const otherKind = new Uint8Array(payload);
    otherKind[0]! ^= 1;
    expect(readBatch(writeFrame(payload), 0)).toBeDefined();
    expect(readBatch(writeFrame(joined([payload, new Uint8Array(1)])), 0)).toBeUndefined();
    expect(readBatch(writeFrame(payload.slice(0, -1)), 0)).toBeUndefined();
    expect(readBatch(writeFrame(otherKind), 0)).toBeUndefined();
    expect(readBatch(encodeBatch({ ...first!.batch, records: [] }), 0)).toBeUndefined();
  });
});
