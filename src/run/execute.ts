/**
 * One execution of a run: a simulator, its nemesis, its director and its judges, put together from
 * scenario and schedule, and let go until something ends it. What a run amounts to is not asked here.
 */
import { Decisions, type Schedule, seeded, type TimedOperation } from '../chance/index.ts';
import type { NodeId, Offence, Protocol } from '../contract/index.ts';
import { EventNames, listens, Nemesis, ScheduledActs } from '../faults/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { type End, type Rungs, Simulator, type Tracer } from '../sim/index.ts';
import { planWorkload } from '../workload/index.ts';
import { anew, apart, type Subject } from './anew.ts';
import { askedFor } from './asked-for.ts';
import { Budget } from './budget.ts';
import { Director } from './director.ts';
import { type Bench, type BenchOptions, bench, type Jury, observedBy } from './judging.ts';
import { diskOf, networkOf, topologyOf } from './models.ts';
import { keepTheirLaw } from './reader-law.ts';
import { checkActs, timed } from './scheduled.ts';
import { checkNames, layOut, SetupError } from './setup.ts';
import { listening, Statistics } from './statistics.ts';
import { swarmed } from './swarm.ts';
import { UserCodeError, userValue } from './user-code.ts';
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

/** What an execution leaves behind. */
export interface Execution {
  readonly end: End;
  readonly simulator: Simulator;
  readonly judges: Jury;
  /** By node id: what the protocol has to say about each disk. */
  readonly readers: Bench['readers'];
  readonly director: Director;
  readonly nemesis: Nemesis;
  readonly statistics: Statistics;
  readonly budget: Budget;
  readonly protocol: Protocol;
  /** The scenario as this seed has it. */
  readonly scenario: Scenario;
  /** What of a swarm is on in this seed; empty where there is none. */
  readonly swarm: readonly string[];
  /** All that was planned to be asked for, and when the chaos was to end. */
  readonly operations: readonly TimedOperation[];
  readonly chaosEndUs: number;
}

/** What is wanted of an execution, and makes no difference to what happens in it. */
export interface Wanted {
  readonly tracer?: Tracer | undefined;
  /** Which rungs of the digest. */
  readonly rungs?: Rungs | undefined;
  /** The decisions that depart from plain, and what acts waited for. */
  readonly record?: boolean;
  /** Hears of what is about to run, to look at it on the way. */
  readonly begun?: ((stage: Pick<Execution, 'simulator' | 'readers'>) => void) | undefined;
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
  // Readers hear of formatted disks before there is a simulator to ask for the time.
  let made: Simulator | undefined;
  const clock = { nowUs: () => made?.nowUs ?? 0, event: () => made?.events ?? 0 };
  const chance = { names, named: layout.named };
  const decisions = new Decisions(schedule, { ...chance, record: wanted.record ?? false, nowUs: clock.nowUs });
  const { scenario, on } = swarmed(given, decisions);
  checkActs(schedule, scenario.faults);
  const { clients } = layout;
  const audience = { rooms: topology.rooms, clients, decisions };
  const { operations, endUs } = askedFor(schedule, {
    faults: scenario.faults,
    told: (scheduled) => timed(scheduled, layout),
    planned: (seed, past) =>
      planWorkload({
        ...audience,
        ...(seed !== undefined && { decisions: new Decisions(seeded(seed), chance) }),
        plan: scenario.workload,
        operations: scenario.operations,
        nodeNamed: layout.named,
        retention: topology.retention,
        past,
      }),
  });
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
  const { acts, turn } = schedule;
  const isNamed = wanted.record === true || (acts !== undefined && ScheduledActs.listen(acts));
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
        tracer: isNamed || listens(scenario.faults) ? heard : wanted.tracer,
        rungs: wanted.rungs,
        order: scenario.order,
        keepGoing,
      }),
  );
  made = simulator;
  wanted.begun?.({ simulator, readers });
  const nemesis = new Nemesis({
    simulator,
    rules: scenario.faults,
    zones,
    leaderOf: (shard) => judges.outlook.leaderOf(shard),
    gatewayOf: (client) => judges.outlook.gatewayOf(client),
    badCopies: budget,
    swarm: scenario.swarm,
    chaosEndUs: endUs,
    acts,
    turns: turn !== undefined,
    eventNames: isNamed ? new EventNames(names) : undefined,
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
    heal: scenario.heal,
    budget,
    reads: protocol.observes?.includes('readReturned') ?? false,
  });
  // Before anything else that happens at this moment.
  if (turn !== undefined) {
    simulator.at(turn.atUs, () => {
      decisions.turn(turn.seed);
      nemesis.turn();
    });
  }
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
  return {
    end,
    simulator,
    judges,
    readers,
    director,
    nemesis,
    statistics,
    budget,
    protocol,
    scenario,
    swarm,
    operations,
    chaosEndUs: endUs,
  };
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
