/**
 * Whether a run keeps within the fault budget of its protocol, judged from what befell its disks.
 * A shard may hold bad copies on as many replicas as the protocol says; which entries are bad is
 * not looked at, so that two replicas with different bad entries count as two. Beyond every budget
 * are a lying sync, a file rolled back, and rot in what was synced last, which nobody can tell from
 * a torn write.
 */
import type { FaultBudget, NodeId, NodeSpec } from '../contract/index.ts';
import type { DiskDamage } from '../sim/index.ts';

const beyondEvery: ReadonlySet<DiskDamage> = new Set(['lying-sync', 'roll-back', 'rot-of-last-batch']);

/** See the head of this file. */
export class Budget {
  readonly #badCopies: number;
  readonly #nodes: readonly Pick<NodeSpec, 'role' | 'shard'>[];
  /** By shard: replicas that hold bad copies. */
  readonly #bad = new Map<number, Set<NodeId>>();
  readonly #beyond = new Set<string>();

  /** A protocol that claims nothing survives no bad copy. */
  constructor(survives: FaultBudget | undefined, nodes: readonly Pick<NodeSpec, 'role' | 'shard'>[]) {
    this.#badCopies = survives?.badCopies ?? 0;
    this.#nodes = nodes;
  }

  /** Names of the faults that went beyond the budget, in order of the first of each. */
  get beyond(): readonly string[] {
    return [...this.#beyond];
  }

  get isExceeded(): boolean {
    return this.#beyond.size > 0;
  }

  damaged(node: NodeId, fault: DiskDamage): void {
    if (beyondEvery.has(fault) || !this.allows(node)) this.#beyond.add(fault);
    if (this.#nodes[node - 1]?.role === 'replica') this.#badOf(node).add(node);
  }

  /** Whether a bad copy on this node is within the budget, beside those that there are. */
  allows(node: NodeId): boolean {
    if (this.#nodes[node - 1]?.role !== 'replica') return false;
    const bad = this.#badOf(node);
    return bad.has(node) ? bad.size <= this.#badCopies : bad.size < this.#badCopies;
  }

  #badOf(node: NodeId): Set<NodeId> {
    const shard = this.#nodes[node - 1]?.shard ?? 1;
    let bad = this.#bad.get(shard);
    if (bad === undefined) {
      bad = new Set();
      this.#bad.set(shard, bad);
    }
    return bad;
  }
}
