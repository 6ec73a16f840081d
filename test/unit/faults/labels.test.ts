import { describe, expect, it } from 'vitest';
import { ruleLabels } from '../../../src/faults/index.ts';
import type { FaultAct, FaultRule } from '../../../src/scenario/types.ts';

const lastsUs = { min: 1, max: 1 };
const rule = (act: FaultAct): FaultRule => ({ timing: { kind: 'at', atUs: 1 }, atLeast: undefined, ...act });

describe('rule labels', () => {
  it('say verb and target', () => {
    const labels = ruleLabels([
      rule({ verb: 'crash', target: { kind: 'leader', shard: undefined }, lastsUs }),
      rule({ verb: 'crash', target: { kind: 'leader', shard: 2 }, lastsUs }),
      rule({ verb: 'power-loss', target: { kind: 'all', role: 'replica' }, lastsUs }),
      rule({ verb: 'pause', target: { kind: 'named', names: ['s1', 'g2'] }, lastsUs }),
      rule({ verb: 'partition', cut: { kind: 'isolate', target: { kind: 'minority', shard: undefined } }, lastsUs }),
      rule({
        verb: 'partition',
        cut: { kind: 'between', a: { kind: 'one', role: 'replica' }, b: { kind: 'all', role: 'gateway' } },
        lastsUs,
      }),
      rule({
        verb: 'partition',
        cut: { kind: 'one-way', from: { kind: 'one', role: 'replica' }, to: { kind: 'all', role: 'gateway' } },
        lastsUs,
      }),
      rule({ verb: 'crash', target: { kind: 'gateway-of', client: { kind: 'named', names: ['c3'] } }, lastsUs }),
      rule({ verb: 'crash', target: { kind: 'gateway-of', client: { kind: 'one', role: 'client' } }, lastsUs }),
      rule({ verb: 'crash', target: { kind: 'gateway-of', client: { kind: 'it' } }, lastsUs }),
    ]);
    expect(labels).toEqual([
      'crash-leader',
      'crash-leader-of-2',
      'power-loss-replicas',
      'pause-s1+g2',
      'partition-minority',
      'partition-replica-and-gateways',
      'partition-replica-to-gateways',
      'crash-gateway-of-c3',
      'crash-gateway-of-client',
      'crash-gateway-of-it',
    ]);
  });

  it('count those that are alike, and stay when another rule comes before them', () => {
    const crash = rule({ verb: 'crash', target: { kind: 'one', role: 'replica' }, lastsUs });
    const pause = rule({ verb: 'pause', target: { kind: 'one', role: 'replica' }, lastsUs });
    expect(ruleLabels([crash, crash, crash])).toEqual(['crash-replica', 'crash-replica/2', 'crash-replica/3']);
    expect(ruleLabels([pause, crash, crash]).slice(1)).toEqual(['crash-replica', 'crash-replica/2']);
  });
});
