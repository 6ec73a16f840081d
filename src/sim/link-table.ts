import type { NodeId, Role } from '../contract/index.ts';
import type { LatencyShape } from './latency.ts';

/** What one class of links does to packets. */
export interface LinkModel {
  readonly latency: LatencyShape;
  readonly lossPpm: number;
  readonly duplicatePpm: number;
  readonly reorderPpm: number;
  readonly stragglePpm: number;
  readonly corruptPpm: number;
  /** Of each directed link; without bound where undefined. */
  readonly bandwidth: Bandwidth | undefined;
}

/** `bytesPerS` is at least 1. What waits is at most `bufferBytes`, or a single packet. */
export interface Bandwidth {
  readonly bytesPerS: number;
  readonly bufferBytes: number;
}

/** Which region a node stands in, by id, and how long packets take from one to another. */
export interface RegionModel {
  readonly regionOf: readonly (number | undefined)[];
  readonly between: readonly (readonly (LatencyShape | undefined)[])[];
}

/**
 * By class: `client-gateway` when an end is a client, else `gateway-replica` when one is a gateway.
 * Nodes of different regions have the latency between these; all else is that of the class.
 */
export interface NetworkModel {
  readonly 'client-gateway': LinkModel;
  readonly 'gateway-replica': LinkModel;
  readonly 'replica-replica': LinkModel;
  /** How late a straggler is; inclusive bounds, in microseconds. */
  readonly stragglerUs: { readonly min: number; readonly max: number };
  readonly regions?: RegionModel | undefined;
}

/** In the order of roles' ranks: a link is of the class of the higher rank at its ends. */
const classes = ['replica-replica', 'gateway-replica', 'client-gateway'] as const;
const ranks: Readonly<Record<Role, number>> = { replica: 0, gateway: 1, client: 2 };

/** The model of each link, by its ends. */
export class LinkTable {
  /** Whether any link has a bandwidth. */
  readonly isMetered: boolean;
  /** By node: its region, from 1 or 0 for none, times the number of classes, plus its role's rank. */
  readonly #kinds: Int32Array;
  readonly #kindCount: number;
  /** By the kinds of the two ends. */
  readonly #models: readonly LinkModel[];

  constructor(roles: readonly (Role | undefined)[], model: NetworkModel) {
    const { regions } = model;
    const between = regions?.between ?? [];
    const rankOf = (node: number) => ranks[roles[node] ?? 'replica'];
    this.#kinds = Int32Array.from(roles, (_, node) => {
      return ((regions?.regionOf[node] ?? -1) + 1) * classes.length + rankOf(node);
    });
    const kinds = [undefined, ...between.keys()].flatMap((region) => classes.map((_, rank) => ({ region, rank })));
    this.#kindCount = kinds.length;
    this.#models = kinds.flatMap((a) =>
      kinds.map((b) => {
        const ofClass = model[classes[Math.max(a.rank, b.rank)] ?? 'replica-replica'];
        const latency = a.region === undefined || b.region === undefined ? undefined : between[a.region]?.[b.region];
        return latency === undefined ? ofClass : { ...ofClass, latency };
      }),
    );
    this.isMetered = this.#models.some(({ bandwidth }) => bandwidth !== undefined);
  }

  of(from: NodeId, to: NodeId): LinkModel {
    return this.#models[(this.#kinds[from] as number) * this.#kindCount + (this.#kinds[to] as number)] as LinkModel;
  }
}
