import { describe, expect, it } from 'vitest';
import { ExitCode, heaviest } from '../../../src/cli/exit-codes.ts';

describe('the heaviest exit code', () => {
  it('is 0 of none', () => expect(heaviest([])).toBe(0));

  it('goes by weight, not by number', () => {
    const inOrder = [130, 70, 2, 4, 1, 3, 0] as const;
    expect(new Set(inOrder)).toEqual(new Set(Object.values(ExitCode)));
    inOrder.forEach((code, place) => {
      expect(heaviest([...inOrder.slice(place)].reverse())).toBe(code);
    });
  });
});
