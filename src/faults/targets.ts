/**
 * Who is struck, settled at the moment of the act. What chance decides is a node's id out of
 * everybody the words may mean, whatever state they are in; if that node cannot be struck, the
 * next one round the layout is. So a decision keeps its value when another fault is taken away.
 */

import { below } from '../chance/index.ts';
import type { NodeId } from '../contract/index.ts';
import type { ClientTarget, Target } from '../scenario/types.ts';
import type { NemesisWorld, Sightings, StruckNode } from './world.ts';

export type CanBeStruck = (node: StruckNode) => boolean;

/** Who is struck before chance is asked, and the word for why, which ends the anchor of its decision. */
interface Preferred {
  readonly id: NodeId | undefined;
  readonly because: 'led' | 'connected';
}

type RoleWord = Extract<Target, { kind: 'one' }>['role'];

export class Targets {
  readonly #world: NemesisWorld;
  readonly #sightings: Sightings;
  readonly #nodes: readonly StruckNode[];
  /** The node at which the event happened that an act waited for; 0 where it waited for none. */
  it: NodeId = 0;

  constructor(world: NemesisWorld, sightings: Sightings) {
    this.#world = world;
    this.#sightings = sightings;
    this.#nodes = world.nodes.filter((node) => node !== undefined);
  }

  /**
   * The nodes that the target means now, of those that can be struck; empty when there is none.
   * `anchor` begins the anchors of what chance decides: `ANCHOR` for one node (plain 0: the
   * leader, or the first), `ANCHOR 2` for the second of a minority or majority, `ANCHOR shard`.
   *
   * `leader` falls back to a replica drawn among the shard's when nobody that leads can be struck, and
   * the gateway of a client to one drawn among gateways, or replicas where there are none. Which
   * client that is chance decides under `ANCHOR client`, among those that are connected.
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
        const preferred = { id: this.#sightings.leaderOf(shard), because: 'led' } as const;
        return this.#draw(this.#replicasOf(shard), 1, anchor, canBeStruck, preferred);
      }
      case 'gateway-of': {
        const preferred = { id: this.#gatewayOf(target.client, anchor), because: 'connected' } as const;
        const gateways = this.#ofRole('gateway');
        const pool = gateways.length > 0 ? gateways : this.#ofRole('server');
        return this.#draw(pool, 1, anchor, canBeStruck, preferred);
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
        return node.spec.role === 'replica' && this.#sightings.leaderOf(target.shard ?? shardOf(node)) === id;
      case 'gateway-of':
        return this.#ofRole('client').some(
          (client) => this.means(target.client, client.id) && this.#sightings.gatewayOf(client.id) === id,
        );
      default:
        return node.spec.role === 'replica' && (target.shard ?? shardOf(node)) === shardOf(node);
    }
  }

  /** `count` different nodes of the pool, fewer when fewer can be struck; `preferred` comes before chance. */
  #draw(
    pool: readonly StruckNode[],
    count: number,
    anchor: string,
    canBeStruck: CanBeStruck,
    preferred?: Preferred,
  ): readonly NodeId[] {
    const chosen: NodeId[] = [];
    const isFree = (node: StruckNode) => canBeStruck(node) && !chosen.includes(node.id);
    while (chosen.length < count && pool.some(isFree)) {
      const place = chosen.length === 0 ? anchor : `${anchor} ${chosen.length + 1}`;
      const first = pool.find((node) => node.id === preferred?.id && isFree(node));
      // Who leads, or is connected, is a matter of state: a decision of its own, so that the draw depends on its anchor alone.
      const told = preferred === undefined ? 0 : this.#stateOrTold(`${place} ${preferred.because}`, first?.id ?? 0);
      const draw = (word: number) => (pool[below(word, pool.length)] as StruckNode).id;
      const wanted = told || this.#world.decisions.decideNode(place, draw);
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

  /** Whom the client is connected to that is meant, if it is. */
  #gatewayOf(target: ClientTarget, anchor: string): NodeId | undefined {
    const { gatewayOf } = this.#sightings;
    const isConnected = ({ id, spec }: StruckNode) => spec.role === 'client' && gatewayOf(id) !== undefined;
    const [client] = this.resolve(target, `${anchor} client`, isConnected);
    return client === undefined ? undefined : gatewayOf(client);
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
