import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../../src/workload/body.ts';

describe('bodies', () => {
  it('are of exactly the size, in words', () => {
    for (const sizeBytes of [0, 1, 5, 6, 7, 1000]) {
      expect(new TextEncoder().encode(bodyOf(3, sizeBytes))).toHaveLength(sizeBytes);
    }
    expect(bodyOf(3, 1000)).toMatch(/^[a-z]+( [a-z]+)* ?$/);
    expect(new Set(bodyOf(3, 1000).split(' ')).size).toBeGreaterThan(8);
  });

  it('differ from message to message', () => {
    const bodies = Array.from({ length: 100 }, (_, index) => bodyOf(index + 1, 40));
    expect(new Set(bodies).size).toBeGreaterThan(98);
  });
});
