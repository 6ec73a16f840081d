import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../../src/scenario/nearest.ts';

const keys = ['latency', 'loss', 'duplicate', 'reorder'];

describe('the nearest word', () => {
  it.each([
    ['lozz', 'loss'],
    ['los', 'loss'],
    ['LOSS', 'loss'],
    ['solss', 'loss'],
    ['latecny', 'latency'],
    ['duplicates', 'duplicate'],
    ['recorder', 'reorder'],
  ])('to %s is %s', (word, meant) => {
    expect(nearest(word, keys)).toBe(meant);
  });

  it.each(['jitter', 'x', '', 'bandwidth', 'l'.repeat(1_000)])('to %j is none', (word) => {
    expect(nearest(word, keys)).toBeUndefined();
  });

  it('counts swapped neighbours as one slip', () => {
    expect(nearest('ab', ['cb', 'ba'])).toBe('cb');
    expect(nearest('abcd', ['abxy', 'bacd'])).toBe('bacd');
  });

  it('is the first of those that are equally near', () => {
    expect(nearest('bat', ['cat', 'hat'])).toBe('cat');
  });

  it('is told as a question, or not at all', () => {
    expect(didYouMean('lozz', keys)).toBe('; did you mean "loss"?');
    expect(didYouMean('jitter', keys)).toBe('');
  });
});
