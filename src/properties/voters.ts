/**
 * Who votes on a room. Its disks say it, where they can be read; else every replica of the room's
 * shard does, which is that of the replica that has got farthest in the room: a protocol without
 * disks to look at shows by nothing else where a room lives. While no replica has reported
 * anything, all are looked to, for any might hold the room.
 */
import type { JudgedNode, NodeId } from '../contract/index.ts';
import type { RoomRecord } from './room-record.ts';
import type { Secured } from './secured.ts';

/** See the head of this file. */
export class Voters {
  readonly #replicas: readonly JudgedNode[];
  readonly #secured: Secured;

  constructor(nodes: readonly (JudgedNode | undefined)[], secured: Secured) {
    this.#replicas = nodes.flatMap((node) => (node?.role === 'replica' ? [node] : []));
    this.#secured = secured;
  }

  /** All of them; of both sets while a change is joint. */
  of(room: RoomRecord): readonly NodeId[] {
    return [...new Set(this.setsOf(room).flat())];
  }

  /** Sets of which a majority each decides; where nobody can tell, each replica is a set of its own. */
  setsOf(room: RoomRecord): readonly (readonly NodeId[])[] {
    const known = this.#secured.voterSetsOf(room);
    if (known !== undefined) return known;
    const shard = this.#shardOf(room);
    const replicas = this.#replicas
      .filter((node) => shard === undefined || numberOf(node) === shard)
      .map(({ id }) => id);
    return shard === undefined || this.#secured.judged ? replicas.map((id) => [id]) : [replicas];
  }

  #shardOf(room: RoomRecord): number | undefined {
    let farthest: JudgedNode | undefined;
    let highest = -1;
    for (const node of this.#replicas) {
      const reached = room.replicas.get(node.id)?.reached ?? -1;
      if (reached <= highest) continue;
      farthest = node;
      highest = reached;
    }
    return farthest && numberOf(farthest);
  }
}

/** A protocol with one shard need not number it. */
function numberOf({ shard }: JudgedNode): number {
  return shard ?? 1;
}
