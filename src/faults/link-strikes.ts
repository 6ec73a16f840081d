/** Acts on the links between nodes: partitions. Each undoes later exactly what it did. */
import type { NodeId } from '../contract/index.ts';
import type { LinkAct, Target } from '../scenario/types.ts';
import { anybody, type Ground, isLone, isRunning } from './ground.ts';

/** See the head of this file. */
export class LinkStrikes {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** `ANCHOR target`, for the second side `ANCHOR other`, and `ANCHOR lasts`. */
  strike({ cut, lastsUs }: LinkAct, anchor: string): boolean {
    const { links, counters } = this.#ground.world;
    const first = cut.kind === 'isolate' ? cut.target : cut.kind === 'between' ? cut.a : cut.from;
    const a = this.#side(first, `${anchor} target`, new Set());
    const b =
      cut.kind === 'isolate'
        ? this.#side({ kind: 'all', role: 'node' }, `${anchor} other`, new Set(a))
        : this.#side(cut.kind === 'between' ? cut.b : cut.to, `${anchor} other`, new Set(a));
    if (a.length === 0 || b.length === 0) return false;
    counters.count('partition');
    const cuts = [links.cut(a, b)];
    if (cut.kind !== 'one-way') cuts.push(links.cut(b, a));
    this.#ground.later(this.#ground.lastsUs(anchor, lastsUs), () => {
      for (const made of cuts) links.mend(made);
    });
    return true;
  }

  /** A single node is drawn among those that run; a group is cut off dead or alive. */
  #side(target: Target, anchor: string, others: ReadonlySet<NodeId>): readonly NodeId[] {
    const canBeCut = isLone(target) ? isRunning : anybody;
    return this.#ground.targets.resolve(target, anchor, (node) => !others.has(node.id) && canBeCut(node));
  }
}
