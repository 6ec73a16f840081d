import { describe, expect, it } from 'vitest';
import { LayoutError, type Topology } from '../../../../src/contract/index.ts';
import { quorumLog } from '../../../../src/protocols/quorum-log/index.ts';

const topology: Topology = {
  shards: 1,
  replicas: 3,
  gateways: 2,
  clients: 2,
  rooms: [{ name: 'general', members: [1, 2] }],
  retention: Number.POSITIVE_INFINITY,
  settings: {},
};

describe('the layout', () => {
  it('has five replicas of one shard, of which three vote, one gateway, and the clients', () => {
    const nodes = quorumLog.layout(topology);
    expect(nodes.map(({ name, role, shard }) => `${name} ${role} ${shard ?? '-'}`)).toEqual([
      'r1 replica 1',
      'r2 replica 1',
      'r3 replica 1',
      'r4 replica 1',
      'r5 replica 1',
      'gw1 gateway -',
      'c1 client -',
      'c2 client -',
    ]);
    const readers = nodes.map((node) => quorumLog.diskReader?.(node));
    expect(readers.slice(5)).toEqual([undefined, undefined, undefined]);
    expect(readers[4]?.votersAt({ log: 's1', epoch: 1, index: 1 })).toEqual([[1, 2, 3]]);
  });

  it('serves no other shape', () => {
    expect(() => quorumLog.layout({ ...topology, replicas: 5 })).toThrow(LayoutError);
    expect(() => quorumLog.layout({ ...topology, shards: 2 })).toThrow('not 2 of 3');
  });
});
