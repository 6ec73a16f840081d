/**
 * Since when a node can reach a quorum of the replicas that hold a room, whose members reach each
 * other both ways, a fixed leader among them. Asked only of what seems late, so it may cost a few
 * microseconds. Where nobody can tell who votes, all must be reached that might.
 */
import type { JudgedNode, NodeId } from '../contract/index.ts';
import type { Reach } from './reach.ts';
import type { RoomRecord } from './room-record.ts';
import type { Secured } from './secured.ts';

/** Of more voters than these not every quorum is looked at: all must be reached. */
const votersAtMost = 9;

/** See the head of this file. */
export class Quorums {
  readonly #replicas: readonly JudgedNode[];
  readonly #reach: Reach;
  readonly #secured: Secured;

  constructor(nodes: readonly (JudgedNode | undefined)[], reach: Reach, secured: Secured) {
    this.#replicas = nodes.flatMap((node) => (node?.role === 'replica' ? [node] : []));
    this.#reach = reach;
    this.#secured = secured;
  }

  /** A moment of virtual time; `Infinity` when there is no such quorum now. */
  sinceUs(room: RoomRecord, from: NodeId): number {
    const sets = this.#setsOf(room);
    const voters = [...new Set(sets.flat())];
    if (voters.length > votersAtMost) return this.#allSinceUs(from, voters);
    let sinceUs = Number.POSITIVE_INFINITY;
    for (let mask = 1; mask < 1 << voters.length; mask++) {
      const quorum = voters.filter((_, place) => (mask & (1 << place)) !== 0);
      if (this.#isQuorum(quorum, sets)) sinceUs = Math.min(sinceUs, this.#allSinceUs(from, quorum));
    }
    return sinceUs;
  }

  #isQuorum(nodes: readonly NodeId[], sets: readonly (readonly NodeId[])[]): boolean {
    const leaders = this.#replicas.filter(({ id, leads }) => leads === true && sets.some((set) => set.includes(id)));
    return (
      leaders.every(({ id }) => nodes.includes(id)) &&
      sets.every((set) => set.filter((id) => nodes.includes(id)).length * 2 > set.length)
    );
  }

  /** Who votes on the room: by the disks; else its shard's replicas, of whom each counts where disks are silent. */
  #setsOf(room: RoomRecord): readonly (readonly NodeId[])[] {
    const known = this.#secured.voterSetsOf(room);
    if (known !== undefined) return known;
    const [reporter] = room.replicas.keys();
    const shard = this.#replicas.find(({ id }) => id === reporter)?.shard;
    const replicas = this.#replicas
      .filter((node) => reporter === undefined || node.shard === shard)
      .map(({ id }) => id);
    return reporter === undefined || this.#secured.judged ? replicas.map((id) => [id]) : [replicas];
  }

  /** Since when all of these run and reach each other, and `from` reaches each of them. */
  #allSinceUs(from: NodeId, nodes: readonly NodeId[]): number {
    let sinceUs = 0;
    for (const [index, node] of nodes.entries()) {
      sinceUs = Math.max(sinceUs, this.#reach.runsSinceUs(node), this.#reach.linkSinceUs(from, node));
      for (const other of nodes.slice(index + 1)) sinceUs = Math.max(sinceUs, this.#reach.linkSinceUs(node, other));
    }
    return sinceUs;
  }
}
