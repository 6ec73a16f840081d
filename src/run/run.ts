import type { Departure } from '../chance/index.ts';
import type { Protocol } from '../contract/index.ts';
import { formatDuration, type Scenario } from '../scenario/index.ts';
import type { End, Simulator } from '../sim/index.ts';
import { type Execution, execute, type RunOptions, type Wanted } from './execute.ts';
import { lacksOf } from './lacks.ts';
import { momentOf } from './moment.ts';
import { record } from './path.ts';
import type { RunResult } from './result.ts';
import { drawable } from './swarm.ts';
import { decideVerdict } from './verdict.ts';

/**
 * One run, from scenario and schedule to verdict. Synchronous, and a pure function of code,
 * scenario and schedule but for `wallMs`. A violating run is executed twice more up to the
 * violating event, to tell what led to it and where its message was at the decisive moment.
 *
 * @throws SetupError when protocol and scenario do not fit each other.
 */
export function run(options: RunOptions): RunResult {
  const startedMs = options.stopwatch?.() ?? 0;
  const { result } = examine(options, { tracer: options.tracer });
  return { ...result, ...leadOf(options, result), wallMs: (options.stopwatch?.() ?? 0) - startedMs };
}

/** A run that can be asked for more than its result, which lacks what led to its violation. */
export function examine(
  options: RunOptions,
  wanted: Wanted,
): { readonly result: RunResult; readonly execution: Execution } {
  const execution = execute(options, wanted);
  return { result: resultOf(options, execution), execution };
}

/** The decisions of a run that depart from plain, in order of asking. */
export function departures(options: RunOptions): readonly Departure[] {
  return execute({ ...options, keepGoing: true }, { record: true }).simulator.decisions.departures ?? [];
}

function resultOf(options: RunOptions, execution: Execution): RunResult {
  const { schedule, mutant } = options;
  const { end, simulator, judges, director, nemesis, statistics, budget, protocol, scenario, swarm } = execution;
  const { broadcasts, deliveries, outcomes, latencies, sometimesSeen } = statistics;
  const faults = simulator.counters.all;
  const lacks = lacksOf(scenario, {
    deliveries,
    broadcasts,
    refused: outcomes.refused,
    faults,
    sometimes: sometimesSeen,
    nemesis,
  });
  const bound = boundReached(end, scenario, simulator);
  const stuck = bound ?? director.stuck?.reason;
  const leavesOpen = (bound === undefined ? director.stuck?.leaves : undefined) ?? null;
  const decided = decideVerdict({ violations: judges.violations, stuck, leavesOpen, lacks, expect: scenario.expect });
  return {
    scenario: scenario.name,
    protocol: options.protocol.name,
    mutant: mutant ?? null,
    seed: schedule.base === 'plain' ? 'plain' : schedule.base.seed,
    ...decided,
    leavesOpen: decided.verdict === 'stuck' ? leavesOpen : null,
    violations: judges.violations,
    digest: simulator.digest.hex(),
    events: simulator.events,
    virtualUs: simulator.nowUs,
    wallMs: 0,
    broadcasts,
    deliveries,
    outcomes,
    faults,
    sometimes: sometimesSeen,
    neverReached: (protocol.sometimes ?? []).filter((name) => !sometimesSeen.has(name)),
    lacks,
    beyondBudget: budget.beyond,
    latencyUs: { p50: latencies.quantile(500_000), p99: latencies.quantile(990_000), max: latencies.max },
    unjudged: judges.unjudged,
    swarm,
    drawable: drawable(options.scenario),
    notes: unusedTopology(scenario, options.protocol),
    path: [],
    moment: null,
  };
}

/**
 * What led to the first violation of a result, and its decisive moment, by executing its run twice
 * more; nothing without one.
 */
export function leadOf(options: RunOptions, result: RunResult): Pick<RunResult, 'path' | 'moment'> {
  const [violation] = result.violations;
  if (violation === undefined) return { path: [], moment: null };
  const recording = record();
  const { simulator } = execute({ ...options, keepGoing: false }, { tracer: recording.tracer });
  const path = recording.pathTo(violation, (id) => simulator.nodes[id]?.name ?? 'the world');
  return { path, moment: momentOf(options, violation, recording.entries, simulator.nodes) };
}

function boundReached(end: End, { limits }: Scenario, { events, nowUs }: Simulator): string | undefined {
  if (end === 'events') {
    return `the bound of ${limits.events} events (limits.events) was reached at ${formatDuration(nowUs)} of virtual time`;
  }
  if (end === 'virtual-time') {
    return `the bound of ${formatDuration(limits.virtualUs)} of virtual time (limits.virtual) was reached after ${events} events`;
  }
  return undefined;
}

/** What a protocol that the scenario was not written for makes no use of. */
function unusedTopology({ protocol, topology }: Scenario, { name, uses }: Protocol): readonly string[] {
  if (name === protocol || uses === undefined) return [];
  const parts = ['shards', 'replicas', 'gateways', 'retention'] as const;
  return parts
    .filter((part) => !uses.includes(part))
    .map((part) => `${name} makes no use of topology.${part} (${topology[part]})`);
}
