/** What the runner may ask about who can serve whom. */
import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../src/contract/index.ts';
import { type HistoryOptions, judge } from '../../reference/history.ts';
import { modestProperties } from '../../reference/property-suite.ts';

const outlook = (history: string, options: Partial<HistoryOptions> = {}) =>
  judge(history, { properties: modestProperties, ...options }).outlook;

/** `c1` to `c6` come first, then the replicas, then the gateways. */
const [s1, s2, s3, g1, g2]: readonly NodeId[] = [7, 8, 9, 10, 11];
const replicas = [s1, s2, s3] as [NodeId, NodeId, NodeId];

describe('a client', () => {
  it('is connected to whom it named last, until it says otherwise or is gone', () => {
    const connected = 'c1 connects to g1\n c2 connects to g1\n c3 connects to g1\n c1 connects to g2';
    const after = outlook(`${connected}\n c2 disconnects\n c3 crashes`);
    expect([1, 2, 3, 4].map((client) => after.gatewayOf(client))).toEqual([g2, undefined, undefined, undefined]);
    expect(outlook(connected).gatewayOf(3)).toBe(g1);
  });
});

describe('a leader', () => {
  it('is who said so under the highest epoch', () => {
    expect(outlook('s1 leads 1 epoch 3\n s2 leads 1 epoch 2').leaderOf(1)).toBe(s1);
    expect(outlook('s1 leads 1 epoch 3\n s2 leads 1 epoch 4').leaderOf(1)).toBe(s2);
    expect(outlook('').leaderOf(1)).toBeUndefined();
  });
});

describe('a replica is well', () => {
  const wellAfter = (history: string) => {
    const after = outlook(history, { disks: true });
    return replicas.filter((id) => after.isWell(id));
  };

  it.each([
    ['when it runs in time', 's1 pauses\n s1 unpauses\n s1 hinders\n s1 unhinders', replicas],
    ['not while it is down, frozen or held up', 's1 crashes\n s2 pauses\n s3 hinders', []],
    ['not while it reaches no majority both ways', 'severs s3 from s1+s2', [s1, s2]],
    ['while it does', 'severs s3 from s1', replicas],
    ['once that is mended', 'severs s3 from s1+s2\n mends all', replicas],
    ['whomever else it does not reach', 'severs s1+s2+s3 from c1+g1', replicas],
  ])('%s', (_title, history, well) => {
    expect(wellAfter(history)).toEqual(well);
  });
});

describe('replicas suffice', () => {
  const sufficient = (history: string, options: Partial<HistoryOptions> = {}) => {
    const after = outlook(history, { disks: true, ...options });
    const subsets = Array.from({ length: 8 }, (_, mask) =>
      replicas.filter((_id, place) => (mask & (1 << place)) !== 0),
    );
    return subsets
      .filter((subset) => after.suffice(subset, 1))
      .map((subset) => subset.map((id) => `s${id - 6}`).join(''));
  };

  it.each<[string, string, Partial<HistoryOptions>, readonly string[]]>([
    ['as a majority', 's1 writes a epoch 1', {}, ['s1s2', 's1s3', 's2s3', 's1s2s3']],
    ['where no disk says who votes, as a majority of all', '', {}, ['s1s2', 's1s3', 's2s3', 's1s2s3']],
    ['with who leads for good', 's1 writes a epoch 1', { leader: 's2' }, ['s1s2', 's2s3', 's1s2s3']],
    ['as a majority of both sets, while a change is joint', 's1 votes s1 s2+s3 epoch 1', {}, ['s1s2s3']],
    ['as majorities of what any log ends with', 's1 votes s1 epoch 1\n s2 votes s2 epoch 2', {}, ['s1s2', 's1s2s3']],
    [
      'without a word of who is gone',
      's1 votes s1 epoch 1\n s2 votes s2 epoch 2\n s1 retires',
      {},
      ['s2', 's1s2', 's2s3', 's1s2s3'],
    ],
  ])('%s', (_title, history, options, subsets) => {
    expect(sufficient(history, options)).toEqual(subsets);
  });
});

describe('a room stands still', () => {
  const obstacles = (history: string) => outlook(history, { disks: true }).obstaclesTo('general');

  it('for nobody, as far as the world goes', () => {
    expect(obstacles('c1 broadcasts a\n s1 leads 1 epoch 1')).toEqual([]);
  });

  it('because of replicas and gateways that do not serve, each since when', () => {
    expect(obstacles('waits 9\n s1 crashes\n s2 pauses\n g1 crashes\n c1 crashes')).toEqual([
      { kind: 'down', nodes: [s1], sinceUs: 11_000 },
      { kind: 'late', nodes: [s2], sinceUs: 12_000 },
      { kind: 'down', nodes: [g1], sinceUs: 13_000 },
    ]);
  });

  it('because a majority is not reached, since the last of it was not', () => {
    expect(obstacles('waits 9\n severs s3 from s1\n severs s2 from s3')).toEqual([
      { kind: 'cut-off', nodes: [s3], sinceUs: 12_000 },
    ]);
  });

  it('because who led is gone, and nobody has followed', () => {
    const led = 's1 leads 1 epoch 1\n waits 9\n s1 crashes';
    expect(obstacles(led).at(-1)).toEqual({ kind: 'leaderless', shard: 1, sinceUs: 12_000 });
    expect(obstacles(`${led}\n s2 leads 1 epoch 2`).map(({ kind }) => kind)).toEqual(['down']);
  });

  it('before the first position that a client lacks, or nobody gets', () => {
    const placed = 'c1 broadcasts a b\n s1 s2 s3 write a b epoch 1\n s1 s2 s3 apply a b at 1\n c1 delivers a b at 1';
    expect(outlook(`${placed}\n c2 delivers a at 1`).wantingIn('general')).toEqual({ client: 3, position: 1 });
    const all = `${placed}\n c2 c3 deliver a b at 1`;
    expect(outlook(all).wantingIn('general')).toEqual({ client: undefined, position: 3 });
  });
});
