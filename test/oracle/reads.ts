/** Reads of a random history: they bring what is there when they return. */
import type { NodeId, RoomId } from '../../src/contract/index.ts';
import type { Cluster } from './cluster.ts';
import type { Fact, HistoryCourt } from './facts.ts';
import type { Tape } from './tape.ts';

interface Read {
  readonly node: NodeId;
  readonly incarnation: number;
  readonly read: number;
  readonly room: RoomId;
  readonly from: number;
  readonly limit: number;
}

/** See the head of this file. */
export class Reads {
  readonly pending: Read[] = [];
  readonly #court: HistoryCourt;
  readonly #cluster: Cluster;
  readonly #emit: (fact: Fact) => void;
  #count = 0;

  constructor(court: HistoryCourt, cluster: Cluster, emit: (fact: Fact) => void) {
    this.#court = court;
    this.#cluster = cluster;
    this.#emit = emit;
  }

  start(
    client: { readonly id: NodeId; readonly incarnation: number },
    room: RoomId,
    from: number,
    limit: number,
  ): void {
    const read = ++this.#count;
    const { id: node, incarnation } = client;
    this.#emit({ kind: 'asked', node, operation: { kind: 'read', read, room, from, limit } });
    this.#emit({ kind: 'readStarted', node, read, room });
    this.pending.push({ node, incarnation, read, room, from, limit });
  }

  /** Returns what the read asks for; where the next page begins, if there is one. */
  finish(index: number, tape: Tape): number | undefined {
    const [pending] = this.pending.splice(index, 1);
    if (pending === undefined) return undefined;
    const { node, read, room, limit } = pending;
    const applied = this.#cluster.messages(room, this.#cluster.applied);
    const head = this.#cluster.messages(room, this.#cluster.binding).length;
    const oldest = Math.max(1, head - Math.min(head, this.#court.retention) + 1 - tape.below(2));
    const from = Math.max(pending.from, oldest);
    const items = applied.slice(from - 1, from - 1 + limit);
    this.#emit({ kind: 'readReturned', node, read, from, items, head, oldest });
    return items.length === 0 || from + items.length > head ? undefined : from + items.length;
  }
}
