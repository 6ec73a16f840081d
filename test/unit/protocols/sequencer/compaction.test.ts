import { describe, expect, it } from 'vitest';
import { Compaction } from '../../../../src/protocols/sequencer/compaction.ts';
import { segmentFile, snapshotFile } from '../../../../src/protocols/sequencer/files.ts';
import { emptyLog } from '../../../../src/protocols/sequencer/log-format.ts';
import { soundRules } from '../../../../src/protocols/sequencer/rules.ts';
import { decodeSnapshot } from '../../../../src/protocols/sequencer/snapshot-format.ts';
import { State } from '../../../../src/protocols/sequencer/state.ts';
import { FakeDisk } from './fake-disk.ts';
import { buildLog, messageRecord } from './logs.ts';

/** One message in each of `segments` segments. */
function scene(segments: number, keptItems: number) {
  const log = buildLog(Array.from({ length: segments }, (_, nth) => [messageRecord(nth + 1, 'x'.repeat(200))]));
  const files = log.batches.map(({ bytes }, nth) => [segmentFile(nth + 1), bytes] as const);
  const disk = new FakeDisk(new Map([[snapshotFile, new Uint8Array(1)], ...files]));
  const rooms = [{ name: 'general', head: segments, members: [] }];
  const state = new State({ end: emptyLog, life: 1, sessions: [], rooms });
  const told: string[] = [];
  const compaction = new Compaction({
    disk,
    rules: soundRules,
    state,
    keptItems,
    forget: (segment) => told.push(`forget before ${segment}`),
    failed: ({ code }) => told.push(`failed ${code}`),
  });
  for (const [nth, { batch, bytes }] of log.batches.entries()) {
    compaction.note({ batch, place: { segment: nth + 1, offset: 0, lengthBytes: bytes.length } });
  }
  return { log, disk, state, told, compaction };
}

describe('compaction', () => {
  it('makes a snapshot durable, then removes segments one by one, oldest first', () => {
    const { log, disk, told, compaction } = scene(4, 2);
    compaction.consider(log.end);
    disk.settle();
    expect(disk.asked).toEqual([
      'write snapshot.draft',
      'sync snapshot.draft',
      'rename snapshot.draft snapshot',
      'syncDirectory',
      'remove log-000001',
      'syncDirectory',
      'remove log-000002',
      'syncDirectory',
    ]);
    expect(told).toEqual(['forget before 2', 'forget before 3']);
    expect(decodeSnapshot(disk.files.get(snapshotFile)!)?.end).toEqual(log.end);
    expect([...disk.files.keys()].sort()).toEqual(['log-000003', 'log-000004', snapshotFile]);
  });

  it('keeps what retention asks for, and always the segment that grows', () => {
    const enough = scene(4, 4);
    enough.compaction.consider(enough.log.end);
    expect(enough.disk.asked).toEqual([]);
    const none = scene(4, 0);
    none.compaction.consider(none.log.end);
    none.disk.settle();
    expect(none.disk.files.has('log-000004')).toBe(true);
    expect(none.disk.files.has('log-000003')).toBe(false);
  });

  it('does one thing at a time', () => {
    const { log, disk, compaction } = scene(4, 2);
    compaction.consider(log.end);
    compaction.consider(log.end);
    expect(disk.asked).toEqual(['write snapshot.draft']);
  });

  it('waits until there is as much to remove as a snapshot costs', () => {
    const { log, disk, state, compaction } = scene(4, 3);
    for (let client = 1; client <= 12; client++) state.sessions.set(client, { id: client, nonce: 0, last: 0 });
    compaction.consider(log.end);
    disk.settle();
    expect(disk.files.has('log-000001')).toBe(false);
    state.rooms.get('general')!.head++;
    const before = disk.asked.length;
    compaction.consider(log.end);
    expect(disk.asked.length).toBe(before);
    state.rooms.get('general')!.head += 2;
    compaction.consider(log.end);
    expect(disk.asked.length).toBeGreaterThan(before);
  });

  it.each(['write snapshot.draft', 'sync snapshot.draft', 'rename snapshot.draft snapshot', 'syncDirectory'])(
    'removes nothing once %s failed',
    (what) => {
      const { log, disk, told, compaction } = scene(4, 2);
      disk.failing.add(what);
      compaction.consider(log.end);
      disk.settle();
      expect(told).toEqual(['failed io']);
      expect(disk.asked.filter((asked) => asked.startsWith('remove'))).toEqual([]);
    },
  );
});
