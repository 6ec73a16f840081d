/**
 * The shipped swarms draw everything that their protocols must hold under, so that no fault of the
 * catalogue is left to chance encounters of its own scenario alone. What each draws and what has
 * struck is asked of many seeds together.
 */
import { describe, expect, it } from 'vitest';
import { catalogue, plannedFaults } from '../src/faults/index.ts';
import { registry, run, seeded } from '../src/index.ts';
import { shipped } from './reference/shipped.ts';

const names = ['swarm', 'swarm-sequencer'];

/** With more of it on than each seed of a swarm has, a few seeds show all of it; from there on, within as many. */
const set = ['swarm.of=60%'];
const firstSeed = 1001;
const mostSeeds = 40;

const swarms = names.map((name) => {
  const scenario = shipped(name, set);
  const protocol = registry.get(scenario.protocol);
  if (protocol === undefined) throw new Error(`${name} names no protocol that is known`);
  return { name, scenario, protocol };
});

describe.each(swarms)('the swarm of $name', ({ scenario, protocol }) => {
  it('draws each fault that is within the budget of its protocol, and none beyond', () => {
    const { badCopies = 0, lostNodes = 0 } = protocol.survives ?? {};
    const planned = plannedFaults(scenario);
    for (const { name, budget } of catalogue) {
      if (budget === undefined) expect(planned).toContain(name);
      else if (budget === 'beyond') expect(planned).not.toContain(name);
      else if (budget === 'bad-copy') expect(planned.includes(name), name).toBe(badCopies > 0);
      else if (lostNodes > 0) expect(planned).toContain(name);
    }
  });

  it('cuts the network in every way there is', () => {
    const kinds = scenario.faults.flatMap((rule) => (rule.verb === 'partition' ? [rule.cut.kind] : []));
    expect(new Set(kinds)).toEqual(new Set(['isolate', 'between', 'one-way', 'bridge', 'ring', 'zone']));
  });
});

it('over their seeds everything strikes that is counted and within a budget', () => {
  const left = new Set(
    catalogue.filter(({ counted, budget }) => counted && budget === undefined).map(({ name }) => name),
  );
  const rare = new Set(swarms.flatMap(({ protocol }) => protocol.sometimes ?? []));
  for (let seed = firstSeed; seed < firstSeed + mostSeeds && left.size + rare.size > 0; seed++) {
    for (const { scenario, protocol } of swarms) {
      const { verdict, faults, sometimes } = run({ scenario, protocol, schedule: seeded(String(seed)) });
      expect(['held', 'vacuous'], `${scenario.name} ${seed}`).toContain(verdict);
      for (const name of faults.keys()) left.delete(name);
      for (const name of sometimes.keys()) rare.delete(name);
    }
  }
  expect([...left, ...rare]).toEqual([]);
});
