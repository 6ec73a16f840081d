import { newSlab } from '../bytes/index.ts';
import { type Decisions, hashText } from '../chance/index.ts';
import type { AnyPacket, NodeId, Offence, Operation } from '../contract/index.ts';
import { Clocks, type ClockWorld } from './clocks.ts';
import { Counters } from './counters.ts';
import { RunDigest } from './digest.ts';
import type { Complete, DiskDamage } from './disk-world.ts';
import { Disks } from './disks.ts';
import { runBounded } from './endless.ts';
import { Entry, kindOf, nodeOf, wordOf } from './entry.ts';
import { installGuard } from './guard.ts';
import { type DiskCompletion, Handling, type HandlingWorld } from './handling.ts';
import type { ProcessHost } from './host.ts';
import { Links, type LinkWorld } from './links.ts';
import { Machines, type MachineWorld } from './machines.ts';
import { Network } from './network.ts';
import type { SimNode } from './node.ts';
import { buildNodes, type DiskEvents } from './nodes.ts';
import { Noted } from './notes.ts';
import { Reports } from './observation.ts';
import type { End, SimulatorOptions } from './options.ts';
import { drawYields } from './order.ts';
import { Post, type PostWorld } from './post.ts';
import { Slots } from './slots.ts';
import { Stage } from './stage.ts';
import { Timers } from './timers.ts';
import { eventKinds, Kind, type TraceEntry, type Tracer } from './trace.ts';
import type { Clog } from './troubles.ts';
import { Turns, type TurnsWorld } from './turns.ts';
import { Wheel } from './wheel.ts';
import type { Witness } from './witness.ts';

/** Events handled between two looks at the bound on endless handlers. */
const batchEvents = 20_000;

/**
 * The discrete-event simulator: one queue, one event at a time, virtual time in microseconds. It
 * knows nodes, packets, timers and disks, and no protocol. Handlers take no virtual time, memory
 * is free; all that may go wrong is a decision, or a verb that someone calls.
 */
export class Simulator
  implements HandlingWorld, MachineWorld, LinkWorld, ClockWorld, DiskEvents, PostWorld, TurnsWorld
{
  readonly nodes: readonly (SimNode | undefined)[];
  readonly decisions: Decisions;
  readonly counters = new Counters();
  readonly witness: Witness;
  readonly tracer: Tracer | undefined;
  readonly digest: RunDigest;
  readonly timers: Timers;
  /** What may befall nodes. */
  readonly machines: Machines;
  /** What may befall the links between them. */
  readonly links: Links;
  readonly reports: Reports;
  /** What may befall their disks. */
  readonly disks: Disks;
  /** What may befall their clocks. */
  readonly clocks: Clocks;
  /** Events handled so far; the number of the one being handled. */
  events = 0;
  readonly #options: SimulatorOptions;
  readonly #drawsOrder: boolean;
  readonly #wheel = new Wheel();
  readonly #post: Post;
  readonly #stage: Stage;
  readonly #handling: Handling;
  readonly #turns: Turns;
  readonly #completions = new Slots<DiskCompletion>();
  readonly #acts = new Slots<() => void>();
  #end: End | undefined;

  constructor(options: SimulatorOptions) {
    installGuard();
    newSlab();
    this.#options = options;
    this.#drawsOrder = options.order === 'drawn';
    this.decisions = options.decisions;
    this.witness = options.witness;
    this.tracer = options.tracer;
    this.digest = new RunDigest(options.rungs);
    this.reports = new Reports(options);
    this.#stage = new Stage((node, offence) => this.offended(node, offence));
    this.#turns = new Turns(this);
    this.machines = new Machines(this, this.#stage, this.#turns);
    this.clocks = new Clocks(this);
    this.timers = new Timers((timeUs, timer) => this.#wheel.push(timeUs, wordOf(Entry.timer, timer.node), timer.slot));
    const network = new Network({
      roles: [undefined, ...options.layout.map((spec) => spec.role)],
      model: options.network,
      packets: this.decisions.packets,
      counters: this.counters,
      onFull: (from, to) => this.links.full(from, to),
      drawsOrder: this.#drawsOrder,
    });
    this.links = new Links(this, network);
    const { codec, encoded = false } = options;
    this.#post = new Post(this, network, { codec, encoded, stage: this.#stage });
    this.#handling = new Handling(this, this.#post, this.#stage);
    this.disks = new Disks(this);
    this.nodes = buildNodes(options, this.counters, this);
  }

  get nowUs(): number {
    return this.#wheel.nowUs;
  }

  get hasMoreNow(): boolean {
    return this.#wheel.hasMoreNow;
  }

  get current(): ProcessHost | undefined {
    return this.#stage.current;
  }

  /** When the last packet now in flight lands. */
  get lastLandingUs(): number {
    return this.#post.lastLandingUs;
  }

  node(id: NodeId): SimNode {
    const node = this.nodes[id];
    if (node === undefined) throw new Error(`node ids are 1 to ${this.nodes.length - 1}, not ${id}`);
    return node;
  }

  /** Handles events until something ends the run. */
  run(): End {
    this.#end = undefined;
    const { handlerMs } = this.#options.limits;
    while (this.#end === undefined) {
      if (runBounded(() => this.#batch(), handlerMs) === 'done') continue;
      this.#stage.endless(handlerMs);
      this.#end = 'objected';
    }
    return this.#end;
  }

  /** Ends the run after the event that is being handled. */
  stop(): void {
    this.#end ??= 'stopped';
  }

  /** The world acts at `timeUs`, which is not in the past. */
  at(timeUs: number, act: () => void): void {
    this.#wheel.push(timeUs, Entry.act, this.#acts.add(act));
  }

  /** The application asks a node; false, and nothing happens, when its process does not run. */
  perform(id: NodeId, operation: Operation): boolean {
    const node = this.node(id);
    if (node.state !== 'up') return false;
    this.begin(Kind.perform, id, 0, this.#post.sealer.seal(operation), 0, operation);
    this.witness.asked(id, operation);
    this.#stage.perform(node, operation);
    if (node.isHeld) this.#turns.charge(node);
    return true;
  }

  /** The end of all faults but those of retired nodes: cuts mended, losses over, disks well, clocks going, every process running. */
  heal(): void {
    this.begin(Kind.heal, 0, 0, 0);
    this.links.heal(new Set(this.nodes.flatMap((node) => (node?.retired === true ? [node.id] : []))));
    this.disks.heal();
    this.clocks.heal();
    this.machines.heal();
  }

  // What hosts, the post, the timers and the disks ask of their world.

  submit(id: NodeId, delayUs: number, incarnation: number, asked: number, complete: Complete, yields = 0): void {
    this.digest.note(Noted.disk, id, 0, asked);
    const slot = this.#completions.add({ node: this.node(id), incarnation, cause: this.events, complete });
    this.#enter(this.nowUs + delayUs, wordOf(Entry.disk, id), slot, yields);
  }

  yieldsOf(anchor: string): number {
    return this.#drawsOrder ? this.decisions.decide(`${anchor} order`, 0, drawYields) : 0;
  }

  damaged(node: NodeId, fault: DiskDamage): void {
    this.#options.damaged?.(node, fault);
  }

  failed(id: NodeId): void {
    this.machines.ail(id);
  }

  refuse(call: string): never {
    this.#stage.refuse('misused', `calls host.${call} outside its own handlers`);
  }

  misreported(fault: string): void {
    this.#stage.note('misused', fault);
  }

  send(from: NodeId, to: NodeId, packet: AnyPacket): void {
    if (to > 0 && this.nodes[to] !== undefined) this.#post.send(from, to, packet);
    else this.#stage.refuse('misused', `sends to node ${to}; there are nodes 1 to ${this.nodes.length - 1}`);
  }

  enterPacket(timeUs: number, to: NodeId, slot: number, yields: number): void {
    this.#enter(timeUs, wordOf(Entry.packet, to), slot, yields);
  }

  release(clog: Clog): void {
    this.#post.release(clog);
  }

  requeue(word: number, slot: number): void {
    this.#wheel.push(this.nowUs, word, slot);
  }

  handle(node: SimNode, word: number, slot: number): void {
    const kind = kindOf(word);
    if (kind === Entry.packet) this.#handling.land(node, slot);
    else if (kind === Entry.timer) this.#handling.fire(node, this.timers.at(slot));
    else this.#handling.complete(this.#completions.take(slot));
  }

  reported(node: NodeId, name: string, report: readonly unknown[]): void {
    this.trace('observe', node, 0, this.events, report, name);
  }

  trace(what: TraceEntry['what'], node: NodeId, other: NodeId, cause: number, detail?: unknown, name?: string): void {
    this.tracer?.record({ event: this.events, cause, atUs: this.nowUs, node, what, other, detail, name });
  }

  #batch(): void {
    const { limits, witness, keepGoing = false } = this.#options;
    const wheel = this.#wheel;
    const until = this.events + batchEvents;
    while (this.events < until && this.#end === undefined) {
      if (!wheel.pop()) this.#end = 'idle';
      else if (wheel.nowUs > limits.virtualUs) this.#end = 'virtual-time';
      else {
        this.#handle(wheel.a, wheel.b);
        if (witness.objected && !keepGoing) this.#end ??= 'objected';
        else if (this.events >= limits.events) this.#end ??= 'events';
      }
    }
  }

  #handle(word: number, slot: number): void {
    const kind = kindOf(word);
    if (kind === Entry.act) {
      this.#acts.take(slot)();
      return;
    }
    const node = this.nodes[nodeOf(word)] as SimNode;
    if (this.#drawsOrder && kind === Entry.timer && this.#yields(node, slot)) return;
    if (node.isHeld) this.#wait(node, kind, word, slot);
    else this.handle(node, word, slot);
  }

  /** Each time that it yields, an entry goes behind all that are now of its microsecond. */
  #enter(timeUs: number, word: number, slot: number, yields: number): void {
    if (yields <= 0) this.#wheel.push(timeUs, word, slot);
    else this.at(timeUs, () => this.#enter(timeUs, word, slot, yields - 1));
  }

  #yields({ host }: SimNode, slot: number): boolean {
    const timer = this.timers.at(slot);
    return host !== undefined && this.timers.yieldsNow(timer, this.nowUs, () => this.yieldsOf(host.dueAnchor(timer)));
  }

  /** Something comes up for a node that may not be ready for it. The disk is ready; the process hears of it later. */
  #wait(node: SimNode, kind: number, word: number, slot: number): void {
    if (kind !== Entry.disk) {
      this.#turns.arrive(node, word, slot);
      return;
    }
    const completion = this.#completions.take(slot);
    const answer = completion.complete();
    if (answer === undefined || node.incarnation !== completion.incarnation) return;
    this.#turns.arrive(node, word, this.#completions.add({ ...completion, complete: () => answer }));
  }

  offended(id: NodeId, offence: Offence): void {
    this.trace('offence', id, 0, this.events, offence);
    this.digest.note(Noted.offence, id, 0, hashText(offence.clause));
    this.witness.offended(id, offence);
    if (offence.clause === 'threw') this.machines.endProcess(this.node(id));
  }

  /** A new event. */
  begin(kind: number, node: NodeId, other: number, content: number, cause = 0, detail?: unknown, name?: string): void {
    this.events++;
    this.digest.mix(this.nowUs, kind, node, other, content);
    if (this.tracer === undefined) return;
    this.trace(
      eventKinds[kind] as TraceEntry['what'],
      node,
      kind === Kind.receive || kind === Kind.garbled ? other : 0,
      cause,
      detail,
      name,
    );
  }
}
