import { type Decisions, plainWord } from '../chance/index.ts';
import type { AnyPacket, Disk, Host, Message, NodeId, Observer, Outcome, RoomId } from '../contract/index.ts';
import { listWith, textContent } from './content.ts';
import type { RunDigest } from './digest.ts';
import type { SimNode } from './node.ts';
import { messageContent, messagesContent, Noted } from './notes.ts';
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
  /** The host whose process handles an event right now. */
  readonly current: ProcessHost | undefined;
  /** Notes a call from outside the host's handlers, and throws at the caller. */
  refuse(call: string): never;
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
  readonly #timers = new Map<string, Timer>();
  readonly #draws = new Map<string, number>();

  constructor(node: SimNode, world: HostWorld) {
    this.id = node.id;
    this.#node = node;
    this.#world = world;
    this.#witness = world.witness;
    this.#digest = world.digest;
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
    timers.arm(timer, nowUs + this.#node.clock.virtualUs(Math.floor(delayUs)), fire, events);
  }

  clearTimer(name: string): void {
    this.#check('clearTimer');
    const timer = this.#timers.get(name);
    if (timer === undefined) return;
    timer.armed = false;
    this.timerRan(timer);
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
    this.#report('broadcast', room, token);
    this.#digest.note(Noted.broadcast, this.id, 0, listWith(textContent(room), textContent(token)));
    this.#witness.broadcast(this.id, room, token);
  }

  outcome(room: RoomId, token: string, outcome: Outcome, reason?: string): void {
    this.#report('outcome', room, token, outcome, reason);
    const said = listWith(textContent(outcome), reason === undefined ? 0 : textContent(reason));
    this.#digest.note(Noted.outcome, this.id, said, listWith(textContent(room), textContent(token)));
    this.#witness.outcome(this.id, room, token, outcome, reason);
  }

  delivered(room: RoomId, position: number, message: Message): void {
    this.#report('delivered', room, position, message);
    this.#digest.note(Noted.delivered, this.id, position, listWith(textContent(room), messageContent(message)));
    this.#witness.delivered(this.id, room, position, message);
  }

  resumed(room: RoomId, cursor: number): void {
    this.#report('resumed', room, cursor);
    this.#digest.note(Noted.resumed, this.id, cursor, textContent(room));
    this.#witness.resumed(this.id, room, cursor);
  }

  truncated(room: RoomId, from: number, to: number): void {
    this.#report('truncated', room, from, to);
    this.#digest.note(Noted.truncated, this.id, from, listWith(textContent(room), to));
    this.#witness.truncated(this.id, room, from, to);
  }

  connected(gateway: NodeId): void {
    this.#report('connected', gateway);
    this.#digest.note(Noted.connected, this.id, gateway, 0);
    this.#witness.connected(this.id, gateway);
  }

  disconnected(): void {
    this.#report('disconnected');
    this.#digest.note(Noted.disconnected, this.id, 0, 0);
    this.#witness.disconnected(this.id);
  }

  readStarted(read: number, room: RoomId): void {
    this.#report('readStarted', read, room);
    this.#digest.note(Noted.readStarted, this.id, read, textContent(room));
    this.#witness.readStarted(this.id, read, room);
  }

  readReturned(read: number, from: number, items: readonly Message[], head: number, oldest: number): void {
    this.#report('readReturned', read, from, items, head, oldest);
    this.#digest.note(
      Noted.readReturned,
      this.id,
      read,
      listWith(listWith(listWith(messagesContent(items), from), head), oldest),
    );
    this.#witness.readReturned(this.id, read, from, items, head, oldest);
  }

  applied(room: RoomId, position: number, message: Message): void {
    this.#report('applied', room, position, message);
    this.#digest.note(Noted.applied, this.id, position, listWith(textContent(room), messageContent(message)));
    this.#witness.applied(this.id, room, position, message);
  }

  restored(room: RoomId, position: number): void {
    this.#report('restored', room, position);
    this.#digest.note(Noted.restored, this.id, position, textContent(room));
    this.#witness.restored(this.id, room, position);
  }

  memberAt(room: RoomId, client: NodeId, request: string, position: number): void {
    this.#report('memberAt', room, client, request, position);
    this.#digest.note(
      Noted.memberAt,
      this.id,
      position,
      listWith(listWith(textContent(room), client), textContent(request)),
    );
    this.#witness.memberAt(this.id, room, client, request, position);
  }

  leftAt(room: RoomId, client: NodeId, request: string, position: number): void {
    this.#report('leftAt', room, client, request, position);
    this.#digest.note(
      Noted.leftAt,
      this.id,
      position,
      listWith(listWith(textContent(room), client), textContent(request)),
    );
    this.#witness.leftAt(this.id, room, client, request, position);
  }

  led(shard: number, epoch: number): void {
    this.#report('led', shard, epoch);
    this.#digest.note(Noted.led, this.id, epoch, shard);
    this.#witness.led(this.id, shard, epoch);
  }

  sometimes(name: string): void {
    this.#report('sometimes', name);
    this.#digest.note(Noted.sometimes, this.id, 0, textContent(name));
    this.#witness.sometimes(this.id, name);
  }

  #report(name: string, a?: unknown, b?: unknown, c?: unknown, d?: unknown, e?: unknown): void {
    this.#check(name);
    if (this.#world.tracer !== undefined) this.#world.reported(this.id, name, [a, b, c, d, e]);
  }

  #check(call: string): void {
    if (this.#world.current !== this) this.#world.refuse(call);
  }
}

/** A disk that refuses calls from outside the process's own handlers. */
function guardedDisk(disk: Disk, check: (call: string) => void): Disk {
  return {
    list: (done) => {
      check('disk.list');
      disk.list(done);
    },
    size: (file, done) => {
      check('disk.size');
      disk.size(file, done);
    },
    read: (file, offset, length, done) => {
      check('disk.read');
      disk.read(file, offset, length, done);
    },
    write: (file, offset, bytes, done) => {
      check('disk.write');
      disk.write(file, offset, bytes, done);
    },
    truncate: (file, size, done) => {
      check('disk.truncate');
      disk.truncate(file, size, done);
    },
    sync: (file, done) => {
      check('disk.sync');
      disk.sync(file, done);
    },
    rename: (from, to, done) => {
      check('disk.rename');
      disk.rename(from, to, done);
    },
    remove: (file, done) => {
      check('disk.remove');
      disk.remove(file, done);
    },
    syncDirectory: (done) => {
      check('disk.syncDirectory');
      disk.syncDirectory(done);
    },
  };
}
