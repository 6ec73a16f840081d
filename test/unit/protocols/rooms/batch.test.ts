import { describe, expect, it } from 'vitest';
import { checksumIn } from '../../../../src/bytes/index.ts';
import { noChecksum, readBatch, writeBatch } from '../../../../src/protocols/rooms/batch.ts';
import { makeEntry } from '../../../../src/protocols/rooms/entry.ts';
import { readLog } from '../../../../src/protocols/rooms/recovery.ts';

const entry = (index: number, term: number) => makeEntry(index, term, { kind: 'no-op' });
const first = writeBatch(noChecksum, [entry(1, 1), entry(2, 1), entry(3, 1)]);
const second = writeBatch(checksumIn(first, 0), [entry(3, 2), entry(4, 2)]);
const file = new Uint8Array([...first, ...second]);

function places(bytes: Uint8Array): readonly string[] {
  return readLog(bytes).entries.map(({ index, term }) => `${index}/${term}`);
}

describe('batches', () => {
  it('take the place of all that stood from their first index on', () => {
    expect(places(file)).toEqual(['1/1', '2/1', '3/2', '4/2']);
    expect(readLog(file).end).toBe(file.length);
  });

  it('are there whole or not at all', () => {
    for (let size = first.length; size < file.length; size++) {
      expect(places(file.subarray(0, size))).toEqual(['1/1', '2/1', '3/1']);
      expect(readLog(file.subarray(0, size)).end).toBe(first.length);
    }
  });

  it('count behind their predecessor only, and leave no gap', () => {
    expect(readBatch(second, 0, noChecksum, 3)).toBeUndefined();
    expect(readBatch(second, 0, checksumIn(first, 0), 1)).toBeUndefined();
    expect(readBatch(second, 0, checksumIn(first, 0), 2)?.entries).toHaveLength(2);
  });
});
