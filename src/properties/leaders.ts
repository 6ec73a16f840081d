import type { NodeId } from '../contract/index.ts';

interface Leadership {
  readonly node: NodeId;
  readonly epoch: number;
  /** When the process that led was gone; undefined while it runs. */
  endedUs: number | undefined;
}

/** Who leads each shard, as far as processes say so, and since when nobody does. */
export class Leaders {
  readonly #byShard = new Map<number, Leadership>();

  /** Reports of an epoch that is over count for nothing. */
  led(node: NodeId, shard: number, epoch: number): void {
    const known = this.#byShard.get(shard);
    if (known === undefined || epoch >= known.epoch) this.#byShard.set(shard, { node, epoch, endedUs: undefined });
  }

  /** The node's process is gone. */
  end(node: NodeId, nowUs: number): void {
    for (const leadership of this.#byShard.values()) if (leadership.node === node) leadership.endedUs ??= nowUs;
  }

  /** The node that reported last to lead the shard under its highest epoch, be it gone. */
  of(shard: number): NodeId | undefined {
    return this.#byShard.get(shard)?.node;
  }

  /** A moment of virtual time, in microseconds; undefined while somebody leads, or where nobody ever said so. */
  missingSinceUs(shard: number): number | undefined {
    return this.#byShard.get(shard)?.endedUs;
  }
}
