import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/mistake.ts';
import { seedsOf } from '../../../src/cli/seeds.ts';

describe('the seeds of a batch', () => {
  it.each([
    ["the scenario's own", undefined, undefined, ['own']],
    ['the one that is given, as text', '007', undefined, ['007']],
    ['from 1 on', undefined, '3', ['1', '2', '3']],
    ['from the given one on', '41', '2', ['41', '42']],
    ['from 0 on', '0', '2', ['0', '1']],
    ['one, whatever it is', 'abc', '1', ['abc']],
  ])('are %s', (_, start, count, seeds) => {
    expect(seedsOf('own', start, count)).toEqual(seeds);
  });

  it.each(['0', '-1', '1.5', 'many', '', '1000001', '1e3'])('are not %j', (count) => {
    expect(() => seedsOf('own', undefined, count)).toThrow(UsageError);
  });

  it.each(['abc', '007', '-1', '1e3'])('cannot be counted up from %j', (start) => {
    expect(() => seedsOf('own', start, '2')).toThrow('cannot count up from');
  });
});
