import { describe, expect, it } from 'vitest';
import { LayoutError, type Topology } from '../../../../src/contract/index.ts';
import { rooms } from '../../../../src/protocols/rooms/index.ts';

const topology: Topology = {
  shards: 2,
  replicas: 3,
  gateways: 2,
  clients: 1,
  rooms: [{ name: 'general', members: [1] }],
  retention: Number.POSITIVE_INFINITY,
  settings: {},
};

describe('the layout', () => {
  it('has the replicas shard by shard, then gateways, then clients', () => {
    const nodes = rooms.layout(topology);
    expect(nodes.map(({ name, role, shard }) => `${name} ${role} ${shard ?? '-'}`)).toEqual([
      ...['s1r1 replica 1', 's1r2 replica 1', 's1r3 replica 1'],
      ...['s2r1 replica 2', 's2r2 replica 2', 's2r3 replica 2'],
      ...['gw1 gateway -', 'gw2 gateway -', 'c1 client -'],
    ]);
    const readers = nodes.map((node) => rooms.diskReader?.(node));
    expect(readers.slice(6)).toEqual([undefined, undefined, undefined]);
    expect(readers[4]?.votersAt({ log: 's2', epoch: 1, index: 1 })).toEqual([[4, 5, 6]]);
  });

  it('serves groups of one, three, five and seven, behind a gateway', () => {
    for (const replicas of [1, 3, 5, 7]) expect(rooms.layout({ ...topology, replicas })).toHaveLength(2 * replicas + 3);
    expect(() => rooms.layout({ ...topology, replicas: 4 })).toThrow(LayoutError);
    expect(() => rooms.layout({ ...topology, gateways: 0 })).toThrow(LayoutError);
    expect(() => rooms.layout({ ...topology, settings: { append: 0 } })).toThrow('append is an integer from 1');
  });
});
