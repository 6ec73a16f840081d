/**
 * What no section can know alone: that the clients, rooms, shards and times it speaks of exist in
 * the others. Judges the sections that are right by themselves, so that one reading tells all.
 */
import { errorAt, type ScenarioError } from './error.ts';
import { didYouMean } from './nearest.ts';
import { some } from './shapes.ts';
import type { Path, Source } from './source.ts';
import { awaitedBy, struckBy } from './targets-of.ts';
import { noClient } from './topology.ts';
import type {
  FaultRule,
  NetworkPlan,
  PlannedOperation,
  Scenario,
  Target,
  TopologyPlan,
  WorkloadPlan,
} from './types.ts';
import { formatDuration } from './units.ts';

/** The sections that could be read; entries that could not are holes. */
export interface Draft {
  readonly topology: TopologyPlan | undefined;
  readonly workload: WorkloadPlan | undefined;
  readonly limits: Scenario['limits'] | undefined;
  readonly network: NetworkPlan | undefined;
  readonly operations: readonly (PlannedOperation | undefined)[];
  readonly faults: readonly (FaultRule | undefined)[];
}

/** Every contradiction between sections. */
export function checkSections(draft: Draft, source: Source): readonly ScenarioError[] {
  // Without a topology there is nobody to look for: its own errors come first.
  if (draft.topology === undefined) return [];
  const check = new Check(draft, draft.topology, source);
  check.workload();
  for (const [index, planned] of draft.operations.entries()) {
    if (planned !== undefined) check.operation(planned, ['operations', index]);
  }
  for (const [index, rule] of draft.faults.entries()) {
    if (rule !== undefined) check.fault(rule, ['faults', index]);
  }
  return check.errors;
}

class Check {
  readonly errors: ScenarioError[] = [];
  readonly #draft: Draft;
  readonly #topology: TopologyPlan;
  readonly #source: Source;
  readonly #rooms: readonly string[];

  constructor(draft: Draft, topology: TopologyPlan, source: Source) {
    this.#draft = draft;
    this.#topology = topology;
    this.#source = source;
    this.#rooms = topology.rooms.map((room) => room.name);
  }

  workload(): void {
    const { workload } = this.#draft;
    if (workload === undefined) return;
    const asked = [
      ['broadcasts', workload.broadcasts],
      ['reads', workload.reads],
      ['membership', workload.membership],
    ] as const;
    for (const [key, howMany] of asked) {
      if (howMany === 0 || this.#topology.clients > 0) continue;
      const path = this.#source.has(['workload', key]) ? ['workload', key] : ['topology', 'clients'];
      this.#complain(path, `${key}: ${howMany}, and no client to ask for any`, 'topology.clients is 0');
    }
    if (typeof workload.senders === 'string') return;
    for (const [index, sender] of workload.senders.entries()) this.#client(sender, ['workload', 'senders', index]);
  }

  operation(planned: PlannedOperation, path: Path): void {
    const { operation } = planned;
    this.#time(planned.atUs, [...path, 'at']);
    if (operation.kind === 'command') return;
    const key = this.#source.has([...path, 'client']) ? 'client' : operation.kind;
    this.#client(Number(planned.node.slice(1)), [...path, key]);
    if (!('room' in operation) || this.#rooms.includes(operation.room)) return;
    const message = `there is no room "${operation.room}"${didYouMean(operation.room, this.#rooms)}`;
    this.#complain([...path, operation.kind], message, `rooms are ${some(this.#rooms)}`);
  }

  fault(rule: FaultRule, path: Path): void {
    const { timing } = rule;
    if (timing.kind === 'at') this.#time(timing.atUs, [...path, 'at']);
    else if (timing.kind === 'every') this.#time(timing.fromUs, [...path, 'from']);
    for (const [target, at] of awaitedBy(rule)) {
      this.#target(target, [...path, ...at]);
      if (target.kind !== 'it') continue;
      const remedy = 'say at whom: { synced: leader }';
      this.#complain([...path, ...at], '"it" is where this very event happened: it fits anybody', remedy);
    }
    for (const [target, at] of struckBy(rule)) {
      this.#target(target, [...path, ...at]);
      if (target.kind !== 'it' || timing.kind === 'after') continue;
      const message = '"it" is where the event happened that a fault waits for, and this one waits for none';
      this.#complain([...path, ...at], message, 'after: { synced: leader } waits for one');
    }
    if ('cut' in rule && rule.cut.kind === 'zone') this.#zone(rule.cut.zone, [...path, rule.verb, 'zone']);
  }

  #target(target: Target, path: Path): void {
    if (target.kind === 'named') {
      for (const [index, name] of target.names.entries()) {
        // Clients are named by the contract; other nodes by the protocol, whose layout is not known here.
        if (/^c[1-9]\d*$/.test(name)) this.#client(Number(name.slice(1)), [...path, index]);
      }
    } else if ('shard' in target && (target.shard ?? 1) > this.#topology.shards) {
      const remedy = `topology.shards is ${this.#topology.shards}`;
      this.#complain([...path, target.kind, 'shard'], `there is no shard ${target.shard}`, remedy);
    }
  }

  /** Nothing is said where the network itself could not be read. */
  #zone(zone: string | undefined, path: Path): void {
    const regions = this.#draft.network?.regions.map(({ name }) => name);
    if (regions === undefined || (zone === undefined ? regions.length > 0 : regions.includes(zone))) return;
    const message =
      zone === undefined
        ? 'there are no regions to cut off'
        : `there is no region "${zone}"${didYouMean(zone, regions)}`;
    const remedy =
      regions.length === 0 ? 'regions are named in network.regions' : `regions are ${some(regions)}, or any`;
    this.#complain(path, message, remedy);
  }

  #client(client: number, path: Path): void {
    if (client <= this.#topology.clients) return;
    const { wrong, remedy } = noClient(client, this.#topology.clients);
    this.#complain(path, wrong, remedy);
  }

  #time(us: number, path: Path): void {
    const bound = this.#draft.limits?.virtualUs;
    if (bound === undefined || us <= bound) return;
    this.#complain(path, `${formatDuration(us)} is past the end: limits.virtual is ${formatDuration(bound)}`);
  }

  #complain(path: Path, message: string, remedy?: string): void {
    this.errors.push(errorAt(this.#source.placeOf(path), message, remedy));
  }
}
