import { describe, expect, it } from 'vitest';
import { isChecked, isOfShard, seedAt } from '../../../src/explore/places.ts';

const places = Array.from({ length: 1_000 }, (_, place) => place);

describe('places', () => {
  it('are each of exactly one shard, in turn', () => {
    for (const place of places.slice(0, 20)) {
      expect([1, 2, 3].filter((index) => isOfShard(place, { index, of: 3 }))).toEqual([(place % 3) + 1]);
    }
  });

  it.each([
    [0, []],
    [1, [0]],
    [20_000, [0, 50, 100, 150, 200]],
    [400_000, [0, 3, 5, 8, 10, 13]],
  ])('are checked to a share of %i ppm, the first one always', (ppm, expected) => {
    const last = expected.at(-1) ?? 999;
    expect(places.filter((place) => place <= last && isChecked(place, ppm))).toEqual(expected);
  });

  it('are all checked where everything is', () => {
    expect(places.every((place) => isChecked(place, 1_000_000))).toBe(true);
  });

  it('have seeds that are numbers in a row', () => {
    expect([0, 1, 2].map((place) => seedAt(place, 1))).toEqual(['1', '2', '3']);
  });
});
