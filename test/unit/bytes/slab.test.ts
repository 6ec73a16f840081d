import { describe, expect, it } from 'vitest';
import { copyOf, newBytes, newSlab } from '../../../src/bytes/index.ts';

describe('newBytes', () => {
  it('gives zeros that nobody else has, over many buffers and of any length', () => {
    const lengths = [0, 1, 7, 8, 9, 64, 65, 1_000, 8_192, 8_193, 70_000];
    const arrays = Array.from({ length: 400 }, (_, nth) => newBytes(lengths[nth % lengths.length]!));
    for (const [nth, array] of arrays.entries()) {
      expect(array.length).toBe(lengths[nth % lengths.length]);
      expect(array.every((byte) => byte === 0)).toBe(true);
      array.fill((nth % 255) + 1);
    }
    for (const [nth, array] of arrays.entries()) {
      expect(array.every((byte) => byte === (nth % 255) + 1)).toBe(true);
    }
  });

  it('cuts from the same places after a new slab, whatever came before', () => {
    const places = () => {
      newSlab();
      return [3, 100, 5].map((length) => newBytes(length).byteOffset);
    };
    const first = places();
    newBytes(17);
    expect(places()).toEqual(first);
  });
});

describe('copyOf', () => {
  it('copies a range, and all of it by default', () => {
    const bytes = Uint8Array.of(1, 2, 3, 4);
    const whole = copyOf(bytes);
    const middle = copyOf(bytes, 1, 3);
    bytes.fill(9);
    expect([...whole]).toEqual([1, 2, 3, 4]);
    expect([...middle]).toEqual([2, 3]);
    expect([...copyOf(bytes, 4, 2)]).toEqual([]);
  });
});
