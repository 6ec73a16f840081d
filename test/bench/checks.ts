/**
 * What the checks cost: whole runs of `sequencer` with every judge and disk reader at work against
 * the same runs with a witness that hears everything and judges nothing, per event, as a share of
 * what a bare loop takes for an event in the same process.
 */

import { readFileSync } from 'node:fs';
import { seeded } from '../../src/chance/index.ts';
import type { Property } from '../../src/contract/index.ts';
import { namesOf, type RunOptions, registry, run } from '../../src/run/index.ts';
import type { Bench, BenchOptions } from '../../src/run/judging.ts';
import { parseScenario } from '../../src/scenario/index.ts';
import { shapeOf } from '../../src/sim/index.ts';
import { bareLoop } from './bare-loop.ts';
import { cpuUs } from './cpu.ts';
import { silentWitness } from './silence.ts';
import { median, type Row } from './table.ts';

const rounds = 9;
const seeds = 8;

/** Nobody judges: only the listeners hear, which steer the run and count what it does. */
function unjudged({ listeners }: BenchOptions): Bench {
  const heard = listeners.map((factory) => factory.create(undefined as never) as Required<Property>);
  const [statistics, director] = heard as [Required<Property>, Required<Property>];
  const judges = {
    ...silentWitness(),
    unjudged: [],
    violations: [],
    counts: new Map(),
    open: () => undefined,
    overdue: () => undefined,
    asked: (...report: Parameters<Property['asked'] & {}>) => statistics.asked(...report),
    delivered: (...report: Parameters<Property['delivered'] & {}>) => statistics.delivered(...report),
    outcome: (...report: Parameters<Property['outcome'] & {}>) => {
      statistics.outcome(...report);
      director.outcome(...report);
    },
    readReturned: (...report: Parameters<Property['readReturned'] & {}>) => director.readReturned(...report),
  };
  return { judges, readers: [] };
}

function scenarioOf(file: string, set: readonly string[]): RunOptions {
  const parsed = parseScenario(readFileSync(file, 'utf8'), file, namesOf(registry.values()), { set });
  if ('errors' in parsed) throw new Error(parsed.errors.map(({ message }) => message).join('\n'));
  const { scenario } = parsed;
  const protocol = registry.get(scenario.protocol);
  if (protocol === undefined) throw new Error(`no protocol ${scenario.protocol}`);
  return { scenario, protocol, schedule: seeded('1') };
}

/** Nanoseconds per event over several seeds. */
function nsPerEvent(options: RunOptions): number {
  let events = 0;
  const startUs = cpuUs();
  for (let seed = 1; seed <= seeds; seed++) events += run({ ...options, schedule: seeded(String(seed)) }).events;
  return ((cpuUs() - startUs) * 1000) / events;
}

function checksRow(figure: string, file: string, set: readonly string[]): Row {
  const options = scenarioOf(file, set);
  const shape = shapeOf('zone');
  const bare = () => bareLoop({ events: 200_000, pending: 1_000, delayUs: (word) => shape.draw(word) });
  nsPerEvent(options);
  const samples = Array.from({ length: rounds }, () => {
    const on = nsPerEvent(options);
    const off = nsPerEvent({ ...options, seat: unjudged });
    return { on, off, bare: bare() };
  });
  const of = (pick: (sample: { on: number; off: number; bare: number }) => number) => median(samples.map(pick));
  const detail = `on ${of(({ on }) => on).toFixed(0)} ns per event, off ${of(({ off }) => off).toFixed(0)} ns; bare loop ${of(({ bare: ns }) => ns).toFixed(0)} ns`;
  const value = of(({ on, off, bare: ns }) => (on - off) / ns);
  return { figure, value, goal: 0.5, better: 'less', unit: '× bare loop', detail };
}

export function checksRows(): readonly Row[] {
  const large = ['topology.clients=300', 'topology.rooms=1', 'workload.broadcasts=60', 'workload.reads=0'];
  return [
    checksRow('checks, 12 clients', 'scenarios/flaky-network.yaml', []),
    checksRow('checks, one room of 300', 'scenarios/steady.yaml', large),
  ];
}
