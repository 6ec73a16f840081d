/**
 * The single acts of the nemesis: each strikes, and undoes later exactly what it did. Whoever has
 * been restarted, resumed or connected by someone else in the meantime is left alone.
 */

import { below } from '../chance/index.ts';
import type { NodeId } from '../contract/index.ts';
import type { FaultAct, Range, Target } from '../scenario/types.ts';
import { Targets } from './targets.ts';
import type { NemesisWorld, StruckNode } from './world.ts';

/** How long a client that is paused when it should connect is left alone before the next try. */
const tryAgainUs = 10_000;

type NodeAct = Exclude<FaultAct, { verb: 'partition' }>;
type Partition = Extract<FaultAct, { verb: 'partition' }>;

export class Strikes {
  readonly #world: NemesisWorld;
  readonly #targets: Targets;
  /** Clients disconnected here and not connected again → the incarnation that was. */
  readonly #disconnected = new Map<NodeId, number>();
  #frozen = false;

  constructor(world: NemesisWorld, leaderOf: (shard: number) => NodeId | undefined) {
    this.#world = world;
    this.#targets = new Targets(world, leaderOf);
  }

  /** Clients that are still disconnected because of an act; a restarted one has connected by itself. */
  get disconnected(): readonly NodeId[] {
    return [...this.#disconnected.keys()].filter((id) => this.#isDisconnected(this.#node(id)));
  }

  /** From now on nothing is undone. */
  freeze(): void {
    this.#frozen = true;
  }

  /**
   * Acts now; false when nobody can be struck. Anchors of what chance decides: `ANCHOR target`
   * (for the second side of a partition `ANCHOR other`) and how long it lasts: `ANCHOR lasts`, or
   * `ANCHOR lasts s1` for each of a group. Plain: the middle of the range.
   */
  strike(act: FaultAct, anchor: string): boolean {
    return act.verb === 'partition' ? this.#partition(act, anchor) : this.#strikeNodes(act, anchor);
  }

  #strikeNodes(act: NodeAct, anchor: string): boolean {
    const canBeStruck = (node: StruckNode) => this.#canBeStruck(act.verb, node);
    let struck = this.#targets.resolve(act.target, `${anchor} target`, canBeStruck);
    if (struck.length === 0) return false;
    if (act.verb === 'power-loss' && (act.target.kind === 'all' || act.target.kind === 'named')) {
      // Whoever has crashed stands in the same dark room: what its disk had cached goes as well.
      struck = this.#targets.resolve(act.target, `${anchor} target`, anybody);
    }
    this.#strikeAll(act.verb, struck);
    for (const id of struck) {
      const { name, incarnation } = this.#node(id);
      const lastsUs = drawWithin(this.#world, `${anchor} lasts${isLone(act.target) ? '' : ` ${name}`}`, act.lastsUs);
      this.#later(lastsUs, () => this.#undo(act.verb, id, incarnation));
    }
    return true;
  }

  #canBeStruck(verb: NodeAct['verb'], node: StruckNode): boolean {
    switch (verb) {
      case 'crash':
      case 'power-loss':
        return isRunning(node);
      case 'pause':
        return node.state === 'up';
      case 'disconnect':
        return node.spec.role === 'client' && node.state === 'up' && !this.#isDisconnected(node);
    }
  }

  #strikeAll(verb: NodeAct['verb'], struck: readonly NodeId[]): void {
    if (verb === 'power-loss') {
      this.#world.powerLoss(struck);
      return;
    }
    for (const id of struck) {
      if (verb === 'crash') this.#world.crash(id);
      else if (verb === 'pause') this.#world.pause(id);
      else this.#disconnect(this.#node(id));
    }
  }

  #disconnect({ id, incarnation }: StruckNode): void {
    this.#disconnected.set(id, incarnation);
    this.#world.counters.count('disconnect');
    this.#world.perform(id, { kind: 'disconnect' });
  }

  /** `incarnation` is that which was struck. */
  #undo(verb: NodeAct['verb'], id: NodeId, incarnation: number): void {
    const node = this.#node(id);
    if (node.incarnation !== incarnation) return;
    if (verb === 'pause') this.#world.resume(id);
    else if (verb === 'disconnect') this.#connect(node);
    else if (node.state === 'down') this.#world.restart(id);
  }

  #connect(node: StruckNode): void {
    if (this.#world.perform(node.id, { kind: 'connect' })) this.#disconnected.delete(node.id);
    else if (node.state === 'paused')
      this.#later(tryAgainUs, () => this.#undo('disconnect', node.id, node.incarnation));
  }

  #partition({ cut, lastsUs }: Partition, anchor: string): boolean {
    const first = cut.kind === 'isolate' ? cut.target : cut.kind === 'between' ? cut.a : cut.from;
    const a = this.#side(first, `${anchor} target`, new Set());
    const b =
      cut.kind === 'isolate'
        ? this.#side({ kind: 'all', role: 'node' }, `${anchor} other`, new Set(a))
        : this.#side(cut.kind === 'between' ? cut.b : cut.to, `${anchor} other`, new Set(a));
    if (a.length === 0 || b.length === 0) return false;
    this.#world.counters.count('partition');
    const cuts = [this.#world.cut(a, b)];
    if (cut.kind !== 'one-way') cuts.push(this.#world.cut(b, a));
    this.#later(drawWithin(this.#world, `${anchor} lasts`, lastsUs), () => {
      for (const made of cuts) this.#world.mend(made);
    });
    return true;
  }

  /** A single node is drawn among those that run; a group is cut off dead or alive. */
  #side(target: Target, anchor: string, others: ReadonlySet<NodeId>): readonly NodeId[] {
    const canBeCut = isLone(target) ? isRunning : anybody;
    return this.#targets.resolve(target, anchor, (node) => !others.has(node.id) && canBeCut(node));
  }

  #later(delayUs: number, undo: () => void): void {
    this.#world.at(this.#world.nowUs + Math.max(1, delayUs), () => {
      if (!this.#frozen) undo();
    });
  }

  #isDisconnected(node: StruckNode): boolean {
    return this.#disconnected.get(node.id) === node.incarnation;
  }

  #node(id: NodeId): StruckNode {
    const node = this.#world.nodes[id];
    if (node === undefined) throw new Error(`node ids are 1 to ${this.#world.nodes.length - 1}, not ${id}`);
    return node;
  }
}

/** A decision for an integer of the range; plain: its middle. */
export function drawWithin({ decisions }: NemesisWorld, anchor: string, { min, max }: Range): number {
  return decisions.decide(anchor, Math.floor((min + max) / 2), (word) => min + below(word, max - min + 1));
}

/** Whether it means one node, whichever that is. */
function isLone({ kind }: Target): boolean {
  return kind === 'one' || kind === 'leader';
}

function isRunning({ state }: StruckNode): boolean {
  return state !== 'down';
}

function anybody(): boolean {
  return true;
}
