import { describe, expect, it } from 'vitest';
import { seeded } from '../../../src/chance/index.ts';
import { sequencer } from '../../../src/protocols/sequencer/index.ts';
import { Budget } from '../../../src/run/budget.ts';
import { run } from '../../../src/run/index.ts';
import { shipped } from '../../reference/shipped.ts';

const nodes = [
  ...[1, 1, 1, 2].map((shard) => ({ role: 'replica', shard }) as const),
  { role: 'gateway' } as const,
  { role: 'client' } as const,
];
const budget = (badCopies: number) => new Budget({ badCopies, lostNodes: 0 }, nodes);

describe('the fault budget', () => {
  it('allows bad copies on as many replicas of each shard as the protocol survives', () => {
    const one = budget(1);
    for (const node of [2, 2, 4]) one.damaged(node, 'rot');
    expect([one.isExceeded, one.beyond]).toEqual([false, []]);
    expect([1, 2, 3, 4].filter((node) => one.allows(node))).toEqual([2, 4]);
    one.damaged(3, 'misdirected-write');
    expect([one.isExceeded, one.beyond]).toEqual([true, ['misdirected-write']]);
    one.damaged(2, 'rot');
    expect(one.beyond).toEqual(['misdirected-write', 'rot']);
  });

  it('allows none where a protocol survives none, or claims nothing', () => {
    for (const made of [budget(0), new Budget(undefined, nodes)]) {
      expect(made.allows(1)).toBe(false);
      made.damaged(1, 'rot');
      expect(made.beyond).toEqual(['rot']);
    }
  });

  it('allows none on nodes that hold no copy of a shard', () => {
    expect([5, 6].filter((node) => budget(3).allows(node))).toEqual([]);
  });

  it('allows as many replicas of each shard to be lost as the protocol survives, bad copies apart', () => {
    const one = new Budget({ badCopies: 1, lostNodes: 1 }, nodes);
    for (const node of [2, 4, 5, 6]) one.damaged(node, 'wipe');
    expect(one.beyond).toEqual([]);
    expect(one.allows(1)).toBe(true);
    one.damaged(3, 'wipe');
    expect(one.beyond).toEqual(['wipe']);
  });

  it('is always exceeded by the loss of a replica that leads for good', () => {
    const generous = new Budget({ badCopies: 0, lostNodes: 3 }, [
      { role: 'replica', leads: true },
      { role: 'replica' },
    ]);
    generous.damaged(2, 'wipe');
    expect(generous.beyond).toEqual([]);
    generous.damaged(1, 'wipe');
    expect(generous.beyond).toEqual(['wipe']);
  });

  it.each(['lying-sync', 'roll-back', 'rot-of-last-batch'] as const)('is always exceeded by %s', (fault) => {
    const generous = budget(3);
    generous.damaged(1, fault);
    expect(generous.beyond).toEqual([fault]);
  });
});

describe('a sequencer that falls silent because its disk rots', () => {
  const judged = (badCopies: number) => {
    const protocol = { ...sequencer, survives: { badCopies, lostNodes: 0 } };
    const { verdict, beyondBudget } = run({ scenario: shipped('rot'), protocol, schedule: seeded('1') });
    return { verdict, beyondBudget };
  };

  it('has done right where that is beyond its budget, and is stuck where it is not', () => {
    expect(judged(0)).toEqual({ verdict: 'held', beyondBudget: ['rot'] });
    expect(judged(1)).toEqual({ verdict: 'stuck', beyondBudget: [] });
  });
});
