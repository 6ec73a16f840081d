/** What all kinds of acts stand on: who is meant, how long it lasts, and that nothing is undone once faults are frozen. */
import { below, type Decisions } from '../chance/index.ts';
import type { NodeId } from '../contract/index.ts';
import type { EventPattern, Range, Target } from '../scenario/types.ts';
import type { TraceEntry } from '../sim/index.ts';
import { fits } from './patterns.ts';
import { Targets } from './targets.ts';
import type { NemesisWorld, Sightings, StruckNode } from './world.ts';

/** See the head of this file. */
export class Ground {
  readonly world: NemesisWorld;
  readonly targets: Targets;
  /** The nodes of each region, by its name. */
  readonly zones: ReadonlyMap<string, readonly NodeId[]>;
  readonly #awaited = new Set<{ readonly pattern: EventPattern; readonly undo: () => void }>();
  #frozen = false;

  constructor(world: NemesisWorld, sightings: Sightings, zones: ReadonlyMap<string, readonly NodeId[]>) {
    this.world = world;
    this.zones = zones;
    this.targets = new Targets(world, sightings);
  }

  /** From now on nothing is undone. */
  freeze(): void {
    this.#frozen = true;
  }

  /** Runs `undo` after that time, which is at least a microsecond, unless faults are frozen by then. */
  later(delayUs: number, undo: () => void): void {
    this.world.at(this.world.nowUs + Math.max(1, delayUs), () => {
      if (!this.#frozen) undo();
    });
  }

  /** Runs `undo` once, as soon as an event that fits has been handled, unless faults are frozen by then. */
  upon(pattern: EventPattern, undo: () => void): void {
    this.#awaited.add({ pattern, undo });
  }

  /** Something happened in the run. */
  happened(entry: TraceEntry): void {
    for (const awaited of this.#awaited) {
      if (!fits(awaited.pattern, entry, (target, node) => this.targets.means(target, node))) continue;
      this.#awaited.delete(awaited);
      this.world.at(this.world.nowUs, () => {
        if (!this.#frozen) awaited.undo();
      });
    }
  }

  /** How long an act lasts: decided under `ANCHOR lasts`. */
  lastsUs(anchor: string, range: Range): number {
    return drawWithin(this.world, `${anchor} lasts`, range);
  }

  node(id: NodeId): StruckNode {
    const node = this.world.nodes[id];
    if (node === undefined) throw new Error(`node ids are 1 to ${this.world.nodes.length - 1}, not ${id}`);
    return node;
  }
}

/** The anchor of an aspect of an act: `ANCHOR lasts`, or `ANCHOR lasts c1` for each of a group. */
export function aspectOf(anchor: string, aspect: string, target: Target, { name }: StruckNode): string {
  return isLone(target) ? `${anchor} ${aspect}` : `${anchor} ${aspect} ${name}`;
}

/** A decision for an integer of the range; plain: its middle. */
export function drawWithin({ decisions }: { readonly decisions: Decisions }, anchor: string, range: Range): number {
  const { min, max } = range;
  return decisions.decide(anchor, Math.floor((min + max) / 2), (word) => min + below(word, max - min + 1));
}

/** Whether it means one node, whichever that is. */
export function isLone({ kind }: Target): boolean {
  return kind === 'one' || kind === 'leader' || kind === 'it' || kind === 'gateway-of';
}

export function isRunning({ state }: StruckNode): boolean {
  return state !== 'down';
}

export function anybody(): boolean {
  return true;
}
