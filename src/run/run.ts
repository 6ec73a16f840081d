import { Decisions, type Departure, type Schedule } from '../chance/index.ts';
import type { NodeId, Offence, Protocol } from '../contract/index.ts';
import { listens, Nemesis } from '../faults/index.ts';
import { formatDuration, type Scenario } from '../scenario/index.ts';
import { type End, type Rungs, Simulator, type Tracer } from '../sim/index.ts';
import { planWorkload } from '../workload/index.ts';
import { anew, apart, type Subject } from './anew.ts';
import { Budget } from './budget.ts';
import { chaosEndUs } from './chaos.ts';
import { Director } from './director.ts';
import { type Bench, type BenchOptions, bench, type Jury, observedBy } from './judging.ts';
import { lacksOf } from './lacks.ts';
import { diskOf, networkOf, topologyOf } from './models.ts';
import { type Recording, record } from './path.ts';
import { keepTheirLaw } from './reader-law.ts';
import type { RunResult } from './result.ts';
import { checkNames, layOut, SetupError } from './setup.ts';
import { listening, Statistics } from './statistics.ts';
import { swarmed } from './swarm.ts';
import { UserCodeError, userValue } from './user-code.ts';
import { decideVerdict } from './verdict.ts';
import { zonesOf } from './zones.ts';

export interface RunOptions extends Subject {
  readonly scenario: Scenario;
  readonly schedule: Schedule;
  /** Goes on after an objection and collects all of them; the default where an objection is expected. */
  readonly keepGoing?: boolean | undefined;
  /** Hears everything that happens. */
  readonly tracer?: Tracer | undefined;
  /** Milliseconds from some moment on, to fill `wallMs`; without it that is 0. */
  readonly stopwatch?: (() => number) | undefined;
  /** What the protocol's module did wrong when it was loaded. */
  readonly offences?: readonly Offence[];
  /** Seats the judges; the default is every common property and the protocol's own. */
  readonly seat?: (options: BenchOptions) => Bench;
}

/**
 * One run, from scenario and schedule to verdict. Synchronous, and a pure function of code,
 * scenario and schedule but for `wallMs`. A violating run is executed a second time, traced, up to
 * the violating event, to tell what led to it.
 *
 * @throws SetupError when protocol and scenario do not fit each other.
 */
export function run(options: RunOptions): RunResult {
  const startedMs = options.stopwatch?.() ?? 0;
  const execution = execute(options, { tracer: options.tracer });
  const result = resultOf(options, execution);
  const path = result.violations.length === 0 ? [] : pathOf(options, result);
  return { ...result, path, wallMs: (options.stopwatch?.() ?? 0) - startedMs };
}

/** The decisions of a run that depart from plain, in order of asking. */
export function departures(options: RunOptions): readonly Departure[] {
  return execute({ ...options, keepGoing: true }, { record: true }).simulator.decisions.departures ?? [];
}

/** What an execution leaves behind. */
export interface Execution {
  readonly end: End;
  readonly simulator: Simulator;
  readonly judges: Jury;
  readonly director: Director;
  readonly nemesis: Nemesis;
  readonly statistics: Statistics;
  readonly budget: Budget;
  readonly protocol: Protocol;
  /** The scenario as this seed has it. */
  readonly scenario: Scenario;
  /** What of a swarm is on in this seed; empty where there is none. */
  readonly swarm: readonly string[];
}

/** What is wanted of an execution, and makes no difference to what happens in it. */
export interface Wanted {
  readonly tracer?: Tracer | undefined;
  /** Which rungs of the digest. */
  readonly rungs?: Rungs | undefined;
  /** The decisions that depart from plain. */
  readonly record?: boolean;
  /** Code of its own for every process, unless there are too many of them. */
  readonly apart?: boolean;
}

/** Most nodes whose processes get code of their own: each needs a layout of all. */
const mostApart = 64;

/** One execution of a run, to whatever ends it. */
export function execute(options: RunOptions, wanted: Wanted): Execution {
  const { scenario: given, schedule } = options;
  // Who is expected to fail is heard to the end: what else objects matters.
  const keepGoing = options.keepGoing ?? (options.mutant !== undefined || given.expect.kind === 'violated');
  const protocol = anew(options);
  const topology = topologyOf(given, protocol);
  const layout = layOut(protocol, topology, {
    atLoad: options.offences ?? [],
    boundMs: given.limits.handlerMs,
  });
  checkNames(given, layout);
  const isApart = wanted.apart === true && layout.nodes.length <= mostApart;
  const zones = zonesOf(given, layout);
  if (given.network.wire === 'encoded' && protocol.codec === undefined) {
    throw new SetupError(`${protocol.name} has no codec, without which no wire can be encoded`, ['network', 'wire']);
  }
  const names = (id: number) => layout.nodes[id - 1]?.name ?? `node-${id}`;
  const decisions = new Decisions(schedule, { names, record: wanted.record ?? false });
  const { scenario, on } = swarmed(given, decisions);
  const { clients } = layout;
  const audience = { rooms: topology.rooms, clients, decisions };
  const operations =
    schedule.operations ??
    planWorkload({
      ...audience,
      plan: scenario.workload,
      operations: scenario.operations,
      nodeNamed: layout.named,
      retention: topology.retention,
    });
  const endUs = chaosEndUs(operations, scenario.faults);

  // Readers hear of formatted disks before there is a simulator to ask for the time.
  let made: Simulator | undefined;
  const clock = { nowUs: () => made?.nowUs ?? 0, event: () => made?.events ?? 0 };
  const statistics = new Statistics(clock.nowUs);
  const budget = new Budget(protocol.survives, layout.nodes);
  const isBeyondBudget = () => budget.isExceeded;
  const directing = listening('director', {
    outcome: (node, room, token, outcome) => director.outcome(node, room, token, outcome),
    readReturned: (node, read, from, items, head) => director.readReturned(node, read, from, items, head),
  });
  const { judges, readers } = (options.seat ?? bench)({
    protocol,
    layout,
    topology,
    bounds: { answeredUs: scenario.answered.withinUs, promptUs: scenario.prompt.withinUs },
    clock,
    isBeyondBudget,
    listeners: [listening('statistics', statistics), directing],
  });
  // What acts wait for they hear of as a tracer does, before the nemesis is there.
  let hearing: Nemesis | undefined;
  const heard: Tracer = {
    record: (entry) => {
      wanted.tracer?.record(entry);
      hearing?.happened(entry);
    },
  };
  const simulator = settingUp(
    protocol,
    scenario,
    () =>
      new Simulator({
        layout: isApart ? apart(layout.nodes, options, topology) : layout.nodes,
        formatted: layout.formatted,
        codec: protocol.codec,
        observes: observedBy(protocol),
        sometimes: protocol.sometimes ?? [],
        decisions,
        encoded: scenario.network.wire === 'encoded',
        network: networkOf(scenario, zones),
        disk: diskOf(scenario),
        clocks: scenario.clocks,
        limits: scenario.limits,
        witness: judges,
        durable: {
          changed: (node, file, from, to, bytes) => readers[node]?.changed(file, from, to, bytes),
          removed: (node, file) => readers[node]?.removed(file),
          synced: (node) => judges.synced(node),
        },
        damaged: (node, fault) => budget.damaged(node, fault),
        tracer: listens(scenario.faults) ? heard : wanted.tracer,
        rungs: wanted.rungs,
        keepGoing,
      }),
  );
  made = simulator;
  const nemesis = new Nemesis({
    simulator,
    rules: scenario.faults,
    zones,
    leaderOf: (shard) => statistics.leaderOf(shard),
    badCopies: budget,
    swarm: scenario.swarm,
    chaosEndUs: endUs,
  });
  hearing = nemesis;
  const swarm = scenario.swarm === undefined ? [] : [...on, ...nemesis.paces];
  const director = new Director({
    simulator,
    judges,
    nemesis,
    operations,
    audience,
    chaosEndUs: endUs,
    healWithinUs: scenario.heal.withinUs,
    isBeyondBudget,
    reads: protocol.observes?.includes('readReturned') ?? false,
  });
  director.start();
  for (const { sentence, ...offence } of layout.offences) {
    judges.offended(0, { ...offence, sentence: `the protocol's module ${sentence}` });
  }
  const end = judges.objected && !keepGoing ? 'objected' : simulator.run();
  if (end !== 'objected') {
    const messages = director.performed.flatMap(({ operation }) =>
      operation.kind === 'broadcast' ? [{ room: operation.room, token: operation.message.token }] : [],
    );
    const boundMs = scenario.limits.handlerMs;
    const offended = (node: NodeId, offence: Offence) => judges.offended(node, offence);
    // A reader that does not keep its law is not to be asked again: who knows whether it ends.
    if (keepTheirLaw({ protocol, layout, simulator, readers, messages, boundMs, offended })) judges.ended();
  }
  return { end, simulator, judges, director, nemesis, statistics, budget, protocol, scenario, swarm };
}

/** @throws SetupError when a disk reader does not end with, or breaks a rule over, what disks are formatted with. */
function settingUp(protocol: Protocol, { limits }: Scenario, make: () => Simulator): Simulator {
  try {
    return userValue(make, limits.handlerMs);
  } catch (error) {
    if (!(error instanceof UserCodeError)) throw error;
    throw SetupError.of(`${protocol.name}'s disk readers cannot be told of formatted disks`, error);
  }
}

function resultOf(options: RunOptions, execution: Execution): RunResult {
  const { schedule, mutant } = options;
  const { end, simulator, judges, director, nemesis, statistics, budget, protocol, scenario, swarm } = execution;
  const { broadcasts, deliveries, outcomes, latencies, sometimesSeen } = statistics;
  const faults = simulator.counters.all;
  const { acts, labels } = nemesis;
  const lacks = lacksOf(scenario, {
    deliveries,
    broadcasts,
    refused: outcomes.refused,
    faults,
    sometimes: sometimesSeen,
    acts,
    labels,
    rests: (rule) => nemesis.rests(rule),
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
    notes: unusedTopology(scenario, options.protocol),
    path: [],
  };
}

function pathOf(options: RunOptions, result: RunResult): RunResult['path'] {
  const [violation] = result.violations;
  if (violation === undefined) return [];
  const recording: Recording = record();
  const { simulator } = execute({ ...options, keepGoing: false }, { tracer: recording.tracer });
  return recording.pathTo(violation, (id) => simulator.nodes[id]?.name ?? 'the world');
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
