/** **one-leader**: in each shard at most one node leads under an epoch, over all of its lives. */
import type { NodeId, Property, PropertyFactory } from '../contract/index.ts';
import { type InnerCourt, nameOf } from './court.ts';

const clauses = {
  'two-leaders': 'at most one leader per shard and epoch',
};

class OneLeader implements Property {
  readonly #court: InnerCourt<keyof typeof clauses>;
  /** By shard and epoch. */
  readonly #leaders = new Map<number, Map<number, NodeId>>();

  constructor(court: InnerCourt<keyof typeof clauses>) {
    this.#court = court;
  }

  led(node: NodeId, shard: number, epoch: number): void {
    let leaders = this.#leaders.get(shard);
    if (leaders === undefined) {
      leaders = new Map();
      this.#leaders.set(shard, leaders);
    }
    const leader = leaders.get(epoch);
    if (leader === undefined) leaders.set(epoch, node);
    if (leader === undefined || leader === node) return;
    const sentence = `${nameOf(this.#court, node)} leads shard ${shard} in epoch ${epoch}, in which ${nameOf(this.#court, leader)} led it`;
    this.#court.object('two-leaders', { sentence, nodes: [node, leader] });
  }
}

/** See the head of this file. */
export const oneLeader: PropertyFactory = {
  name: 'one-leader',
  summary: 'at most one node leads a shard under an epoch',
  clauses,
  create(court: InnerCourt<keyof typeof clauses>) {
    return new OneLeader(court);
  },
  unjudged({ observes }) {
    return observes.has('led') ? [] : ['who leads: the protocol does not report `led`'];
  },
};
