/** Acts that make running processes late: slow ones, and clients that read slowly or not at all. A restart ends each. */
import type { NodeId } from '../contract/index.ts';
import type { LateAct } from '../scenario/types.ts';
import { aspectOf, drawWithin, type Ground, isRunning } from './ground.ts';
import type { StruckNode } from './world.ts';

/** See the head of this file. */
export class LateStrikes {
  readonly #ground: Ground;
  /** By verb: who is late because of an act → the incarnation that is. */
  readonly #late = new Map<LateAct['verb'], Map<NodeId, number>>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** `ANCHOR target`; `ANCHOR cost` but for who stops altogether, and `ANCHOR lasts`, each with a name for each of a group. */
  strike(act: LateAct, anchor: string): boolean {
    const { targets, world } = this.#ground;
    const late = this.#of(act.verb);
    const canBeStruck = (node: StruckNode) =>
      isRunning(node) && late.get(node.id) !== node.incarnation && (act.verb === 'slow' || node.spec.role === 'client');
    const struck = targets.resolve(act.target, `${anchor} target`, canBeStruck);
    for (const id of struck) {
      const node = this.#ground.node(id);
      const { incarnation } = node;
      const place = (aspect: string) => aspectOf(anchor, aspect, act.target, node);
      late.set(id, incarnation);
      if (act.verb === 'stop-reading') world.machines.hinder(id, act.verb);
      else world.machines.hinder(id, act.verb, drawWithin(world, place('cost'), act.costUs));
      this.#ground.later(drawWithin(world, place('lasts'), act.lastsUs), () => {
        if (late.get(id) !== incarnation || this.#ground.node(id).incarnation !== incarnation) return;
        late.delete(id);
        world.machines.unhinder(id, act.verb);
      });
    }
    return struck.length > 0;
  }

  #of(verb: LateAct['verb']): Map<NodeId, number> {
    let late = this.#late.get(verb);
    if (late === undefined) {
      late = new Map();
      this.#late.set(verb, late);
    }
    return late;
  }
}
