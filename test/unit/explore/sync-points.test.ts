import { describe, expect, it } from 'vitest';
import { subjectOf } from '../../../src/explore/subject.ts';
import { pointIn, pointText, struckAt, syncPointsOf } from '../../../src/explore/sync-points.ts';
import { run, seeded } from '../../../src/index.ts';
import { preparedOf } from '../../reference/failures.ts';

const few = { set: ['workload.broadcasts=6'] };

describe('sync points', () => {
  it('are all syncs of each node until heal, and none where nothing is synced', () => {
    const points = syncPointsOf(preparedOf('steady', few), '1');
    expect(points.length).toBeGreaterThanOrEqual(6);
    expect(points.slice(0, 2)).toEqual([
      { node: 'q1', nth: 1 },
      { node: 'q1', nth: 2 },
    ]);
    expect(syncPointsOf(preparedOf('newsfeed', few), '1')).toEqual([]);
  });

  it('each strike the node once, right after that sync', () => {
    const prepared = preparedOf('steady', few);
    const last: number[] = [];
    for (const point of syncPointsOf(prepared, '1')) {
      const { faults, verdict, digest } = run({ ...subjectOf(struckAt(prepared, point)), schedule: seeded('1') });
      expect([pointText(point), verdict, faults.get('power-loss')]).toEqual([pointText(point), 'held', 1]);
      last.push(Number.parseInt(digest.slice(0, 8), 16));
    }
    expect(new Set(last).size).toBe(last.length);
  });

  it('are written and read', () => {
    expect(pointText({ node: 'r1', nth: 17 })).toBe('r1#17');
    expect(pointIn('r1#17')).toEqual({ node: 'r1', nth: 17 });
    for (const none of ['r1', 'r1#0', '#3', 'r1#x', 'r1#17 ']) expect(pointIn(none)).toBeUndefined();
  });

  it('find a mutant that answers before its disk does', () => {
    const prepared = preparedOf('steady', { ...few, mutant: 'ack-before-sync' });
    const [first] = syncPointsOf(prepared, '1');
    if (first === undefined) throw new Error('it syncs, if late');
    const { violations } = run({ ...subjectOf(struckAt(prepared, first)), schedule: seeded('1') });
    expect(violations.map(({ property }) => property)).toContain('persisted');
  });
});
