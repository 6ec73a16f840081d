import { describe, expect, it } from 'vitest';
import { tokenOf } from '../../../../src/bytes/index.ts';
import { SequencerDiskReader } from '../../../../src/protocols/sequencer/disk-reader.ts';
import { emptyLog, type LogEnd } from '../../../../src/protocols/sequencer/log-format.ts';
import { encodeSnapshot } from '../../../../src/protocols/sequencer/snapshot-format.ts';
import { buildLog, joined, messageRecord } from './logs.ts';

const log = buildLog([
  [messageRecord(1), messageRecord(2)],
  [{ kind: 'boot', life: 2 }, messageRecord(3)],
  [messageRecord(4)],
]);
const [first, second, third] = log.batches.map(({ bytes }) => bytes) as [Uint8Array, Uint8Array, Uint8Array];

function reader(end: LogEnd = emptyLog): SequencerDiskReader {
  const made = new SequencerDiskReader('q1', 1);
  give(made, 'snapshot', encodeSnapshot({ end, life: 1, sessions: [], rooms: [] }));
  return made;
}

function give(to: SequencerDiskReader, file: string, bytes: Uint8Array, from = 0): void {
  to.changed(file, from, from + bytes.length, bytes);
}

function indices(of: SequencerDiskReader): readonly number[] {
  return [...of.contents()].map(({ slot }) => slot.index);
}

describe('the disk reader', () => {
  it('sees a batch when its last byte is durable', () => {
    const seen = reader();
    expect(seen.head()).toBeUndefined();
    give(seen, 'log-000001', first);
    expect(seen.head()).toEqual({ log: 'q1', epoch: 0, index: 2 });
    give(seen, 'log-000001', second.slice(0, -1), first.length);
    expect(indices(seen)).toEqual([1, 2]);
    give(seen, 'log-000001', second.slice(-1), first.length + second.length - 1);
    expect(indices(seen)).toEqual([1, 2, 4]);
    expect(seen.head()?.index).toBe(4);
  });

  it('says where a message stands, and who votes', () => {
    const seen = reader();
    give(seen, 'log-000001', log.bytes);
    const record = messageRecord(3);
    const token = record.kind === 'message' ? tokenOf(record.bytes) : '';
    const slot = seen.slotOf('general', token);
    expect(slot).toEqual({ log: 'q1', epoch: 0, index: 4 });
    expect(seen.slotOf('attic', token)).toBeUndefined();
    expect(seen.votersAt()).toEqual([[1]]);
    expect(seen.holds(slot!)).toBe(true);
    expect(seen.holds({ ...slot!, index: 6 })).toBe(false);
    expect(seen.holds({ ...slot!, log: 'q2' })).toBe(false);
  });

  it('follows the log over segments, and no further than a gap', () => {
    const seen = reader();
    give(seen, 'log-000003', third);
    expect(indices(seen)).toEqual([]);
    give(seen, 'log-000001', first);
    expect(indices(seen)).toEqual([1, 2]);
    give(seen, 'log-000002', second);
    expect(indices(seen)).toEqual([1, 2, 4, 5]);
    give(seen, 'log-000002', new Uint8Array(4), 30);
    expect(indices(seen)).toEqual([1, 2]);
    expect(seen.head()?.index).toBe(2);
  });

  it('forgets what a truncation takes', () => {
    const seen = reader();
    give(seen, 'log-000001', log.bytes);
    seen.changed('log-000001', first.length + 1, log.bytes.length, new Uint8Array(0));
    expect(indices(seen)).toEqual([1, 2]);
    give(seen, 'log-000001', joined([second, third]).slice(1), first.length + 1);
    expect(indices(seen)).toEqual([1, 2, 4, 5]);
  });

  it('holds what is under its snapshot, and lists what is still there', () => {
    const seen = reader(log.batches[1]!.end);
    expect(seen.head()?.index).toBe(4);
    give(seen, 'log-000002', second);
    give(seen, 'log-000003', third);
    expect(indices(seen)).toEqual([4, 5]);
    seen.removed('log-000002');
    expect(indices(seen)).toEqual([5]);
    expect(seen.head()?.index).toBe(5);
    expect(seen.holds({ log: 'q1', epoch: 0, index: 1 })).toBe(true);
  });

  it('holds nothing without a snapshot, and ignores other files', () => {
    const seen = reader();
    give(seen, 'log-000001', log.bytes);
    give(seen, 'snapshot.draft', new Uint8Array(3));
    expect(seen.head()?.index).toBe(5);
    seen.removed('snapshot');
    expect(seen.head()).toBeUndefined();
    expect(indices(seen)).toEqual([]);
  });
});
