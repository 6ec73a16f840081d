import { describe, expect, it } from 'vitest';
import { halfTold, shardOf } from '../../../src/cli/shard.ts';

describe('a shard', () => {
  const aws = { AWS_BATCH_JOB_ARRAY_INDEX: '3', AWS_BATCH_JOB_ARRAY_SIZE: '4' };
  const slurm = { SLURM_ARRAY_TASK_ID: '7', SLURM_ARRAY_TASK_COUNT: '4', SLURM_ARRAY_TASK_MIN: '5' };

  it.each<readonly [Record<string, string>, number, number, string]>([
    [{ TUTTI_SHARD: '2/4' }, 2, 4, 'TUTTI_SHARD'],
    [{ JOB_COMPLETION_INDEX: '0', TUTTI_SHARDS: '8' }, 1, 8, 'JOB_COMPLETION_INDEX and TUTTI_SHARDS'],
    [aws, 4, 4, 'AWS_BATCH_JOB_ARRAY_INDEX and AWS_BATCH_JOB_ARRAY_SIZE'],
    [slurm, 3, 4, 'SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT'],
  ])('is read from what a farm sets: %o', (environment, index, of, from) => {
    expect(shardOf(undefined, environment)).toEqual({ shard: { index, of }, from });
  });

  it('is the one that is asked for, whatever the environment says', () => {
    expect(shardOf('1/3', { TUTTI_SHARD: '2/4' })).toEqual({ shard: { index: 1, of: 3 }, from: '--shard' });
    expect(shardOf(undefined, {})).toBeUndefined();
    expect(shardOf(undefined, { TUTTI_SHARD: '' })).toBeUndefined();
  });

  it.each([
    ['5/4', 'there is no part 5/4'],
    ['0/4', 'there is no part 0/4'],
    ['1/0', 'there is no part 1/0'],
    ['2', 'expected a part and how many there are, found "2"'],
    ['a/b', 'expected a part and how many there are, found "a/b"'],
  ])('is not %s', (text, message) => {
    expect(() => shardOf(text, {})).toThrow(message);
    expect(() => shardOf(undefined, { TUTTI_SHARD: text })).toThrow(message);
  });

  it('is all of it where a farm does not say how many there are, and that is told', () => {
    expect(shardOf(undefined, { JOB_COMPLETION_INDEX: '2' })).toBeUndefined();
    expect(halfTold({ JOB_COMPLETION_INDEX: '2' })).toBe(
      'JOB_COMPLETION_INDEX is set and TUTTI_SHARDS is not: all of it is explored here',
    );
    expect(halfTold({})).toBeUndefined();
  });
});
