/**
 * The operations in flight on one node's disk: how each is called in anchors, how long it takes,
 * and what becomes of it when its process crashes. Operations overtake each other freely, for each
 * takes its own time. Left out: a queue in the device. A fault of the device (a stall, a failure,
 * a lying sync) is one more aspect to decide in `issue`, and an outcome other than the effect's.
 */
import { below } from '../chance/index.ts';
import type { Disk, DiskError, Done } from '../contract/index.ts';
import { listWith, textContent } from './content.ts';
import type { DiskWorld } from './disk-world.ts';
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
}

interface InFlight {
  readonly anchor: string;
  readonly operation: Operation<unknown>;
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
  /** By subject, then kind. */
  readonly #series = new Map<string, Map<keyof Disk, Series>>();
  /** In order of issue. */
  readonly #inFlight = new Set<InFlight>();

  /** `node` is a name. */
  constructor(node: string, shape: LatencyShape, world: DiskWorld) {
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
    this.#world.submit(delayUs, incarnation, asked, () => {
      if (!this.#inFlight.delete(inFlight)) return undefined;
      const { error, value } = operation.effect(anchor);
      const answered = listWith(diskContent(error?.code), diskContent(value));
      return { content: listWith(asked, answered), done: () => done(error, value) };
    });
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
