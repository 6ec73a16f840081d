import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultPlans, scenarios } from '../../src/fast-check.ts';
import {
  InputError,
  LayoutError,
  loadScenario,
  type Protocol,
  registry,
  type ScenarioData,
  simulate,
} from '../../src/index.ts';
import soundRelay from '../fixtures/protocols/sound-relay.ts';

const fixed = { seed: 20_26 };

/** Fifty of them, the same ones every time. */
function fifty<Value>(arbitrary: fc.Arbitrary<Value>): readonly Value[] {
  return fc.sample(arbitrary, { ...fixed, numRuns: 50 });
}

function faultsOf({ faults }: ScenarioData): readonly ScenarioData[] {
  return faults as readonly ScenarioData[];
}

describe('scenarios()', () => {
  it.each(['sequencer', 'quorum-log'])('makes up worlds in which %s holds', (protocol) => {
    const verbs = new Set<string>();
    for (const scenario of fifty(scenarios({ protocol }))) {
      expect(['held', 'vacuous'], JSON.stringify(scenario)).toContain(simulate(scenario).verdict);
      for (const rule of faultsOf(scenario)) for (const key of Object.keys(rule)) verbs.add(key);
    }
    for (const verb of ['crash', 'power-loss', 'partition', 'storm', 'clock-step']) expect(verbs).toContain(verb);
  });

  it.each([...registry.keys()])('makes up what is right and can be run, for %s, beyond its budget too', (protocol) => {
    for (const scenario of fifty(scenarios({ protocol, within: 'anything', maxBroadcasts: 5, maxFaults: 6 }))) {
      expect(simulate(scenario).protocol).toBe(protocol);
      expect(faultsOf(scenario).length).toBeLessThanOrEqual(6);
    }
  });

  it('goes beyond the budget only if told to', () => {
    const beyond = (within: 'budget' | 'anything') =>
      fifty(scenarios({ protocol: 'sequencer', within })).filter((each) => simulate(each).beyondBudget.length > 0);
    expect(beyond('budget')).toEqual([]);
    expect(beyond('anything').length).toBeGreaterThan(5);
  });

  it('finds a mutant, and shrinks to a small world with the one fault that it takes', () => {
    const property = fc.property(scenarios({ protocol: 'sequencer' }), (scenario) => {
      return simulate(scenario, { mutant: 'dedupe-in-memory' }).verdict !== 'violated';
    });
    const { failed, counterexample } = fc.check(property, { ...fixed, numRuns: 200 });
    expect(failed).toBe(true);
    const [smallest = {}] = counterexample ?? [];
    expect(smallest).toMatchObject({ topology: { clients: 2, rooms: 1 }, network: {}, disk: {} });
    const [fault = {}, ...others] = faultsOf(smallest);
    expect([Object.keys(fault).sort(), others]).toEqual([['every', 'power-loss'], []]);
  });

  it('takes a protocol that is a value, and worlds that it can be laid out in', () => {
    for (const scenario of fifty(scenarios({ protocol: soundRelay, maxClients: 3 }))) {
      expect(scenario.topology).toMatchObject({ shards: 1 });
      expect(simulate(scenario, { protocol: soundRelay }).protocol).toBe('sound-relay');
    }
    const homeless: Protocol = {
      ...soundRelay,
      layout() {
        throw new LayoutError('never');
      },
    };
    expect(() => scenarios({ protocol: homeless })).toThrow('sound-relay cannot be laid out in any of 2 small worlds');
    expect(() => scenarios({ protocol: 'sequenzer' })).toThrow(InputError);
  });
});

describe('faultPlans()', () => {
  it('fit a scenario of any size', () => {
    const base = {
      summary: 'x',
      protocol: 'quorum-log',
      topology: { replicas: 3, clients: 9 },
      workload: { broadcasts: 3 },
    };
    for (const faults of fifty(faultPlans({ protocol: 'quorum-log', maxFaults: 2 }))) {
      expect(faults.length).toBeLessThanOrEqual(2);
      expect(loadScenario({ ...base, faults }).scenario.faults).toHaveLength(faults.length);
      simulate({ ...base, faults });
    }
  });
});
