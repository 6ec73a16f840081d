import { describe, expect, it } from 'vitest';
import { replay } from '../../../src/explore/replay.ts';
import { failing, type Tried } from '../../reference/failures.ts';

function momentOf(name: string, tried?: Tried) {
  const { prepared, failure } = failing(name, '1', tried);
  return replay(failure, prepared).result.moment;
}

describe('the decisive moment of a violation', () => {
  it('is the last power loss that took what was in memory only; without a reader by the text', () => {
    const moment = momentOf('power-loss', { protocol: 'ack-first' });
    // The message that stood first, not the one that took its place.
    expect(moment).toMatchObject({ atUs: 413_891, token: 'c8-20', strikes: ['chat1 loses power'], struck: ['chat1'] });
    expect(moment?.replicas).toEqual([
      {
        node: 'chat1',
        isRead: false,
        onDisk: false,
        inMemory: true,
        unsynced: [{ file: 'changes', sectors: 78 }],
        underWay: 0,
      },
    ]);
  });

  it('asks the disk readers of every replica of the shard', () => {
    const moment = momentOf('quorum-log', { mutant: 'reads-unsecured' });
    expect(moment).toMatchObject({ token: 'c3-28', strikes: ['r1 loses power'] });
    const told = moment?.replicas.map(({ node, onDisk, inMemory }) => [node, onDisk, inMemory]);
    expect(told).toEqual([
      ['r1', false, true],
      ['r2', false, true],
      ['r3', true, true],
      ['r4', false, false],
      ['r5', false, false],
    ]);
    expect(moment?.replicas.every(({ isRead }) => isRead)).toBe(true);
  });

  it('sees what was synced', () => {
    expect(momentOf('rot-of-last-batch')?.replicas).toMatchObject([{ node: 'q1', isRead: true, onDisk: true }]);
  });

  it('is the violating event where nothing struck', () => {
    const { prepared, failure } = failing('steady', '1', { mutant: 'ack-before-sync' });
    const { moment } = replay(failure, prepared).result;
    const { event, atUs } = failure.violation;
    expect(moment).toMatchObject({ event, atUs, strikes: [], replicas: [{ node: 'q1', onDisk: false }] });
  });

  it('is none where nobody has a disk that matters', () => {
    expect(momentOf('newsfeed')).toBeNull();
  });

  it('does not change the run that it looks at', () => {
    const { prepared, failure } = failing('power-loss', '1', { protocol: 'ack-first' });
    expect(replay(failure, prepared).outcome).toBe('reproduced');
  });
});
