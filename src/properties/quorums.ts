/**
 * Since when a node can reach a quorum of the replicas that hold a room, whose members reach each
 * other both ways, a fixed leader among them. Asked only of what seems late, so it may cost a few
 * microseconds. Where nobody can tell who votes, all must be reached that might.
 */
import type { JudgedNode, NodeId } from '../contract/index.ts';
import type { Reach } from './reach.ts';
import type { RoomRecord } from './room-record.ts';
import type { Voters } from './voters.ts';

/** Of more voters than these not every quorum is looked at: all must be reached. */
const votersAtMost = 9;

/** See the head of this file. */
export class Quorums {
  readonly #replicas: readonly JudgedNode[];
  readonly #reach: Reach;
  readonly #voters: Voters;

  constructor(nodes: readonly (JudgedNode | undefined)[], reach: Reach, voters: Voters) {
    this.#replicas = nodes.flatMap((node) => (node?.role === 'replica' ? [node] : []));
    this.#reach = reach;
    this.#voters = voters;
  }

  /** A moment of virtual time; `Infinity` when there is no such quorum now. */
  sinceUs(room: RoomRecord, from: NodeId): number {
    const sets = this.#voters.setsOf(room);
    const voters = [...new Set(sets.flat())];
    if (voters.length > votersAtMost) return this.#allSinceUs(from, voters);
    let sinceUs = Number.POSITIVE_INFINITY;
    for (let mask = 1; mask < 1 << voters.length; mask++) {
      const quorum = voters.filter((_, place) => (mask & (1 << place)) !== 0);
      if (this.isQuorum(quorum, sets)) sinceUs = Math.min(sinceUs, this.#allSinceUs(from, quorum));
    }
    return sinceUs;
  }

  /** Whether these are a majority of each set of voters, those among them who lead for good. */
  isQuorum(nodes: readonly NodeId[], sets: readonly (readonly NodeId[])[]): boolean {
    const leaders = this.#replicas.filter(({ id, leads }) => leads === true && sets.some((set) => set.includes(id)));
    return (
      leaders.every(({ id }) => nodes.includes(id)) &&
      sets.every((set) => set.filter((id) => nodes.includes(id)).length * 2 > set.length)
    );
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
