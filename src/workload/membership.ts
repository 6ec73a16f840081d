import type { NodeId, Operation, RoomId, RoomSpec } from '../contract/index.ts';

/**
 * Who is a member of which room as far as the application has asked, whatever the protocol has
 * made of it yet. Clients are named by their numbers, from 1.
 */
export class Membership {
  readonly #members: Map<RoomId, Set<number>>;
  readonly #numbers: ReadonlyMap<NodeId, number>;
  readonly #clients: number;

  constructor(rooms: readonly RoomSpec[], clients: readonly NodeId[]) {
    this.#members = new Map(rooms.map(({ name, members }) => [name, new Set(members)]));
    this.#numbers = new Map(clients.map((node, index) => [node, index + 1]));
    this.#clients = clients.length;
  }

  /** Takes note of a join or leave by a client; anything else changes nothing. */
  ask(node: NodeId, operation: Operation): void {
    if (operation.kind !== 'join' && operation.kind !== 'leave') return;
    const client = this.#numbers.get(node);
    if (client === undefined) return;
    let members = this.#members.get(operation.room);
    if (members === undefined) {
      members = new Set();
      this.#members.set(operation.room, members);
    }
    if (operation.kind === 'join') members.add(client);
    else members.delete(client);
  }

  isMember(room: RoomId, client: number): boolean {
    return this.#members.get(room)?.has(client) ?? false;
  }

  size(room: RoomId): number {
    return this.#members.get(room)?.size ?? 0;
  }

  /** In ascending order. */
  members(room: RoomId): readonly number[] {
    return [...(this.#members.get(room) ?? [])].sort((a, b) => a - b);
  }

  /**
   * The first member from `wanted` upwards, round the end, among `allowed` (default: all);
   * undefined when there is none. So a wish keeps its meaning when memberships change around it.
   */
  nearest(room: RoomId, wanted: number, allowed?: ReadonlySet<number>): number | undefined {
    const members = this.#members.get(room);
    if (members === undefined) return undefined;
    if (members.has(wanted) && allowed?.has(wanted) !== false) return wanted;
    let nearest: number | undefined;
    let shortest = Number.POSITIVE_INFINITY;
    for (const member of members) {
      const distance = around(member - wanted, this.#clients) % this.#clients;
      if (distance < shortest && allowed?.has(member) !== false) {
        nearest = member;
        shortest = distance;
      }
    }
    return nearest;
  }
}

/** The number from 1 to `count` at which a count that runs round and round stands at `number`. */
export function around(number: number, count: number): number {
  return ((((number - 1) % count) + count) % count) + 1;
}
