import { describe, expect, it } from 'vitest';
import { shardOf } from '../../../../src/protocols/rooms/placement.ts';

const rooms = Array.from({ length: 1_000 }, (_, nth) => `room-${nth}`);

describe('placement', () => {
  it('spreads rooms over all shards', () => {
    const counts = new Map<number, number>();
    for (const room of rooms) {
      const shard = shardOf(room, 4);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4]);
    for (const count of counts.values()) expect(Math.abs(count - 250)).toBeLessThan(60);
  });

  it('moves rooms to an added shard only', () => {
    const moved = rooms.filter((room) => shardOf(room, 4) !== shardOf(room, 5));
    expect(moved.every((room) => shardOf(room, 5) === 5)).toBe(true);
    expect(moved.length).toBeGreaterThan(100);
  });
});
