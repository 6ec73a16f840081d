import { describe, expect, it } from 'vitest';
import { QuorumLogDiskReader } from '../../../../src/protocols/quorum-log/disk-reader.ts';
import { logFile } from '../../../../src/protocols/quorum-log/log.ts';
import { bytesOf, chain, configBody, messageBody } from './entries.ts';

const small = [1, 2, 3];
const all = [1, 2, 3, 4, 5];
const log = chain([
  [1, { kind: 'lead' }],
  [1, messageBody(1)],
  [1, configBody(small, all)],
  [2, { kind: 'lead' }],
  [2, configBody(all)],
]);
const bytes = bytesOf(log);

function slot(index: number, epoch: number) {
  return { log: 's1', epoch, index };
}

function reader(count: number): QuorumLogDiskReader {
  const made = new QuorumLogDiskReader(small);
  const held = bytesOf(log.slice(0, count));
  made.changed(logFile, 0, held.length, held);
  return made;
}

describe('the disk reader', () => {
  it('sees an entry when its last byte is durable', () => {
    const seen = new QuorumLogDiskReader(small);
    expect(seen.head()).toBeUndefined();
    seen.changed(logFile, 0, bytes.length - 1, bytes.slice(0, -1));
    expect(seen.head()).toEqual(slot(4, 2));
    seen.changed(logFile, bytes.length - 1, bytes.length, bytes.slice(-1));
    expect(seen.head()).toEqual(slot(5, 2));
    seen.changed(logFile, bytes.length - 1, bytes.length, new Uint8Array([bytes.at(-1)! ^ 1]));
    expect(seen.head()).toEqual(slot(4, 2));
  });

  it('holds a slot of its own log, index and epoch', () => {
    const seen = reader(4);
    expect([slot(3, 1), slot(4, 2)].every((each) => seen.holds(each))).toBe(true);
    expect([slot(4, 1), slot(5, 2), slot(0, 0)].some((each) => seen.holds(each))).toBe(false);
    expect(seen.holds({ ...slot(3, 1), log: 's2' })).toBe(false);
  });

  it('knows who votes at each slot: from the entry of a configuration on, itself included', () => {
    const seen = reader(5);
    expect([1, 2, 3, 4, 5].map((index) => seen.votersAt(slot(index, 1)))).toEqual([
      [small],
      [small],
      [small, all],
      [small, all],
      [all],
    ]);
    seen.changed(logFile, bytesOf(log.slice(0, 2)).length, bytes.length, new Uint8Array(0));
    expect(seen.votersAt(slot(5, 2))).toEqual([small]);
  });

  it('says where a message stands, until it is cut', () => {
    const seen = reader(5);
    expect(seen.slotOf('general', 't1')).toEqual(slot(2, 1));
    expect(seen.slotOf('attic', 't1')).toBeUndefined();
    expect([...seen.contents()].map(({ token }) => token)).toEqual(['t1']);
    seen.removed(logFile);
    expect(seen.slotOf('general', 't1')).toBeUndefined();
    expect([...seen.contents()]).toEqual([]);
    expect(seen.head()).toBeUndefined();
  });

  it('ignores other files', () => {
    const seen = new QuorumLogDiskReader(small);
    seen.changed('notes', 0, bytes.length, bytes);
    seen.removed('notes');
    expect(seen.head()).toBeUndefined();
  });
});
