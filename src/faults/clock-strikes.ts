/** Acts on the clocks of nodes. Clocks belong to machines, so that it does not matter whether a process runs. */
import { below } from '../chance/index.ts';
import type { NodeId } from '../contract/index.ts';
import type { ClockAct } from '../scenario/types.ts';
import { aspectOf, drawWithin, type Ground } from './ground.ts';
import type { StruckNode } from './world.ts';

/** See the head of this file. */
export class ClockStrikes {
  readonly #ground: Ground;
  /** By what happens to them: whose clocks stand, or run at another rate, because of an act. */
  readonly #struck = new Map<string, Set<NodeId>>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** `ANCHOR target`; `ANCHOR by`, `ANCHOR direction` (plain 0: back, or slow) and `ANCHOR lasts`, with a name for each of a group. */
  strike(act: ClockAct, anchor: string): boolean {
    const { targets } = this.#ground;
    const busy = this.#busyWith(act);
    const struck = targets.resolve(act.target, `${anchor} target`, ({ id, retired }) => !retired && !busy.has(id));
    for (const id of struck) this.#strike(act, anchor, this.#ground.node(id), busy);
    return struck.length > 0;
  }

  #strike(act: ClockAct, anchor: string, node: StruckNode, busy: Set<NodeId>): void {
    const { world } = this.#ground;
    const { clocks } = world;
    const { id } = node;
    const place = (aspect: string) => aspectOf(anchor, aspect, act.target, node);
    if (act.verb === 'clock-step') {
      clocks.step(id, this.#sign(act, place('direction')) * drawWithin(world, place('by'), act.byUs));
      return;
    }
    if (act.verb === 'clock-freeze') clocks.freeze(id, act.clock);
    else clocks.hurry(id, this.#sign(act, place('direction')) * drawWithin(world, place('by'), act.byPpm));
    busy.add(id);
    this.#ground.later(drawWithin(world, place('lasts'), act.lastsUs), () => {
      busy.delete(id);
      if (act.verb === 'clock-freeze') clocks.thaw(id, act.clock);
      else clocks.hurry(id, 0);
    });
  }

  #sign({ direction }: Extract<ClockAct, { direction: string }>, anchor: string): 1 | -1 {
    if (direction !== 'either') return direction === 'forward' || direction === 'fast' ? 1 : -1;
    return this.#ground.world.decisions.decide(anchor, 0, (word) => below(word, 2)) === 0 ? -1 : 1;
  }

  /** Whom the act cannot strike again yet; nobody is busy with a step. */
  #busyWith(act: ClockAct): Set<NodeId> {
    const what = act.verb === 'clock-freeze' ? `${act.verb} ${act.clock}` : act.verb;
    let busy = this.#struck.get(what);
    if (busy === undefined) {
      busy = new Set();
      this.#struck.set(what, busy);
    }
    return busy;
  }
}
