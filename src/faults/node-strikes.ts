/**
 * Acts on nodes: crashes, power losses, pauses, wiped disks. What is not for good is undone later, and exactly that: whoever
 * has been restarted or resumed by someone else in the meantime is left alone.
 */
import type { NodeId } from '../contract/index.ts';
import type { NodeAct, WipeAct } from '../scenario/types.ts';
import { anybody, aspectOf, drawWithin, type Ground, isRunning } from './ground.ts';
import type { StruckNode } from './world.ts';

/** See the head of this file. */
export class NodeStrikes {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** `ANCHOR target`, and `ANCHOR lasts`, or `ANCHOR lasts s1` for each of a group. */
  strike(act: NodeAct, anchor: string): boolean {
    const { targets } = this.#ground;
    const canBeStruck = (node: StruckNode) => (act.verb === 'pause' ? node.state === 'up' : isRunning(node));
    let struck = targets.resolve(act.target, `${anchor} target`, canBeStruck);
    if (struck.length === 0) return false;
    if (act.verb === 'power-loss' && (act.target.kind === 'all' || act.target.kind === 'named')) {
      // Whoever has crashed stands in the same dark room: what its disk had cached goes as well.
      struck = targets.resolve(act.target, `${anchor} target`, anybody);
    }
    this.#strikeAll(act.verb, struck);
    if (act.forGood === true) {
      for (const id of struck) this.#ground.world.machines.retire(id);
      return true;
    }
    for (const id of struck) {
      const node = this.#ground.node(id);
      const { incarnation } = node;
      const place = aspectOf(anchor, 'lasts', act.target, node);
      this.#ground.later(drawWithin(this.#ground.world, place, act.lastsUs), () =>
        this.#undo(act.verb, id, incarnation),
      );
    }
    return true;
  }

  /** `ANCHOR target`. Nobody is struck twice, dead ones are struck too: that is all they were kept for. */
  wipe({ target }: WipeAct, anchor: string): boolean {
    const { targets, world } = this.#ground;
    const struck = targets.resolve(target, `${anchor} target`, ({ retired }) => !retired);
    for (const id of struck) world.machines.wipe(id);
    return struck.length > 0;
  }

  #strikeAll(verb: NodeAct['verb'], struck: readonly NodeId[]): void {
    const { machines } = this.#ground.world;
    if (verb === 'power-loss') machines.powerLoss(struck);
    else for (const id of struck) machines[verb](id);
  }

  /** `incarnation` is that which was struck. */
  #undo(verb: NodeAct['verb'], id: NodeId, incarnation: number): void {
    const { world } = this.#ground;
    const node = this.#ground.node(id);
    if (node.incarnation !== incarnation) return;
    if (verb === 'pause') world.machines.resume(id);
    else if (node.state === 'down') world.machines.restart(id);
  }
}
