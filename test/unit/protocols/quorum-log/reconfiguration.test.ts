import { describe, expect, it } from 'vitest';
import { Reconfiguration } from '../../../../src/protocols/quorum-log/reconfiguration.ts';

const all = [1, 2, 3, 4, 5];
const small = [1, 2, 3];
const yes = () => true;

describe('a reconfiguration', () => {
  it('does nothing unless it is told to', () => {
    const reconfiguration = new Reconfiguration(all);
    expect(reconfiguration.next({ index: 0, sets: [small] }, 9, yes)).toBeUndefined();
    reconfiguration.command('dance');
    expect(reconfiguration.next({ index: 0, sets: [small] }, 9, yes)).toBeUndefined();
    expect(reconfiguration.learners).toEqual([]);
  });

  it('waits for learners, then makes both groups joint, then lets the new one go on alone', () => {
    const reconfiguration = new Reconfiguration(all);
    reconfiguration.command('grow');
    expect(reconfiguration.learners).toEqual(all);
    expect(reconfiguration.next({ index: 0, sets: [small] }, 9, (node) => node !== 5)).toBeUndefined();
    expect(reconfiguration.next({ index: 0, sets: [small] }, 9, yes)).toEqual([small, all]);
    expect(reconfiguration.next({ index: 10, sets: [small, all] }, 9, yes)).toBeUndefined();
    expect(reconfiguration.next({ index: 10, sets: [small, all] }, 10, yes)).toEqual([all]);
    expect(reconfiguration.next({ index: 11, sets: [all] }, 11, yes)).toBeUndefined();
    expect(reconfiguration.learners).toEqual([]);
  });

  it('shrinks the same way', () => {
    const reconfiguration = new Reconfiguration(all);
    reconfiguration.command('shrink');
    expect(reconfiguration.next({ index: 11, sets: [all] }, 11, yes)).toEqual([all, small]);
  });

  it('brings to its end what an earlier life has begun', () => {
    expect(new Reconfiguration(all).next({ index: 4, sets: [all, small] }, 5, yes)).toEqual([small]);
  });
});
