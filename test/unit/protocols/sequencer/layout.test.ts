import { describe, expect, it } from 'vitest';
import { LayoutError, type Topology } from '../../../../src/contract/index.ts';
import { sequencer } from '../../../../src/protocols/sequencer/index.ts';
import { decodeSnapshot } from '../../../../src/protocols/sequencer/snapshot-format.ts';

const topology: Topology = {
  shards: 2,
  replicas: 3,
  gateways: 1,
  clients: 3,
  rooms: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name, members: [1, 3] })),
  retention: 10,
  settings: {},
};

describe('the layout', () => {
  const nodes = sequencer.layout(topology);

  it('is a sequencer per shard, then the clients', () => {
    expect(nodes.map(({ name, role, shard }) => `${name} ${role} ${shard}`)).toEqual([
      'q1 replica 1',
      'q2 replica 2',
      'c1 client undefined',
      'c2 client undefined',
      'c3 client undefined',
    ]);
  });

  it('formats each sequencer with the rooms placed on it, and their members', () => {
    const placed = nodes.slice(0, 2).map((node) => decodeSnapshot(node.format!().get('snapshot')!)!.rooms);
    expect(placed[0]!.length).toBeGreaterThan(0);
    expect(placed[1]!.length).toBeGreaterThan(0);
    expect(
      placed
        .flat()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(placed.flat()[0]?.members.map(({ client }) => client)).toEqual([3, 5]);
  });

  it('has a disk reader for sequencers only', () => {
    expect(sequencer.diskReader?.(nodes[1]!)?.votersAt({ log: 'q2', epoch: 0, index: 1 })).toEqual([[2]]);
    expect(sequencer.diskReader?.(nodes[2]!)).toBeUndefined();
  });

  it('refuses what it cannot serve', () => {
    expect(() => sequencer.layout({ ...topology, shards: 0 })).toThrow(LayoutError);
    const rooms = [{ name: 'a', members: [4] }];
    expect(() => sequencer.layout({ ...topology, rooms })).toThrow('a has member 4, of 3 clients');
    expect(() => sequencer.layout({ ...topology, settings: { page: 0 } })).toThrow('page is an integer from 1 to 1000');
  });

  it('is laid out alike by every mutant', () => {
    for (const mutant of Object.values(sequencer.mutants ?? {})) {
      const changed = mutant.apply(sequencer);
      expect(changed.layout(topology).map(({ name }) => name)).toEqual(nodes.map(({ name }) => name));
      expect(mutant.breaks.length).toBeGreaterThan(0);
    }
  });
});
