/**
 * Where a network is cut: which nodes do not hear which others, settled at the moment of the act.
 * Sides of a bridge and places in a ring are decided by node, so that they keep when another node
 * or act is taken away.
 */
import { below } from '../chance/index.ts';
import type { NodeId } from '../contract/index.ts';
import type { Cut, Target } from '../scenario/types.ts';
import { anybody, type Ground, isLone, isRunning } from './ground.ts';
import type { StruckNode } from './world.ts';

/** What nodes of the first send to nodes of the second does not pass. */
export type OneWay = readonly [from: readonly NodeId[], to: readonly NodeId[]];

const everybody: Target = { kind: 'all', role: 'node' };

/** One of several words of a plain decision, however long that is. */
const words = 65_536;

/** See the head of this file. */
export class Severing {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /**
   * Empty when nobody can be cut off from anybody. Decided under `ANCHOR target`, for the second side
   * `ANCHOR other`, for a bridge `ANCHOR side NODE`, for a ring `ANCHOR place NODE`, for any zone `ANCHOR zone`.
   */
  of(cut: Cut, anchor: string): readonly OneWay[] {
    switch (cut.kind) {
      case 'isolate':
        return this.#apart(cut.target, everybody, anchor);
      case 'between':
        return this.#apart(cut.a, cut.b, anchor);
      case 'one-way':
        return this.#apart(cut.from, cut.to, anchor).slice(0, 1);
      case 'bridge':
        return this.#bridge(cut.target, anchor);
      case 'ring':
        return this.#ring(cut.target, anchor);
      case 'zone':
        return this.#zone(cut.zone, anchor);
    }
  }

  /** Both ways between a target and everybody else; empty when there is nobody on a side. */
  around(target: Target, anchor: string): readonly OneWay[] {
    return this.#apart(target, everybody, anchor);
  }

  #apart(first: Target, second: Target, anchor: string): readonly OneWay[] {
    const a = this.#side(first, `${anchor} target`, new Set());
    return bothWays(a, this.#side(second, `${anchor} other`, new Set(a)));
  }

  /** A single node is drawn among those that run; a group is cut off dead or alive. */
  #side(target: Target, anchor: string, others: ReadonlySet<NodeId>): readonly NodeId[] {
    const canBeCut = isLone(target) ? isRunning : anybody;
    return this.#ground.targets.resolve(target, anchor, (node) => !others.has(node.id) && canBeCut(node));
  }

  /** All but the bridge fall into two halves, role by role; a half that is full takes no more. */
  #bridge(target: Target, anchor: string): readonly OneWay[] {
    const bridge = this.#side(target, `${anchor} target`, new Set());
    if (bridge.length === 0) return [];
    const rest = this.#side(everybody, `${anchor} other`, new Set(bridge)).map((id) => this.#ground.node(id));
    const sides: readonly [NodeId[], NodeId[]] = [[], []];
    for (const role of ['replica', 'gateway', 'client'] as const) {
      const nodes = rest.filter(({ spec }) => spec.role === role);
      const half = Math.ceil(nodes.length / 2);
      const counts = [0, 0];
      for (const { id, name } of nodes) {
        const wanted = this.#ground.world.decisions.decide(`${anchor} side ${name}`, 0, (word) => below(word, 2));
        const side = (counts[wanted === 0 ? 0 : 1] as number) < half ? wanted : 1 - wanted;
        counts[side === 0 ? 0 : 1]!++;
        sides[side === 0 ? 0 : 1].push(id);
      }
    }
    return bothWays(...sides);
  }

  /**
   * Each hears itself and as many of its neighbours in the ring as make a majority, as many on one
   * side as on the other; where that is odd, one more of those behind it. Others are left alone.
   */
  #ring(target: Target, anchor: string): readonly OneWay[] {
    const nodes = this.#side(target, `${anchor} target`, new Set()).map((id) => this.#ground.node(id));
    if (nodes.length < 3) return [];
    const ring = this.#shuffled(nodes, anchor);
    const neighbours = Math.floor(nodes.length / 2);
    const ahead = Math.floor(neighbours / 2);
    return ring.map((id, place): OneWay => {
      const deaf = ring.filter((_, other) => {
        const behind = (place - other + ring.length) % ring.length;
        return behind > neighbours - ahead && ring.length - behind > ahead;
      });
      return [deaf, [id]];
    });
  }

  #shuffled(nodes: readonly StruckNode[], anchor: string): readonly NodeId[] {
    const { decisions } = this.#ground.world;
    const placed = nodes.map(({ id, name }) => {
      return { id, place: decisions.decide(`${anchor} place ${name}`, 0, (word) => below(word, words)) };
    });
    return placed.sort((a, b) => a.place - b.place || a.id - b.id).map(({ id }) => id);
  }

  #zone(zone: string | undefined, anchor: string): readonly OneWay[] {
    const { zones, world } = this.#ground;
    const names = [...zones.keys()];
    const nth =
      zone === undefined ? world.decisions.decide(`${anchor} zone`, 0, (word) => below(word, names.length)) : 0;
    const inside = zones.get(zone ?? names[nth] ?? '') ?? [];
    return bothWays(inside, this.#side(everybody, `${anchor} other`, new Set(inside)));
  }
}

function bothWays(a: readonly NodeId[], b: readonly NodeId[]): readonly OneWay[] {
  return a.length === 0 || b.length === 0
    ? []
    : [
        [a, b],
        [b, a],
      ];
}
