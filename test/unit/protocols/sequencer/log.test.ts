import { describe, expect, it } from 'vitest';
import { Log } from '../../../../src/protocols/sequencer/log.ts';
import { emptyLog } from '../../../../src/protocols/sequencer/log-format.ts';
import { soundRules } from '../../../../src/protocols/sequencer/rules.ts';
import { scanLog } from '../../../../src/protocols/sequencer/scan.ts';
import { FakeDisk } from './fake-disk.ts';
import { buildLog, messageRecord } from './logs.ts';

function openLog(disk = new FakeDisk(), segmentBytes = 100) {
  const told: string[] = [];
  const log = new Log({
    disk,
    rules: soundRules,
    segmentBytes,
    tail: { end: emptyLog, segment: 0, sizeBytes: 0 },
    owner: {
      counted: ({ batch, place }) => told.push(`counted ${batch.sequence} in ${place.segment} at ${place.offset}`),
      idle: () => told.push('idle'),
      failed: ({ code }) => told.push(`failed ${code}`),
    },
  });
  return { log, disk, told };
}

describe('a log', () => {
  it('counts the first batch of a segment after its bytes and its name are durable', () => {
    const { log, disk, told } = openLog();
    log.append([messageRecord(1)]);
    expect(log.busy).toBe(true);
    for (const what of ['write log-000001', 'sync log-000001', 'syncDirectory']) {
      expect(disk.pending).toEqual([what]);
      expect(told).toEqual([]);
      disk.step();
    }
    expect(told).toEqual(['counted 1 in 1 at 0', 'idle']);
    expect(log.busy).toBe(false);
  });

  it('appends to a segment until that is full', () => {
    const { log, disk, told } = openLog();
    for (let position = 1; position <= 3; position++) {
      log.append([messageRecord(position)]);
      disk.settle();
    }
    const [first] = buildLog([[messageRecord(1)]]).batches;
    const length = first!.bytes.length;
    expect(told.filter((what) => what !== 'idle')).toEqual([
      'counted 1 in 1 at 0',
      `counted 2 in 1 at ${length}`,
      'counted 3 in 2 at 0',
    ]);
    expect(disk.asked).toEqual([
      ...['write log-000001', 'sync log-000001', 'syncDirectory'],
      ...['write log-000001', 'sync log-000001'],
      ...['write log-000002', 'sync log-000002', 'syncDirectory'],
    ]);
    const segments = [1, 2].map((number) => ({ number, bytes: disk.files.get(`log-00000${number}`)! }));
    expect(scanLog(segments, emptyLog)).toMatchObject({ verdict: 'sound', end: log.end });
  });

  it('takes one batch at a time', () => {
    const { log } = openLog();
    log.append([messageRecord(1)]);
    expect(() => log.append([messageRecord(2)])).toThrow('one batch at a time');
  });

  it.each(['write log-000001', 'sync log-000001', 'syncDirectory'])('counts nothing once %s failed', (what) => {
    const { log, disk, told } = openLog();
    disk.failing.add(what);
    log.append([messageRecord(1)]);
    disk.settle();
    expect(told).toEqual(['failed io']);
    expect(log.busy).toBe(true);
  });

  it('does not sync again what a failed sync gave up', () => {
    const { log, disk } = openLog();
    disk.failing.add('sync log-000001');
    log.append([messageRecord(1)]);
    disk.settle();
    expect(disk.asked).toEqual(['write log-000001', 'sync log-000001']);
  });

  it('reads a batch back', () => {
    const { log, disk } = openLog();
    log.append([messageRecord(1), messageRecord(2)]);
    disk.settle();
    const read: unknown[] = [];
    const lengthBytes = disk.files.get('log-000001')!.length;
    log.read({ segment: 1, offset: 0, lengthBytes }, (error, batch) => read.push(error, batch?.records));
    log.read({ segment: 2, offset: 0, lengthBytes }, (error, batch) => read.push(error?.code, batch));
    disk.settle();
    expect(read).toEqual([undefined, [messageRecord(1), messageRecord(2)], 'missing', undefined]);
  });
});
