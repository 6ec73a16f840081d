import { describe, expect, it } from 'vitest';
import { Decisions, type Schedule, seeded } from '../../../src/chance/index.ts';
import { run } from '../../../src/index.ts';
import { registry } from '../../../src/run/index.ts';
import { swarmed } from '../../../src/run/swarm.ts';
import type { Scenario } from '../../../src/scenario/index.ts';
import { shipped } from '../../reference/shipped.ts';

const swarm = shipped('swarm');
const under = (schedule: Schedule, scenario: Scenario = swarm) =>
  swarmed(scenario, new Decisions(schedule, { names: String }));

describe('a swarm', () => {
  it('is nothing to a scenario that asks for none', () => {
    const { swarm: _, ...alone } = swarm;
    expect(under(seeded('1'), alone)).toEqual({ scenario: alone, on: [] });
  });

  it('has everything off on a plain base', () => {
    const { scenario, on } = under({ base: 'plain', overrides: [] });
    expect(on).toEqual([]);
    expect(scenario.network['client-gateway']).toMatchObject({ lossPpm: 0, duplicatePpm: 0, reorderPpm: 0 });
    expect(scenario.disk).toMatchObject({ failReadPpm: 0, failWritePpm: 0, failSyncPpm: 0, tearPpm: 0 });
    expect(scenario.network['replica-replica'].bandwidth).toBeUndefined();
    expect(scenario.network.regions).toEqual([]);
    expect(scenario.clocks).toEqual({ skewUs: 0, driftPpm: 0 });
  });

  it('turns about as much on as it is told, at all strengths', () => {
    const strengths: number[] = [];
    const seeds = 400;
    for (let seed = 1; seed <= seeds; seed++) {
      const drop = under(seeded(String(seed))).on.find((name) => name.startsWith('drop '));
      if (drop !== undefined) strengths.push(Number.parseInt(drop.slice('drop '.length), 10));
    }
    // 30% of 400, give or take four standard deviations.
    expect(strengths.length).toBeGreaterThan(120 - 37);
    expect(strengths.length).toBeLessThan(120 + 37);
    expect(Math.min(...strengths)).toBeGreaterThanOrEqual(25);
    expect(Math.max(...strengths)).toBeLessThanOrEqual(200);
    expect(Math.max(...strengths) - Math.min(...strengths)).toBeGreaterThan(120);
  });

  it('takes one thing by its anchor, at the strength that is said', () => {
    const overrides = [
      { at: 'swarm drop on', value: 1 },
      { at: 'swarm drop strength', value: 50 },
    ];
    const { scenario, on } = under({ base: 'plain', overrides });
    expect(on).toEqual(['drop 50%']);
    expect(scenario.network['replica-replica'].lossPpm).toBe(10_000);
    expect(scenario.network['replica-replica'].duplicatePpm).toBe(0);
  });

  it('has links as narrow, and parts of the world as far apart, as is drawn', () => {
    const overrides = [
      { at: 'swarm queued on', value: 1 },
      { at: 'swarm queued strength', value: 200 },
      { at: 'swarm region on', value: 1 },
    ];
    const { scenario, on } = under({ base: 'plain', overrides });
    expect(on).toEqual(['queued 200%', 'region']);
    const { bandwidth } = swarm.network['client-gateway'];
    expect(scenario.network['client-gateway'].bandwidth).toEqual({ ...bandwidth, bytesPerS: 16 * 1024 });
    expect(scenario.network.regions).toEqual(swarm.network.regions);
  });

  it('lets only those rules strike that are on, tells which, and misses no other', () => {
    const protocol = registry.get('quorum-log');
    if (protocol === undefined) throw new Error('there is a quorum log');
    const overrides = [
      { at: 'fault crash-client on', value: 1 },
      ...[1, 2, 3].map((nth) => ({ at: `fault crash-client #${nth} happens`, value: 1 })),
    ];
    const result = run({ scenario: swarm, protocol, schedule: { base: 'plain', overrides } });
    expect(result).toMatchObject({ verdict: 'held', swarm: ['crash-client at 100% of its gaps'], lacks: [] });
    expect(result.faults.get('crash')).toBe(3);
    expect(result.faults.get('power-loss')).toBeUndefined();
  });
});
