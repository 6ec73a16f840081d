/**
 * Whether a run keeps within the fault budget of its protocol, judged from what befell its disks.
 * A shard may hold bad copies on as many replicas as the protocol says; which entries are bad is
 * not looked at, so that two replicas with different bad entries count as two. It may lose as many
 * as the protocol says to wiped disks, apart from these. Beyond every budget are a lying sync, a
 * file rolled back, and rot in what was synced last, which nobody can tell from a torn write; and
 * the loss of a replica that leads its shard for good.
 */
import type { FaultBudget, NodeId, NodeSpec } from '../contract/index.ts';
import type { DiskDamage } from '../sim/index.ts';

type Judged = Pick<NodeSpec, 'role' | 'shard' | 'leads'>;

const beyondEvery: ReadonlySet<DiskDamage> = new Set(['lying-sync', 'roll-back', 'rot-of-last-batch']);

/** See the head of this file. */
export class Budget {
  readonly #badCopies: number;
  readonly #lostNodes: number;
  readonly #nodes: readonly Judged[];
  /** By shard: replicas that hold bad copies, and those that are gone for good. */
  readonly #bad = new Map<number, Set<NodeId>>();
  readonly #lost = new Map<number, Set<NodeId>>();
  readonly #beyond = new Set<string>();

  /** A protocol that claims nothing survives no bad copy, and no loss. */
  constructor(survives: FaultBudget | undefined, nodes: readonly Judged[]) {
    this.#badCopies = survives?.badCopies ?? 0;
    this.#lostNodes = survives?.lostNodes ?? 0;
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
    if (fault === 'wipe') {
      this.#lose(node);
      return;
    }
    if (beyondEvery.has(fault) || !this.allows(node)) this.#beyond.add(fault);
    if (this.#nodes[node - 1]?.role === 'replica') this.#ofShard(this.#bad, node).add(node);
  }

  /** Whether a bad copy on this node is within the budget, beside those that there are. */
  allows(node: NodeId): boolean {
    if (this.#nodes[node - 1]?.role !== 'replica') return false;
    const bad = this.#ofShard(this.#bad, node);
    return bad.has(node) ? bad.size <= this.#badCopies : bad.size < this.#badCopies;
  }

  /** Whether the node is known to hold a bad copy. */
  holdsBadCopy(node: NodeId): boolean {
    return this.#ofShard(this.#bad, node).has(node);
  }

  /** What is not a replica holds no copy that anyone relies on. */
  #lose(node: NodeId): void {
    const { role, leads } = this.#nodes[node - 1] ?? {};
    if (role !== 'replica') return;
    const lost = this.#ofShard(this.#lost, node).add(node);
    if (leads === true || lost.size > this.#lostNodes) this.#beyond.add('wipe');
  }

  /** Of these sets by shard the one of the node's. */
  #ofShard(sets: Map<number, Set<NodeId>>, node: NodeId): Set<NodeId> {
    const shard = this.#nodes[node - 1]?.shard ?? 1;
    let set = sets.get(shard);
    if (set === undefined) {
      set = new Set();
      sets.set(shard, set);
    }
    return set;
  }
}
