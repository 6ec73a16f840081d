/** Whom heal leaves behind in core mode: as decided, but never whom a quorum cannot do without. */
import { describe, expect, it } from 'vitest';
import { Decisions, type Schedule, seeded } from '../../../src/chance/index.ts';
import type { NodeId } from '../../../src/contract/index.ts';
import { type CoreOptions, outsideCore } from '../../../src/run/core.ts';
import { byHand } from '../faults/fake-world.ts';

interface Case {
  /** By shard: how many replicas. */
  readonly shards: readonly number[];
  readonly ill?: readonly NodeId[];
  readonly full?: readonly NodeId[];
  readonly retired?: readonly NodeId[];
  readonly bad?: readonly NodeId[];
  /** It leads for good. */
  readonly leads?: NodeId;
  readonly schedule?: Schedule;
}

/** Replicas 1, 2, … in order of their shards; a gateway and a client stand behind them. */
function leftBehind({ shards, ill = [], full = [], retired = [], bad = [], leads, schedule }: Case) {
  const shardOf = shards.flatMap((size, index) => Array.from({ length: size }, () => index + 1));
  const specs = [
    ...shardOf.map((shard) => ({ role: 'replica', shard }) as const),
    { role: 'gateway' } as const,
    { role: 'client' } as const,
  ];
  const nodes = [
    undefined,
    ...specs.map((spec, index) => ({ id: index + 1, spec, retired: retired.includes(index + 1) })),
  ];
  const decisions = new Decisions(schedule ?? { base: 'plain', overrides: [] }, { names: String, record: true });
  const options = {
    simulator: { nodes, decisions, disks: { isFull: (id: NodeId) => full.includes(id) } },
    outlook: {
      isWell: (id: NodeId) => !ill.includes(id),
      suffice: (ids: readonly NodeId[], shard: number) => {
        const isLed = leads === undefined || shardOf[leads - 1] !== shard || ids.includes(leads);
        return isLed && ids.filter((id) => shardOf[id - 1] === shard).length * 2 > (shards[shard - 1] ?? 0);
      },
    },
    budget: { holdsBadCopy: (id: NodeId) => bad.includes(id) },
  };
  const outside = outsideCore(options as unknown as CoreOptions);
  return { outside, asked: decisions.departures?.map(({ anchor }) => anchor) };
}

describe('outside the core', () => {
  it('are by plain choice those that are not well, and then the last of the layout', () => {
    expect(leftBehind({ shards: [3] }).outside).toEqual([3]);
    expect(leftBehind({ shards: [3], ill: [1] }).outside).toEqual([1]);
    expect(leftBehind({ shards: [3], full: [2] }).outside).toEqual([2]);
    expect(leftBehind({ shards: [5], ill: [2] }).outside).toEqual([2, 5]);
    expect(leftBehind({ shards: [5], ill: [2, 3, 4] }).outside).toEqual([2, 3]);
  });

  it('are as many of each shard as it can do without', () => {
    expect(leftBehind({ shards: [3, 1, 5] }).outside).toEqual([3, 8, 9]);
  });

  it('are never who leads for good, be it as it may', () => {
    expect(leftBehind({ shards: [3], ill: [1], leads: 1 }).outside).toEqual([3]);
    const schedule = byHand([['heal core of 1 without', 1]]);
    expect(leftBehind({ shards: [3], leads: 1, schedule }).outside).toEqual([2]);
  });

  it('count with those that are gone for good already', () => {
    expect(leftBehind({ shards: [3], retired: [2] }).outside).toEqual([]);
    expect(leftBehind({ shards: [5], retired: [5] }).outside).toEqual([4]);
  });

  it('is nobody where no quorum is left', () => {
    expect(leftBehind({ shards: [3, 3], retired: [2, 3] }).outside).toEqual([6]);
  });

  it('is who holds a bad copy, for the quorum needs good ones; and nobody, where there is none without', () => {
    expect(leftBehind({ shards: [3], bad: [1] }).outside).toEqual([1]);
    expect(leftBehind({ shards: [5], bad: [1] }).outside).toEqual([1, 5]);
    expect(leftBehind({ shards: [3], bad: [1, 2] }).outside).toEqual([]);
  });

  it('are decided by seed, each under its own anchor, and as well by hand', () => {
    const seeds = Array.from({ length: 40 }, (_, seed) => leftBehind({ shards: [5], schedule: seeded(String(seed)) }));
    expect(new Set(seeds.map(({ outside }) => outside.join())).size).toBe(10);
    expect(seeds[0]?.asked).toEqual(['heal core of 1 without', 'heal core of 1 without 2']);
    const schedule = byHand([
      ['heal core of 1 without', 2],
      ['heal core of 1 without 2', 2],
    ]);
    expect(leftBehind({ shards: [5], schedule }).outside).toEqual([2, 3]);
    expect(leftBehind({ shards: [3], schedule: byHand([['heal core of 1 without', 77]]) }).outside).toEqual([3]);
  });
});
