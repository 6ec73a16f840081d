/**
 * What the world's facts and the disks say about who can serve whom: where a client is connected,
 * who leads, which replicas are well, whether some of them would do for their shard, and why a room
 * stands still. The runner asks; nobody is judged by the answers.
 */
import type { JudgedNode, NodeId, RoomId } from '../contract/index.ts';
import type { Chronicler } from './chronicle.ts';
import { Quorums } from './quorums.ts';

/** What stands in the way, since a moment of virtual time in microseconds. */
export type Obstacle = { readonly sinceUs: number } & (
  | {
      /** Their processes are gone; something holds them up; they reach too few others. */
      readonly kind: 'down' | 'late' | 'cut-off';
      /** Not empty. */
      readonly nodes: readonly NodeId[];
    }
  /** Whoever led the shard is gone, and nobody has followed. */
  | { readonly kind: 'leaderless'; readonly shard: number }
);

/** The first position that does not come: to a client to which it is due, or to anybody. */
export interface Wanting {
  readonly client: NodeId | undefined;
  readonly position: number;
}

/** Of so many clients that lack something the one with the first position is looked for. */
const lackingAtMost = 64;

/** See the head of this file. */
export class Outlook {
  readonly #servers: readonly JudgedNode[];
  readonly #chronicle: Chronicler;
  readonly #quorums: Quorums;

  constructor(nodes: readonly (JudgedNode | undefined)[], chronicle: Chronicler) {
    this.#servers = nodes.flatMap((node) => (node === undefined || node.role === 'client' ? [] : [node]));
    this.#chronicle = chronicle;
    this.#quorums = new Quorums(nodes, chronicle.circumstances.reach, chronicle.voters);
  }

  /** Whom the client said last that it is connected to, unless it has said since that it is not, or is gone. */
  gatewayOf(client: NodeId): NodeId | undefined {
    const { sessions } = this.#chronicle.circumstances;
    return sessions.isConnected(client) ? sessions.gatewayOf(client) : undefined;
  }

  /** The node that reported last to lead the shard under its highest epoch. */
  leaderOf(shard: number): NodeId | undefined {
    return this.#chronicle.circumstances.leaders.of(shard);
  }

  /** Whether a replica runs in time, and packets pass both ways between it and enough others of its shard. */
  isWell(replica: NodeId): boolean {
    const { reach } = this.#chronicle.circumstances;
    if (reach.runsSinceUs(replica) === Number.POSITIVE_INFINITY) return false;
    return this.#cutOffSinceUs(replica, this.#votersOf(this.#shardOf(replica))) === undefined;
  }

  /**
   * Whether these replicas are enough for their shard: a majority of each set of voters that is in
   * force at the end of any of its logs, and who leads for good. Where no disk says who votes, all
   * its replicas do.
   */
  suffice(replicas: readonly NodeId[], shard: number): boolean {
    return this.#quorums.isQuorum(replicas, this.#setsOf(shard));
  }

  /** Why the room may stand still: what is wrong with its voters, with gateways and with who leads. */
  obstaclesTo(room: RoomId): readonly Obstacle[] {
    const { reach, leaders } = this.#chronicle.circumstances;
    const voters = this.#chronicle.voters.of(this.#chronicle.room(room));
    const found: { kind: 'down' | 'late' | 'cut-off'; nodes: NodeId[]; sinceUs: number }[] = [];
    const note = (node: NodeId, kind: 'down' | 'late' | 'cut-off', sinceUs: number) => {
      const same = found.find((each) => each.kind === kind && each.sinceUs === sinceUs);
      if (same === undefined) found.push({ kind, nodes: [node], sinceUs });
      else same.nodes.push(node);
    };
    const gateways = this.#servers.filter(({ role }) => role === 'gateway').map(({ id }) => id);
    for (const node of [...voters, ...gateways]) {
      if (reach.runsSinceUs(node) === Number.POSITIVE_INFINITY) {
        note(node, this.#chronicle.isUp(node) ? 'late' : 'down', reach.failsSinceUs(node));
      } else if (voters.includes(node)) {
        const sinceUs = this.#cutOffSinceUs(node, voters);
        if (sinceUs !== undefined) note(node, 'cut-off', sinceUs);
      }
    }
    const shards = [...new Set(voters.map((voter) => this.#shardOf(voter)))];
    const leaderless = shards.flatMap((shard): readonly Obstacle[] => {
      const sinceUs = leaders.missingSinceUs(shard);
      return sinceUs === undefined ? [] : [{ kind: 'leaderless', shard, sinceUs }];
    });
    return [...found, ...leaderless];
  }

  /** Who votes on the room. */
  votersOf(room: RoomId): readonly NodeId[] {
    return this.#chronicle.voters.of(this.#chronicle.room(room));
  }

  /** What does not come in the room. */
  wantingIn(name: RoomId): Wanting {
    const room = this.#chronicle.room(name);
    const tokenAt = (position: number) => room.log[position]?.broadcast.token;
    const { first } = room.members.lacking(lackingAtMost, tokenAt, room.length);
    const next: Wanting = { client: undefined, position: room.length + 1 };
    return first.reduce((least, lack) => (lack.position < least.position ? lack : least), next);
  }

  /** Since when packets pass both ways between a node and so few of these, itself counted, that they are no majority. */
  #cutOffSinceUs(node: NodeId, voters: readonly NodeId[]): number | undefined {
    const { reach } = this.#chronicle.circumstances;
    const severed = voters.flatMap((other) => (other === node ? [] : (reach.severedSinceUs(node, other) ?? [])));
    const spare = Math.ceil(voters.length / 2) - 1;
    return severed.sort((a, b) => a - b)[spare];
  }

  #votersOf(shard: number): readonly NodeId[] {
    return [...new Set(this.#setsOf(shard).flat())];
  }

  #setsOf(shard: number): readonly (readonly NodeId[])[] {
    const replicas = this.#replicasOf(shard);
    const sets = this.#servers.flatMap(({ id, disk }) => {
      const head = replicas.includes(id) && !this.#chronicle.isRetired(id) ? disk?.head() : undefined;
      return head === undefined ? [] : (disk?.votersAt(head) ?? []);
    });
    return sets.length > 0 ? sets : [replicas];
  }

  #replicasOf(shard: number): readonly NodeId[] {
    const replicas = this.#servers.filter(({ role, id }) => role === 'replica' && this.#shardOf(id) === shard);
    return replicas.map(({ id }) => id);
  }

  /** A protocol with one shard need not number it. */
  #shardOf(id: NodeId): number {
    return this.#servers.find((node) => node.id === id)?.shard ?? 1;
  }
}
