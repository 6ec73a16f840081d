import { describe, expect, it } from 'vitest';
import { around, Membership } from '../../../src/workload/membership.ts';

describe('membership as far as asked', () => {
  const five = [11, 12, 13, 14, 15];

  it('begins with the members of the topology and follows joins and leaves', () => {
    const membership = new Membership([{ name: 'general', members: [5, 2] }], five);
    membership.ask(13, { kind: 'join', room: 'general', request: 'c3-join-1' });
    membership.ask(12, { kind: 'leave', room: 'general', request: 'c2-leave-2' });
    membership.ask(99, { kind: 'join', room: 'general', request: 'not-a-client' });
    expect(membership.members('general')).toEqual([3, 5]);
    expect(membership.size('general')).toBe(2);
    expect([1, 2, 3, 4, 5].filter((client) => membership.isMember('general', client))).toEqual([3, 5]);
    expect(membership.members('nowhere')).toEqual([]);
  });

  it('finds the next member upwards, round the end', () => {
    const membership = new Membership([{ name: 'general', members: [4, 2] }], five);
    expect([1, 2, 3, 4, 5].map((wanted) => membership.nearest('general', wanted))).toEqual([2, 2, 4, 4, 2]);
    expect(membership.nearest('general', 1, new Set([4, 5]))).toBe(4);
    expect(membership.nearest('general', 2, new Set([4, 5]))).toBe(4);
    expect(membership.nearest('general', 2, new Set([3]))).toBeUndefined();
    expect(membership.nearest('nowhere', 2)).toBeUndefined();
  });

  it('counts round and round', () => {
    expect([-1, 0, 1, 5, 6, 11].map((number) => around(number, 5))).toEqual([4, 5, 1, 5, 1, 1]);
  });
});
