import { type Decisions, plainWord } from '../chance/index.ts';
import type {
  AnyPacket,
  Disk,
  Host,
  Message,
  NodeId,
  ObservationName,
  Observer,
  Outcome,
  RoomId,
} from '../contract/index.ts';
import { listWith, textContent } from './content.ts';
import type { RunDigest } from './digest.ts';
import { guardedDisk } from './guarded-disk.ts';
import type { SimNode } from './node.ts';
import { messageContent, messagesContent, Noted } from './notes.ts';
import { isPlaced, type Reports } from './observation.ts';
import type { Timer, Timers } from './timers.ts';
import type { Tracer } from './trace.ts';
import type { Witness } from './witness.ts';

/** What a host needs of its simulator. */
export interface HostWorld {
  readonly nowUs: number;
  /** The number of the event that is being handled. */
  readonly events: number;
  readonly timers: Timers;
  readonly witness: Witness;
  readonly digest: RunDigest;
  /** What may be reported, and how. */
  readonly reports: Reports;
  /** The host whose process handles an event right now. */
  readonly current: ProcessHost | undefined;
  /** Notes a call from outside the host's handlers, and throws at the caller. */
  refuse(call: string): never;
  /** Notes an observation that no judge is to hear of; `fault` says why not. */
  misreported(fault: string): void;
  send(from: NodeId, to: NodeId, packet: AnyPacket): void;
  readonly decisions: Decisions;
  readonly tracer: Tracer | undefined;
  /** Tells the tracer of an observation; only called when there is one. */
  reported(node: NodeId, name: string, report: readonly unknown[]): void;
}

/**
 * The Host of one incarnation of one node, and its own Observer, so that a delivery costs no
 * object. Every method is refused while another process, or none, is handling an event.
 */
export class ProcessHost implements Host<AnyPacket>, Observer {
  readonly id: NodeId;
  readonly disk: Disk;
  readonly observe: Observer = this;
  readonly #node: SimNode;
  readonly #world: HostWorld;
  readonly #witness: Witness;
  readonly #digest: RunDigest;
  readonly #mayDeliver: boolean;
  readonly #mayApply: boolean;
  readonly #timers = new Map<string, Timer>();
  readonly #draws = new Map<string, number>();
  /** How often each timer was due, where the order of events is drawn. */
  readonly #dues = new Map<string, number>();

  constructor(node: SimNode, world: HostWorld) {
    this.id = node.id;
    this.#node = node;
    this.#world = world;
    this.#witness = world.witness;
    this.#digest = world.digest;
    this.#mayDeliver = world.reports.allows(node.id, 'delivered');
    this.#mayApply = world.reports.allows(node.id, 'applied');
    this.disk = guardedDisk(node.disk.port(node.incarnation), (call) => this.#check(call));
  }

  wallClockUs(): number {
    this.#check('wallClockUs');
    return this.#node.clock.wallClockUs(this.#world.nowUs);
  }

  monotonicUs(): number {
    this.#check('monotonicUs');
    return this.#node.clock.monotonicUs(this.#world.nowUs);
  }

  random(name: string): number {
    this.#check('random');
    const nth = (this.#draws.get(name) ?? 0) + 1;
    this.#draws.set(name, nth);
    const anchor = `random ${this.#node.name}/${this.#node.incarnation} ${name} #${nth}`;
    return this.#world.decisions.decide(anchor, plainWord(anchor), (word) => word) / 4294967296;
  }

  send(to: NodeId, packet: AnyPacket): void {
    this.#check('send');
    this.#world.send(this.id, to, packet);
  }

  setTimer(name: string, delayUs: number, fire: () => void): void {
    this.#check('setTimer');
    if (!(delayUs >= 0)) throw new RangeError(`setTimer(${JSON.stringify(name)}) needs a delay ≥ 0, not ${delayUs}`);
    let timer = this.#timers.get(name);
    if (timer === undefined) {
      timer = this.#world.timers.create(this.id, name);
      this.#timers.set(name, timer);
    }
    const { timers, nowUs, events } = this.#world;
    const { clock } = this.#node;
    const wholeUs = Math.floor(delayUs);
    timers.arm(timer, clock.monotonicUs(nowUs) + wholeUs, nowUs + clock.virtualUs(wholeUs), fire, events);
  }

  /** The monotonic clock runs differently from now on: what is armed follows it. */
  retime(): void {
    const { timers, nowUs } = this.#world;
    const { clock } = this.#node;
    const shownUs = clock.monotonicUs(nowUs);
    for (const timer of this.#timers.values()) {
      if (timer.armed) timers.move(timer, nowUs + clock.virtualUs(Math.max(0, timer.dueUs - shownUs)));
    }
  }

  clearTimer(name: string): void {
    this.#check('clearTimer');
    const timer = this.#timers.get(name);
    if (timer === undefined) return;
    timer.armed = false;
    this.timerRan(timer);
  }

  /** The stable name of a timer's being due, once for each time. */
  dueAnchor({ name }: Timer): string {
    const nth = (this.#dues.get(name) ?? 0) + 1;
    this.#dues.set(name, nth);
    return `timer ${this.#node.name}/${this.#node.incarnation} ${name} #${nth}`;
  }

  /** The simulator says that an entry of this timer came up, and was fired or was stale. */
  timerRan(timer: Timer): void {
    if (this.#world.timers.release(timer) && this.#timers.get(timer.name) === timer) this.#timers.delete(timer.name);
  }

  /** The process is gone: nothing of it fires any more. */
  disarm(): void {
    for (const timer of this.#timers.values()) {
      timer.armed = false;
      this.#world.timers.release(timer);
    }
    this.#timers.clear();
  }

  broadcast(room: RoomId, token: string): void {
    if (!this.#report('broadcast', room, token)) return;
    this.#digest.note(Noted.broadcast, this.id, 0, listWith(textContent(room), textContent(token)));
    this.#witness.broadcast(this.id, room, token);
  }

  outcome(room: RoomId, token: string, outcome: Outcome, reason?: string): void {
    if (!this.#report('outcome', room, token, outcome, reason)) return;
    const said = listWith(textContent(outcome), reason === undefined ? 0 : textContent(reason));
    this.#digest.note(Noted.outcome, this.id, said, listWith(textContent(room), textContent(token)));
    this.#witness.outcome(this.id, room, token, outcome, reason);
  }

  delivered(room: RoomId, position: number, message: Message): void {
    const isFit = this.#mayDeliver && isPlaced(room, position, message);
    if (!this.#tell('delivered', isFit, room, position, message)) return;
    this.#digest.note(Noted.delivered, this.id, position, listWith(textContent(room), messageContent(message)));
    this.#witness.delivered(this.id, room, position, message);
  }

  resumed(room: RoomId, cursor: number): void {
    if (!this.#report('resumed', room, cursor)) return;
    this.#digest.note(Noted.resumed, this.id, cursor, textContent(room));
    this.#witness.resumed(this.id, room, cursor);
  }

  truncated(room: RoomId, from: number, to: number): void {
    if (!this.#report('truncated', room, from, to)) return;
    this.#digest.note(Noted.truncated, this.id, from, listWith(textContent(room), to));
    this.#witness.truncated(this.id, room, from, to);
  }

  connected(gateway: NodeId): void {
    if (!this.#report('connected', gateway)) return;
    this.#digest.note(Noted.connected, this.id, gateway, 0);
    this.#witness.connected(this.id, gateway);
  }

  disconnected(): void {
    if (!this.#report('disconnected')) return;
    this.#digest.note(Noted.disconnected, this.id, 0, 0);
    this.#witness.disconnected(this.id);
  }

  readStarted(read: number, room: RoomId): void {
    if (!this.#report('readStarted', read, room)) return;
    this.#digest.note(Noted.readStarted, this.id, read, textContent(room));
    this.#witness.readStarted(this.id, read, room);
  }

  readReturned(read: number, from: number, items: readonly Message[], head: number, oldest: number): void {
    if (!this.#report('readReturned', read, from, items, head, oldest)) return;
    this.#digest.note(
      Noted.readReturned,
      this.id,
      read,
      listWith(listWith(listWith(messagesContent(items), from), head), oldest),
    );
    this.#witness.readReturned(this.id, read, from, items, head, oldest);
  }

  applied(room: RoomId, position: number, message: Message): void {
    const isFit = this.#mayApply && isPlaced(room, position, message);
    if (!this.#tell('applied', isFit, room, position, message)) return;
    this.#digest.note(Noted.applied, this.id, position, listWith(textContent(room), messageContent(message)));
    this.#witness.applied(this.id, room, position, message);
  }

  restored(room: RoomId, position: number): void {
    if (!this.#report('restored', room, position)) return;
    this.#digest.note(Noted.restored, this.id, position, textContent(room));
    this.#witness.restored(this.id, room, position);
  }

  memberAt(room: RoomId, client: NodeId, request: string, position: number): void {
    if (!this.#report('memberAt', room, client, request, position)) return;
    this.#digest.note(
      Noted.memberAt,
      this.id,
      position,
      listWith(listWith(textContent(room), client), textContent(request)),
    );
    this.#witness.memberAt(this.id, room, client, request, position);
  }

  leftAt(room: RoomId, client: NodeId, request: string, position: number): void {
    if (!this.#report('leftAt', room, client, request, position)) return;
    this.#digest.note(
      Noted.leftAt,
      this.id,
      position,
      listWith(listWith(textContent(room), client), textContent(request)),
    );
    this.#witness.leftAt(this.id, room, client, request, position);
  }

  led(shard: number, epoch: number): void {
    if (!this.#report('led', shard, epoch)) return;
    this.#digest.note(Noted.led, this.id, epoch, shard);
    this.#witness.led(this.id, shard, epoch);
  }

  sometimes(name: string): void {
    if (!this.#report('sometimes', name)) return;
    this.#digest.note(Noted.sometimes, this.id, 0, textContent(name));
    this.#witness.sometimes(this.id, name);
  }

  /** Whether the judges are to hear of an observation. */
  #report(name: ObservationName, ...values: readonly unknown[]): boolean {
    return this.#tell(name, this.#world.reports.fits(this.id, name, values), ...values);
  }

  /** The trace shows an observation, fit or not. */
  #tell(
    name: ObservationName,
    isFit: boolean,
    a?: unknown,
    b?: unknown,
    c?: unknown,
    d?: unknown,
    e?: unknown,
  ): boolean {
    this.#check(name);
    if (this.#world.tracer !== undefined) this.#world.reported(this.id, name, [a, b, c, d, e]);
    if (!isFit) this.#world.misreported(this.#world.reports.fault(this.id, name, [a, b, c, d, e]));
    return isFit;
  }

  #check(call: string): void {
    if (this.#world.current !== this) this.#world.refuse(call);
  }
}
