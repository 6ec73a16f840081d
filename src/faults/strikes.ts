/** The single acts of the nemesis: each strikes, and undoes later exactly what it did. */
import type { NodeId } from '../contract/index.ts';
import type { FaultAct, Target } from '../scenario/types.ts';
import type { TraceEntry } from '../sim/index.ts';
import { ClientStrikes } from './client-strikes.ts';
import { ClockStrikes } from './clock-strikes.ts';
import { DiskStrikes } from './disk-strikes.ts';
import { Ground } from './ground.ts';
import { LateStrikes } from './late-strikes.ts';
import { LinkStrikes } from './link-strikes.ts';
import { NodeStrikes } from './node-strikes.ts';
import type { BadCopies, NemesisWorld, Sightings } from './world.ts';

export interface StrikesOptions {
  readonly world: NemesisWorld;
  readonly sightings: Sightings;
  /** Whose disks may rot within the budget. */
  readonly badCopies: BadCopies;
  /** The nodes of each region, by its name. */
  readonly zones: ReadonlyMap<string, readonly NodeId[]>;
}

/** See the head of this file. */
export class Strikes {
  readonly #ground: Ground;
  readonly #nodes: NodeStrikes;
  readonly #links: LinkStrikes;
  readonly #clients: ClientStrikes;
  readonly #disks: DiskStrikes;
  readonly #late: LateStrikes;
  readonly #clocks: ClockStrikes;

  constructor({ world, sightings, badCopies, zones }: StrikesOptions) {
    this.#ground = new Ground(world, sightings, zones);
    this.#nodes = new NodeStrikes(this.#ground);
    this.#links = new LinkStrikes(this.#ground);
    this.#clients = new ClientStrikes(this.#ground);
    this.#disks = new DiskStrikes(this.#ground, badCopies);
    this.#late = new LateStrikes(this.#ground);
    this.#clocks = new ClockStrikes(this.#ground);
  }

  /** Clients that are still disconnected because of an act; a restarted one has connected by itself. */
  get disconnected(): readonly NodeId[] {
    return this.#clients.disconnected;
  }

  /** From now on nothing is undone. */
  freeze(): void {
    this.#ground.freeze();
  }

  /** Something happened in the run, which an act may wait for to end. */
  happened(entry: TraceEntry): void {
    this.#ground.happened(entry);
  }

  /** Whether the target means this node among others, right now. */
  means(target: Target, node: NodeId): boolean {
    return this.#ground.targets.means(target, node);
  }

  /**
   * Acts now; false when nobody can be struck. Anchors of what chance decides begin with `anchor`;
   * `it` is where the event happened that the act waited for, 0 where it waited for none.
   */
  strike(act: FaultAct, anchor: string, it: NodeId): boolean {
    this.#ground.targets.it = it;
    switch (act.verb) {
      case 'crash':
      case 'power-loss':
      case 'pause':
        return this.#nodes.strike(act, anchor);
      case 'wipe':
        return this.#nodes.wipe(act, anchor);
      case 'disconnect':
        return this.#clients.strike(act, anchor);
      case 'disk-stall':
      case 'disk-full':
      case 'rot':
      case 'roll-back':
        return this.#disks.strike(act, anchor);
      case 'storm':
        return this.#clients.storm(act, anchor);
      case 'slow':
      case 'stop-reading':
      case 'slow-reader':
        return this.#late.strike(act, anchor);
      case 'clock-step':
      case 'clock-freeze':
      case 'clock-rate':
        return this.#clocks.strike(act, anchor);
      case 'partition':
      case 'clog':
      case 'hold':
      case 'flap':
      case 'grey':
      case 'swizzle':
      case 'half-open':
        return this.#links.strike(act, anchor);
    }
  }
}
