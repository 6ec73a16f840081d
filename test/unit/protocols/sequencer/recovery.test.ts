import { describe, expect, it } from 'vitest';
import { draftFile, segmentFile, snapshotFile } from '../../../../src/protocols/sequencer/files.ts';
import { emptyLog, type LogEnd } from '../../../../src/protocols/sequencer/log-format.ts';
import { type Recovered, recover } from '../../../../src/protocols/sequencer/recovery.ts';
import { soundRules } from '../../../../src/protocols/sequencer/rules.ts';
import { encodeSnapshot } from '../../../../src/protocols/sequencer/snapshot-format.ts';
import { FakeDisk } from './fake-disk.ts';
import { buildLog, joined, messageRecord } from './logs.ts';

const log = buildLog([[messageRecord(1)], [messageRecord(2)], [messageRecord(3, 'x'.repeat(100))]]);
const bytes = log.batches.map((batch) => batch.bytes);

function snapshotAt(end: LogEnd): Uint8Array {
  return encodeSnapshot({ end, life: 1, sessions: [], rooms: [{ name: 'general', head: end.index, members: [] }] });
}

function diskOf(segments: readonly (readonly [number, Uint8Array])[], snapshot = snapshotAt(emptyLog)): FakeDisk {
  const files = segments.map(([number, content]) => [segmentFile(number), content] as const);
  return new FakeDisk(new Map([[snapshotFile, snapshot], ...files]));
}

function recovered(disk: FakeDisk, rules = soundRules): { readonly answers: (Recovered | undefined)[] } {
  const answers: (Recovered | undefined)[] = [];
  recover(disk, rules, (answer) => answers.push(answer));
  disk.settle();
  return { answers };
}

describe('recovery', () => {
  it('syncs names, and writes the last batch again and syncs it, before it believes them', () => {
    const disk = diskOf([
      [1, bytes[0]!],
      [2, joined([bytes[1]!, bytes[2]!])],
    ]);
    const { answers } = recovered(disk);
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({ wasTorn: false, tail: { end: log.end, segment: 2 } });
    const order = disk.asked.filter((what) => !what.startsWith('size'));
    expect(order).toEqual([
      'list',
      'syncDirectory',
      'read snapshot',
      'read log-000001',
      'read log-000002',
      'write log-000002',
      'sync log-000002',
    ]);
  });

  it('cuts a torn end, and waits until the cut is durable', () => {
    const disk = diskOf([[1, log.bytes.slice(0, -1)]]);
    const soundBytes = bytes[0]!.length + bytes[1]!.length;
    const { answers } = recovered(disk);
    const end = log.batches[1]!.end;
    expect(answers).toMatchObject([{ wasTorn: true, tail: { end, segment: 1, sizeBytes: soundBytes } }]);
    expect(disk.asked.slice(-2)).toEqual([`truncate log-000001 ${soundBytes}`, 'sync log-000001']);
    expect(disk.files.get('log-000001')).toEqual(joined(bytes.slice(0, 2)));
  });

  it('goes on in a segment of which nothing but the name has survived', () => {
    const disk = diskOf([
      [1, log.bytes],
      [2, new Uint8Array(70)],
    ]);
    const { answers } = recovered(disk);
    expect(answers).toMatchObject([{ wasTorn: true, tail: { end: log.end, segment: 2, sizeBytes: 0 } }]);
  });

  it('begins with nothing but a snapshot, and drops the draft of the next', () => {
    const disk = diskOf([]);
    disk.files.set(draftFile, new Uint8Array([1, 2, 3]));
    const { answers } = recovered(disk);
    expect(answers).toMatchObject([{ wasTorn: false, batches: [], tail: { end: emptyLog, segment: 0 } }]);
    expect(disk.files.has(draftFile)).toBe(false);
    expect(disk.asked.slice(0, 3)).toEqual(['list', `remove ${draftFile}`, 'syncDirectory']);
  });

  it('goes on from a snapshot whose early segments are gone', () => {
    const { answers } = recovered(diskOf([[9, bytes[2]!]], snapshotAt(log.batches[1]!.end)));
    expect(answers).toMatchObject([{ tail: { end: log.end, segment: 9 } }]);
  });

  it('gives up where an earlier batch or the snapshot is damaged', () => {
    const rotten = new Uint8Array(log.bytes);
    rotten[bytes[0]!.length + 20]! ^= 1;
    expect(recovered(diskOf([[1, rotten]])).answers).toEqual([undefined]);
    expect(recovered(diskOf([[1, log.bytes]], snapshotAt(emptyLog).slice(0, -1))).answers).toEqual([undefined]);
    expect(recovered(new FakeDisk()).answers).toEqual([undefined]);
  });

  it('gives up at the first act that fails, whichever it is', () => {
    const fresh = () => {
      const disk = diskOf([
        [1, bytes[0]!],
        [2, joined([bytes[1]!, bytes[2]!.slice(0, 90)])],
      ]);
      disk.files.set(draftFile, new Uint8Array(3));
      return disk;
    };
    const rehearsal = fresh();
    expect(recovered(rehearsal).answers[0]).toBeDefined();
    expect(new Set(rehearsal.asked).size).toBe(11);
    for (const what of new Set(rehearsal.asked)) {
      const disk = fresh();
      disk.failing.add(what);
      expect(recovered(disk).answers, what).toEqual([undefined]);
    }
  });
});
