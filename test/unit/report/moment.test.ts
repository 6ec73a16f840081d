import { describe, expect, it } from 'vitest';
import { tellMoment } from '../../../src/report/moment.ts';
import type { DecisiveMoment, Whereabouts } from '../../../src/run/result.ts';

const replica = (node: string, given: Partial<Whereabouts> = {}): Whereabouts => ({
  node,
  onDisk: false,
  isRead: true,
  inMemory: false,
  unsynced: [],
  underWay: 0,
  ...given,
});

function told(replicas: readonly Whereabouts[], given: Partial<DecisiveMoment> = {}): readonly string[] {
  const strikes = ['r1 loses power'];
  return tellMoment({ atUs: 604_505, event: 9, token: 'c6-41', strikes, struck: ['r1'], replicas, ...given });
}

describe('the decisive moment', () => {
  it('says what is on disk, who has it in memory only, and what could be lost', () => {
    const unsynced = [{ file: 'log', sectors: 3 }];
    expect(told([replica('r1', { inMemory: true, unsynced, underWay: 2 })])).toEqual([
      'at 0.604505s, as r1 loses power: c6-41 is on no disk',
      'r1 has it in memory only',
      'not synced: on r1 3 sectors (log), 2 acts under way',
    ]);
  });

  it('tells replicas apart, and what is at stake only where it struck', () => {
    const unsynced = [{ file: 'log', sectors: 1 }];
    const replicas = [
      replica('r1', { inMemory: true }),
      replica('r2', { onDisk: true, inMemory: true, unsynced }),
      replica('r3', { unsynced }),
      replica('r4'),
    ];
    expect(told(replicas)).toEqual([
      'at 0.604505s, as r1 loses power: c6-41 is on the disk of r2 alone',
      'r1 has it in memory only; r3 and r4 have it not at all',
    ]);
    const everywhere = ['r1', 'r2', 'r3'].map((node) => replica(node, { onDisk: true }));
    expect(told(everywhere)).toEqual(['at 0.604505s, as r1 loses power: c6-41 is on the disks of r1, r2 and r3']);
  });

  it('says so where a message was only looked for by its text', () => {
    const unread = replica('r1', { isRead: false });
    expect(told([unread])).toEqual(['at 0.604505s, as r1 loses power: the text of c6-41 is in no synced file']);
    expect(told([{ ...unread, onDisk: true }])).toEqual([
      'at 0.604505s, as r1 loses power: the text of c6-41 is in synced files of r1',
    ]);
  });

  it('is the violating event where nothing struck: then what counts is what memory alone has', () => {
    const unsynced = ['a', 'b', 'c', 'd'].map((file) => ({ file, sectors: 0 }));
    const replicas = [replica('r1', { inMemory: true, unsynced }), replica('r2', { unsynced })];
    expect(told(replicas, { strikes: [], struck: [] })).toEqual([
      'at 0.604505s, as it shows: c6-41 is on no disk',
      'r1 has it in memory only; r2 has it not at all',
      'not synced: on r1 0 sectors (a, b, c and 1 more)',
    ]);
  });

  it('names at most five', () => {
    const replicas = [1, 2, 3, 4, 5, 6, 7].map((n) => replica(`r${n}`));
    expect(told(replicas)[1]).toBe('r1, r2, r3, r4, r5 and 2 more have it not at all');
  });
});
