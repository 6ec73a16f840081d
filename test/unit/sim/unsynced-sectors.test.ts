import { describe, expect, it } from 'vitest';
import { type CachedWrite, UnsyncedSectors } from '../../../src/sim/unsynced-sectors.ts';

function write(nth: number): CachedWrite {
  return { anchor: `write s1 log #${nth}`, firstSector: nth, landsAt: nth };
}

function holding(...sectors: readonly number[]): UnsyncedSectors {
  const unsynced = new UnsyncedSectors();
  for (const sector of sectors) unsynced.set(sector, write(sector));
  return unsynced;
}

describe('unsynced sectors', () => {
  it('come in their order, however they were written, each with its last write', () => {
    const unsynced = holding(7, 2, 5);
    unsynced.set(5, write(9));
    expect(unsynced.all()).toEqual([2, 5, 7]);
    expect(unsynced.get(5)).toEqual(write(9));
    expect(unsynced.get(3)).toBeUndefined();
  });

  it('are not there when they were deleted, once or twice, or never were', () => {
    const unsynced = holding(2, 5);
    for (const sector of [5, 5, 3, 99]) unsynced.delete(sector);
    expect(unsynced.all()).toEqual([2]);
  });

  it('end where they are cut', () => {
    const unsynced = holding(1, 2, 3, 4);
    unsynced.cut(3);
    expect(unsynced.all()).toEqual([1, 2]);
    unsynced.cut(0);
    expect(unsynced.all()).toEqual([]);
  });

  it('may lie anywhere once there were none', () => {
    const unsynced = holding(8);
    unsynced.delete(8);
    unsynced.set(3, write(3));
    expect(unsynced.all()).toEqual([3]);
  });
});
