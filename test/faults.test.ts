/**
 * Every fault of the catalogue is shown by the scenario that it names, with that scenario's own
 * seed: what is counted is counted there, and what is not shows among the decisions of the run.
 */
import { describe, expect, it } from 'vitest';
import { catalogue } from '../src/faults/index.ts';
import { type Protocol, registry, run, type Scenario, seeded } from '../src/index.ts';
import { departures } from '../src/run/index.ts';
import { shipped } from './reference/shipped.ts';

/** What nobody counts: the decisions by which it shows. */
const uncounted: ReadonlyMap<string, RegExp> = new Map([
  ['latency', /^send \S+>\S+ .* latency$/],
  ['disk-latency', /^(write|sync) \S+ \S+ #\d+ latency$/],
  ['disk-landed', /^(write|sync) \S+ \S+ #\d+ landed$/],
  ['clock-skew', /^clock \S+ skew$/],
  ['clock-drift', /^clock \S+ drift$/],
  ['order', /^timer \S+ \S+ #\d+ order$/],
]);

function optionsFor(name: string): { scenario: Scenario; protocol: Protocol; schedule: ReturnType<typeof seeded> } {
  const scenario = shipped(name);
  const protocol = registry.get(scenario.protocol);
  if (protocol === undefined) throw new Error(`${name} names no protocol that is known`);
  return { scenario, protocol, schedule: seeded(scenario.seed) };
}

const scenarios = [...new Set(catalogue.map(({ scenario }) => scenario))];

describe.each(scenarios)('scenarios/%s.yaml', (name) => {
  const shown = catalogue.filter(({ scenario }) => scenario === name);
  const options = optionsFor(name);

  it(`shows ${shown.map((fault) => fault.name).join(', ')}`, () => {
    const { faults } = run(options);
    for (const fault of shown.filter(({ counted }) => counted)) {
      expect(faults.get(fault.name) ?? 0, fault.name).toBeGreaterThan(0);
    }
    const silent = shown.filter(({ counted }) => !counted);
    const anchors = silent.length === 0 ? [] : departures(options).map(({ anchor }) => anchor);
    for (const fault of silent) {
      // Where nodes stand is no decision.
      if (fault.name === 'region') expect(options.scenario.network.regions.length).toBeGreaterThan(1);
      else
        expect(
          anchors.some((anchor) => uncounted.get(fault.name)?.test(anchor)),
          fault.name,
        ).toBe(true);
    }
  });
});

it('the catalogue has at least forty faults, each by its own name', () => {
  expect(catalogue.length).toBeGreaterThanOrEqual(40);
  expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length);
});
