/**
 * The operations in flight on one node's disk: how each is called in anchors, how long it takes,
 * and what becomes of it when its process crashes. Operations overtake each other freely, for each
 * takes its own time. While the device stalls nothing completes; what had come due does so when the
 * stall is over, in the order in which it had come due. Left out: a queue in the device.
 */
import { below } from '../chance/index.ts';
import type { Disk, DiskError, Done } from '../contract/index.ts';
import { listWith, textContent } from './content.ts';
import type { Mishaps } from './disk-mishaps.ts';
import type { Complete, DiskWorld } from './disk-world.ts';
import type { LatencyShape } from './latency.ts';
import { diskContent } from './notes.ts';

/** How many operations of one kind there were on one class of files, over all incarnations. */
interface Series {
  /** `write s2 log-#`. */
  readonly name: string;
  count: number;
}

/** How an operation ended. With an error the value means nothing. */
export interface Outcome<Value> {
  readonly error: DiskError | undefined;
  readonly value: Value;
}

/** What an operation is, and does. */
export interface Operation<Value> {
  readonly kind: keyof Disk;
  /** What it is about, for its anchor: see `FileNames`. */
  readonly subject: string;
  /** All that the process gave, callback apart: names, offsets, bytes. For the digest. */
  readonly given: readonly unknown[];
  /** Runs once, or never. `anchor` names the operation. */
  effect(anchor: string): Outcome<Value>;
  /** What stands in for the value beside an error. */
  readonly nothing: Value;
  /** What a failure leaves behind, one way or the other; where this is not told, the first leaves nothing and the second the effect. */
  fail?(way: 1 | 2): void;
}

interface InFlight {
  readonly anchor: string;
  readonly operation: Operation<unknown>;
}

/** An operation that came due while the device stalled. */
interface Held {
  readonly incarnation: number;
  readonly asked: number;
  readonly complete: Complete;
}

/** How many halves of a latency draw an operation takes. */
const halves: Readonly<Record<keyof Disk, number>> = {
  list: 2,
  size: 2,
  read: 1,
  write: 2,
  truncate: 2,
  sync: 20,
  rename: 2,
  remove: 2,
  syncDirectory: 20,
};

/** Those that change nothing: after a crash it makes no difference whether they took effect. */
const inquiries: ReadonlySet<keyof Disk> = new Set(['list', 'size', 'read']);

/** See the head of this file. */
export class DiskOperations {
  readonly #node: string;
  readonly #shape: LatencyShape;
  readonly #world: DiskWorld;
  readonly #mishaps: Mishaps;
  /** Defined while the device stalls. */
  #held: Held[] | undefined;
  /** By subject, then kind. */
  readonly #series = new Map<string, Map<keyof Disk, Series>>();
  /** In order of issue. */
  readonly #inFlight = new Set<InFlight>();

  /** `node` is a name. */
  constructor(node: string, shape: LatencyShape, world: DiskWorld, mishaps: Mishaps) {
    this.#mishaps = mishaps;
    this.#node = node;
    this.#shape = shape;
    this.#world = world;
  }

  /** Begins an operation: its effect and then `done`, unless a crash comes first. */
  issue<Value>(incarnation: number, operation: Operation<Value>, done: Done<Value>): void {
    const { kind } = operation;
    const anchor = this.#anchor(kind, operation.subject);
    const scale = (us: number) => Math.trunc((us * halves[kind]) / 2);
    const delayUs = this.#world.decide(`${anchor} latency`, scale(this.#shape.plainUs), (word) =>
      scale(this.#shape.draw(word)),
    );
    const inFlight = { anchor, operation };
    this.#inFlight.add(inFlight);
    const asked = listWith(textContent(kind), diskContent(operation.given));
    const complete: Complete = () => {
      if (this.#held !== undefined) {
        this.#held.push({ incarnation, asked, complete });
        return undefined;
      }
      if (!this.#inFlight.delete(inFlight)) return undefined;
      const { error, value } = this.#take(operation, anchor);
      if (error?.code === 'io' || error?.code === 'full') this.#world.failed();
      const answered = listWith(diskContent(error?.code), diskContent(value));
      return { kind, content: listWith(asked, answered), done: () => done(error, value) };
    };
    this.#world.submit(delayUs, incarnation, asked, complete, this.#world.yieldsOf(anchor));
  }

  /** How many operations that change something are in flight. */
  get changesUnderWay(): number {
    let count = 0;
    for (const { operation } of this.#inFlight) if (!inquiries.has(operation.kind)) count++;
    return count;
  }

  /** From now on nothing completes. */
  stall(): void {
    this.#held ??= [];
  }

  /** The stall, if there is one, is over. */
  goOn(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const { incarnation, asked, complete } of held) this.#world.submit(0, incarnation, asked, complete);
  }

  /** The process is gone: each operation in flight takes effect now or never, and none is answered. */
  crash(): void {
    const inFlight = [...this.#inFlight];
    this.#inFlight.clear();
    for (const { anchor, operation } of inFlight) {
      if (inquiries.has(operation.kind)) continue;
      if (this.#world.decide(`${anchor} landed`, 1, (word) => below(word, 2)) === 1) operation.effect(anchor);
    }
  }

  /** The device is gone: nothing in flight takes effect, or is answered. */
  abandon(): void {
    this.#inFlight.clear();
  }

  #take<Value>(operation: Operation<Value>, anchor: string): Outcome<Value> {
    const way = this.#mishaps.failure(operation.kind, anchor);
    if (way === 0) return operation.effect(anchor);
    if (operation.fail !== undefined) operation.fail(way);
    else if (way === 2) operation.effect(anchor);
    const message = `the device failed at ${operation.kind} ${operation.subject}`;
    return { error: { code: 'io', message }, value: operation.nothing };
  }

  /** `write s2 log-# #17`: the 17th write to a file of that class on s2. */
  #anchor(kind: keyof Disk, subject: string): string {
    let kinds = this.#series.get(subject);
    if (kinds === undefined) {
      kinds = new Map();
      this.#series.set(subject, kinds);
    }
    let series = kinds.get(kind);
    if (series === undefined) {
      series = { name: `${kind} ${this.#node} ${subject}`, count: 0 };
      kinds.set(kind, series);
    }
    series.count++;
    return `${series.name} #${series.count}`;
  }
}
