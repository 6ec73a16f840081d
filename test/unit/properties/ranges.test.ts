import { describe, expect, it } from 'vitest';
import { Ranges } from '../../../src/properties/ranges.ts';

const members = (ranges: Ranges) => [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((position) => ranges.has(position));
const nothing = () => false;

describe('Ranges', () => {
  it('is empty at first', () => {
    const ranges = new Ranges();
    expect(members(ranges)).toEqual([]);
    expect(ranges.first(new Ranges(), nothing)).toBeUndefined();
  });

  it('adds ranges that overlap, in any order', () => {
    const ranges = new Ranges();
    ranges.add(6, 8);
    ranges.add(2, 3);
    ranges.add(3, 6);
    expect(members(ranges)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(ranges.first(new Ranges(), nothing)).toBe(2);
  });

  it('removes from the middle, both ends and everything', () => {
    const ranges = new Ranges();
    ranges.add(2, 8);
    ranges.remove(4, 5);
    expect(members(ranges)).toEqual([2, 3, 6, 7, 8]);
    ranges.remove(1, 2);
    ranges.remove(8, 9);
    expect(members(ranges)).toEqual([3, 6, 7]);
    ranges.remove(1, 9);
    expect(members(ranges)).toEqual([]);
  });

  it('finds the first that is not excused', () => {
    const ranges = new Ranges();
    ranges.add(2, 3);
    ranges.add(7, 1_000_000_000);
    const others = new Ranges();
    expect(ranges.first(others, (position) => position < 3)).toBe(3);
    expect(ranges.first(others, (position) => position < 8)).toBe(8);
    others.add(1, 2);
    others.add(7, 999_999_999);
    expect(ranges.first(others, nothing)).toBe(3);
    expect(ranges.first(others, (position) => position < 8)).toBe(1_000_000_000);
  });

  it('says where it ends and begins around a position', () => {
    const ranges = new Ranges();
    ranges.add(2, 3);
    ranges.add(4, 1_000_000_000);
    expect([1, 2, 3, 4].map((position) => ranges.endOf(position))).toEqual([1, ...Array(3).fill(1_000_000_001)]);
    expect([1, 2, 4, 1_000_000_001].map((position) => ranges.startOf(position))).toEqual([1, 1, 1, 1_000_000_001]);
  });

  it('becomes equal to another, and is its own again', () => {
    const ranges = new Ranges();
    const other = new Ranges();
    other.add(1, 2);
    ranges.becomeEqualTo(other);
    other.add(5, 5);
    expect(members(ranges)).toEqual([1, 2]);
  });
});
