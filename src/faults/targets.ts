/**
 * Who is struck, settled at the moment of the act. What chance decides is a node's id out of
 * everybody the words may mean, whatever state they are in; if that node cannot be struck, the
 * next one round the layout is. So a decision keeps its value when another fault is taken away.
 */

import { below } from '../chance/index.ts';
import type { NodeId } from '../contract/index.ts';
import type { Target } from '../scenario/types.ts';
import type { NemesisWorld, StruckNode } from './world.ts';

export type CanBeStruck = (node: StruckNode) => boolean;

type RoleWord = Extract<Target, { kind: 'one' }>['role'];

export class Targets {
  readonly #world: NemesisWorld;
  readonly #leaderOf: (shard: number) => NodeId | undefined;
  readonly #nodes: readonly StruckNode[];
  /** The node at which the event happened that an act waited for; 0 where it waited for none. */
  it: NodeId = 0;

  constructor(world: NemesisWorld, leaderOf: (shard: number) => NodeId | undefined) {
    this.#world = world;
    this.#leaderOf = leaderOf;
    this.#nodes = world.nodes.filter((node) => node !== undefined);
  }

  /**
   * The nodes that the target means now, of those that can be struck; empty when there is none.
   * `anchor` begins the anchors of what chance decides: `ANCHOR` for one node (plain 0: the
   * leader, or the first), `ANCHOR 2` for the second of a minority or majority, `ANCHOR shard`.
   *
   * `leader` falls back to a replica drawn among the shard's when nobody that leads can be struck.
   *
   * @throws Error when no node has a name that the target gives.
   */
  resolve(target: Target, anchor: string, canBeStruck: CanBeStruck): readonly NodeId[] {
    switch (target.kind) {
      case 'it': {
        const it = this.#stateOrTold(`${anchor} it`, this.it);
        return idsOf(this.#nodes.filter((node) => node.id === it && canBeStruck(node)));
      }
      case 'named':
        return idsOf(target.names.map((name) => this.#named(name)).filter(canBeStruck));
      case 'all':
        return idsOf(this.#ofRole(target.role).filter(canBeStruck));
      case 'one':
        return this.#draw(this.#ofRole(target.role), 1, anchor, canBeStruck);
      case 'leader': {
        const shard = target.shard ?? this.#drawShard(anchor);
        return this.#draw(this.#replicasOf(shard), 1, anchor, canBeStruck, this.#leaderOf(shard) ?? 0);
      }
      default: {
        const replicas = this.#replicasOf(target.shard ?? this.#drawShard(anchor));
        const majority = Math.floor(replicas.length / 2) + 1;
        const count = target.kind === 'majority' ? majority : replicas.length - majority;
        return this.#draw(replicas, count, anchor, canBeStruck);
      }
    }
  }

  /** Whether the target means this node among others, right now. */
  means(target: Target, id: NodeId): boolean {
    const node = this.#nodes.find((candidate) => candidate.id === id);
    if (node === undefined) return false;
    switch (target.kind) {
      case 'it':
        // Events are what tells where "it" is.
        return false;
      case 'named':
        return target.names.includes(node.name);
      case 'all':
      case 'one':
        return isOfRole(node, target.role);
      case 'leader':
        return node.spec.role === 'replica' && this.#leaderOf(target.shard ?? shardOf(node)) === id;
      default:
        return node.spec.role === 'replica' && (target.shard ?? shardOf(node)) === shardOf(node);
    }
  }

  /** `count` different nodes of the pool, fewer when fewer can be struck; `preferred` comes before chance, 0 where it is not known. */
  #draw(
    pool: readonly StruckNode[],
    count: number,
    anchor: string,
    canBeStruck: CanBeStruck,
    preferred?: NodeId,
  ): readonly NodeId[] {
    const chosen: NodeId[] = [];
    const isFree = (node: StruckNode) => canBeStruck(node) && !chosen.includes(node.id);
    while (chosen.length < count && pool.some(isFree)) {
      const place = chosen.length === 0 ? anchor : `${anchor} ${chosen.length + 1}`;
      const first = pool.find((node) => node.id === preferred && isFree(node));
      // Who leads is a matter of state: a decision of its own, so that the draw depends on its anchor alone.
      const led = preferred === undefined ? 0 : this.#stateOrTold(`${place} led`, first?.id ?? 0);
      const draw = (word: number) => (pool[below(word, pool.length)] as StruckNode).id;
      const wanted = led || this.#world.decisions.decideNode(place, draw);
      const from = Math.max(
        0,
        pool.findIndex((node) => node.id === wanted),
      );
      const round = [...pool.slice(from), ...pool.slice(0, from)];
      chosen.push((round.find(isFree) as StruckNode).id);
    }
    return chosen;
  }

  /** Whom the state of the run means, unless the schedule says who it is. */
  #stateOrTold(anchor: string, id: NodeId): NodeId {
    const told = this.#world.decisions.decideNode(anchor, () => 0);
    if (told !== 0) return told;
    if (id !== 0) this.#world.decisions.settled(anchor, id);
    return id;
  }

  /** Plain: the first shard. */
  #drawShard(anchor: string): number {
    const shards = [...new Set(this.#ofRole('replica').map(shardOf))];
    if (shards.length <= 1) return shards[0] ?? 1;
    const drawn = this.#world.decisions.decide(
      `${anchor} shard`,
      shards[0] as number,
      (word) => shards[below(word, shards.length)] as number,
    );
    return shards.includes(drawn) ? drawn : (shards[0] as number);
  }

  #replicasOf(shard: number): readonly StruckNode[] {
    return this.#ofRole('replica').filter((node) => shardOf(node) === shard);
  }

  #ofRole(role: RoleWord): readonly StruckNode[] {
    return this.#nodes.filter((node) => isOfRole(node, role));
  }

  #named(name: string): StruckNode {
    const node = this.#nodes.find((candidate) => candidate.name === name);
    if (node === undefined) throw new Error(`a fault needs a node of the layout, none is named '${name}'`);
    return node;
  }
}

function isOfRole({ spec }: StruckNode, role: RoleWord): boolean {
  if (role === 'node') return true;
  return role === 'server' ? spec.role !== 'client' : spec.role === role;
}

/** A protocol with one shard need not number it. */
function shardOf({ spec }: StruckNode): number {
  return spec.shard ?? 1;
}

function idsOf(nodes: readonly StruckNode[]): readonly NodeId[] {
  return nodes.map((node) => node.id);
}
