import type { TimedOperation } from '../chance/index.ts';
import type { Message, NodeId, Operation, Outcome, Property, RoomId, Token } from '../contract/index.ts';
import type { Nemesis } from '../faults/index.ts';
import { formatDuration, type Scenario } from '../scenario/index.ts';
import type { Simulator } from '../sim/index.ts';
import { type AfterOptions, nextPage, probes, readBacks } from '../workload/index.ts';
import type { Budget } from './budget.ts';
import { isWell, outsideCore } from './core.ts';
import type { Jury } from './judging.ts';
import { tellStandstill } from './standstill.ts';

type Read = Extract<Operation, { kind: 'read' }>;

/** Nothing more will come: why, and the clause of a promise that this leaves open. */
export interface Stuck {
  readonly reason: string;
  readonly leaves: { readonly property: string; readonly clause: string };
}

/** How often the director looks whether everything due has arrived. */
const lookEveryUs = 50_000;

/** Between the end of the chaos and the first probe, and between two probes of a room. */
const breathUs = 20_000;

/** Items asked for by one read-back. */
const readBackItems = 100;

/** Read-backs are numbered from here on, above all reads of a workload. */
const firstReadBack = 1_000_000_000;

export interface DirectorOptions {
  readonly simulator: Simulator;
  readonly judges: Jury;
  readonly nemesis: Nemesis;
  readonly operations: readonly TimedOperation[];
  readonly audience: Omit<AfterOptions, 'asked' | 'mayAwait'>;
  readonly chaosEndUs: number;
  readonly heal: Scenario['heal'];
  /** Beyond it nothing is due any more. */
  readonly budget: Budget;
  /** Whether the protocol reports reads, so that rooms can be read back. */
  readonly reads: boolean;
}

/**
 * The acts of a run. Chaos: operations and faults. Heal: whatever is broken is mended, but for who is
 * gone for good, and in core mode for all replicas but a quorum of each shard; and from the landing of the last packet in flight on, probes are sent and everything due must arrive
 * within a bound. Read-back: every room is read once from its oldest message. Then the end.
 */
export class Director implements Property {
  /** Why nothing more will come, once that is known. */
  stuck: Stuck | undefined;
  readonly #options: DirectorOptions;
  readonly #asked: TimedOperation[] = [];
  readonly #probesLeft = new Map<Token, RoomId>();
  /** Rooms that accepted a probe. */
  readonly #working = new Set<RoomId>();
  readonly #readsLeft = new Map<number, Read>();
  #nextRead = firstReadBack;
  #reading = false;

  constructor(options: DirectorOptions) {
    this.#options = options;
  }

  /** What was asked of nodes that ran, in order. */
  get performed(): readonly TimedOperation[] {
    return this.#asked;
  }

  start(): void {
    const { simulator, nemesis, operations, chaosEndUs } = this.#options;
    simulator.at(0, () => {
      for (let id = 1; id < simulator.nodes.length; id++) simulator.machines.restart(id);
      nemesis.start();
      this.#performFrom(0);
    });
    const lastUs = operations.at(-1)?.atUs ?? 0;
    simulator.at(Math.max(chaosEndUs, lastUs), () => this.#heal());
  }

  outcome(_node: NodeId, _room: RoomId, token: Token, outcome: Outcome): void {
    const probed = outcome === 'accepted' ? this.#probesLeft.get(token) : undefined;
    if (probed === undefined) return;
    this.#probesLeft.delete(token);
    this.#working.add(probed);
  }

  readReturned(node: NodeId, read: number, from: number, items: readonly Message[], head: number): void {
    const page = this.#readsLeft.get(read);
    if (page === undefined) return;
    this.#readsLeft.delete(read);
    const next = nextPage(page, { from, count: items.length, head }, this.#nextRead);
    if (next === undefined) return;
    this.#nextRead++;
    this.#readsLeft.set(next.read, next);
    const { simulator } = this.#options;
    simulator.at(simulator.nowUs, () => this.#perform(node, next));
  }

  #performFrom(first: number): void {
    const { operations, simulator } = this.#options;
    const timed = operations[first];
    if (timed === undefined) return;
    simulator.at(timed.atUs, () => {
      this.#perform(timed.node, timed.operation);
      this.#performFrom(first + 1);
    });
  }

  #perform(node: NodeId, operation: Operation): void {
    const { simulator } = this.#options;
    if (simulator.perform(node, operation)) this.#asked.push({ atUs: simulator.nowUs, node, operation });
  }

  #heal(): void {
    const { simulator, nemesis, judges, audience } = this.#options;
    nemesis.freeze();
    if (this.#options.heal.mode === 'core') this.#leaveBehind();
    simulator.heal();
    for (const client of audience.clients) this.#perform(client, { kind: 'connect' });
    judges.healed();
    const landedUs = Math.max(simulator.nowUs, simulator.lastLandingUs);
    simulator.at(landedUs, () => this.#settle());
  }

  /** Replicas outside the core stay as broken as they are; who is well crashes, so that nobody depends on it. */
  #leaveBehind(): void {
    const { simulator, judges, budget } = this.#options;
    const grounds = { simulator, outlook: judges.outlook, budget };
    for (const id of outsideCore(grounds)) {
      if (isWell(id, grounds)) simulator.machines.crash(id);
      simulator.machines.retire(id);
    }
  }

  /**
   * Probes one by one in each room, with a breath before each: they show whether a room works, and
   * are not meant to race.
   */
  #settle(): void {
    const { simulator, heal } = this.#options;
    const startUs = simulator.nowUs + breathUs;
    const rounds = new Map<RoomId, number>();
    for (const { room, node, operation } of probes(this.#audience())) {
      const round = rounds.get(room) ?? 0;
      rounds.set(room, round + 1);
      this.#probesLeft.set(operation.message.token, room);
      simulator.at(startUs + round * breathUs, () => this.#perform(node, operation));
    }
    this.#look(startUs + heal.withinUs);
  }

  #look(deadlineUs: number): void {
    const { simulator } = this.#options;
    simulator.at(simulator.nowUs + lookEveryUs, () => {
      if (!this.#isOpen()) this.#next();
      else if (simulator.nowUs >= deadlineUs) this.#runOut();
      else this.#look(deadlineUs);
    });
  }

  /** Whether anything is still awaited. */
  #isOpen(): boolean {
    if (this.#probesLeft.size > 0 || this.#readsLeft.size > 0) return true;
    return !this.#reading && this.#options.judges.open() !== undefined;
  }

  /**
   * The bound is reached. Where every room accepted a probe, whatever is still due is a violation. A
   * room that accepts nothing, or cannot be read, leaves the rest undecided. Beyond the budget that
   * is no reproach.
   */
  #runOut(): void {
    const { simulator, judges, heal, budget } = this.#options;
    const dead = [...this.#probesLeft.values()].find((room) => !this.#working.has(room));
    const [unread] = this.#readsLeft.values();
    const room = dead ?? unread?.room;
    if (room === undefined || budget.isExceeded) {
      judges.overdue();
      this.#probesLeft.clear();
      this.#readsLeft.clear();
      this.#next();
      return;
    }
    const what = dead === undefined ? `${room} cannot be read back` : `${room} accepts nothing`;
    const standstill = tellStandstill(room, judges.outlook, (id) => simulator.node(id).name);
    const due = judges.open();
    const rest = due === undefined ? '' : `; ${due}`;
    const leaves = this.#reading
      ? { property: 'persisted', clause: 'read-back-short' }
      : { property: 'answered', clause: 'probe-unaccepted' };
    const within = `within ${formatDuration(heal.withinUs)} after heal`;
    const reason = `${leaves.property} is left open: ${what} ${within}; ${standstill}${rest}`;
    this.stuck = { reason, leaves };
    simulator.stop();
  }

  #next(): void {
    const { simulator, judges, reads, heal } = this.#options;
    if (this.#reading || !reads) {
      simulator.stop();
      return;
    }
    this.#reading = true;
    judges.settled();
    const all = readBacks({ ...this.#audience(), firstRead: this.#nextRead, limit: readBackItems });
    this.#nextRead += all.length;
    for (const { operation } of all) this.#readsLeft.set(operation.read, operation);
    for (const { node, operation } of all) this.#perform(node, operation);
    this.#look(simulator.nowUs + heal.withinUs);
  }

  #audience(): AfterOptions {
    const { audience, judges } = this.#options;
    return { ...audience, asked: this.#asked, mayAwait: (room, client) => judges.mayAwait(room, client) };
  }
}
