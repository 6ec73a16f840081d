/**
 * **answered**: what is asked for is answered. While nothing fails that a client depends on, each of
 * its broadcasts has an outcome within a bound, and a known one; after heal everything that running
 * clients asked for is answered, and probes are accepted and delivered. What a protocol declares
 * that it reports is due, too: joins, leaves, and what reads return.
 */
import {
  isProbe,
  type NodeId,
  type Operation,
  type Outcome,
  type Property,
  type PropertyFactory,
  type RoomId,
  type Token,
} from '../contract/index.ts';
import type { Asking, BroadcastRecord } from './broadcast-record.ts';
import { type InnerCourt, nameOf } from './court.ts';

const clauses = {
  late: 'while nothing fails, every broadcast of a running client gets an outcome within a bound',
  unknown: 'while nothing fails, no outcome is unknown',
  unresolved: 'after heal every pending broadcast is resolved',
  'probe-unaccepted': 'after heal a probe broadcast is accepted in each room',
  'probe-undelivered': 'after heal a probe broadcast is delivered in each room, where it is due to anyone',
  'join-unreported':
    'a join that a running client asked for is reported, where the protocol declares that it reports joins',
  'leave-unreported':
    'a leave that a running client asked for is reported, where the protocol declares that it reports leaves',
  'read-unreturned':
    'a read that a running client asked for returns, where the protocol declares that it reports reads',
};

type Clause = keyof typeof clauses;

/** A join, leave or read that is not answered yet. */
interface Pending {
  readonly client: NodeId;
  readonly operation: Extract<Operation, { kind: 'join' | 'leave' | 'read' }>;
}

interface Debt {
  readonly clause: Clause;
  readonly sentence: string;
  readonly client: NodeId;
  readonly room: RoomId;
  readonly token?: Token;
}

class Answered implements Property {
  readonly #court: InnerCourt<Clause>;
  /** Without an outcome, in order of asking; probes have their own. */
  readonly #broadcasts = new Set<BroadcastRecord>();
  readonly #probes = new Set<BroadcastRecord>();
  /** Probes that are accepted. */
  readonly #acceptedProbes = new Set<BroadcastRecord>();
  readonly #requests = new Map<Token, Pending>();
  readonly #reads = new Map<number, Pending>();
  #isSettled = false;

  constructor(court: InnerCourt<Clause>) {
    this.#court = court;
  }

  asked(client: NodeId, operation: Operation): void {
    const { observes, nodes, chronicle } = this.#court;
    if (nodes[client]?.role !== 'client' || this.#isSettled) return;
    switch (operation.kind) {
      case 'broadcast': {
        const asked = chronicle.broadcasts.latestAsked;
        if (asked !== undefined) (isProbe(asked.token) ? this.#probes : this.#broadcasts).add(asked);
        break;
      }
      case 'join':
      case 'leave':
        if (observes.has(operation.kind === 'join' ? 'memberAt' : 'leftAt')) {
          this.#requests.set(operation.request, { client, operation });
        }
        break;
      case 'read':
        if (observes.has('readReturned')) this.#reads.set(operation.read, { client, operation });
        break;
      case 'disconnect':
        this.#judgePending();
        break;
    }
  }

  outcome(client: NodeId, room: RoomId, token: Token, outcome: Outcome): void {
    const broadcast = this.#court.chronicle.broadcasts.of(token);
    const { asked } = broadcast;
    if (asked === undefined || asked.sender !== client || asked.room.name !== room) return;
    const isProbing = this.#probes.has(broadcast);
    if (!isProbing && !this.#broadcasts.delete(broadcast)) return;
    this.#judgeLateness(broadcast, asked);
    if (outcome === 'unknown' && this.#calmSinceUs(client) <= asked.atUs) {
      const sentence = `${nameOf(this.#court, client)} does not know what became of ${token}, though nothing failed since it asked`;
      this.#court.object('unknown', { sentence, nodes: [client], room, token });
    }
    if (!isProbing || outcome !== 'accepted') return;
    this.#probes.delete(broadcast);
    this.#acceptedProbes.add(broadcast);
  }

  memberAt(_node: NodeId, room: RoomId, client: NodeId, request: Token): void {
    this.#reported('join', room, client, request);
  }

  leftAt(_node: NodeId, room: RoomId, client: NodeId, request: Token): void {
    this.#reported('leave', room, client, request);
  }

  readReturned(client: NodeId, read: number): void {
    if (this.#reads.get(read)?.client === client) this.#reads.delete(read);
  }

  /** What a client had asked for went with its process: its application is gone. */
  crashed(node: NodeId): void {
    this.#judgePending();
    for (const broadcasts of [this.#broadcasts, this.#probes]) {
      for (const broadcast of broadcasts) if (broadcast.asked?.sender === node) broadcasts.delete(broadcast);
    }
    for (const [token, { client }] of this.#requests) if (client === node) this.#requests.delete(token);
    for (const [read, { client }] of this.#reads) if (client === node) this.#reads.delete(read);
  }

  paused(): void {
    this.#judgePending();
  }

  hindered(): void {
    this.#judgePending();
  }

  linksCut(): void {
    this.#judgePending();
  }

  settled(): void {
    this.#isSettled = true;
  }

  /** Probes that are not accepted are the runner's to wait for: without them nothing else can be judged. */
  open(): string | undefined {
    for (const debt of this.#debts()) if (debt.clause !== 'probe-unaccepted') return debt.sentence;
    return undefined;
  }

  overdue(): void {
    for (const { clause, client, ...finding } of this.#debts())
      this.#court.object(clause, { ...finding, nodes: [client] });
  }

  *#debts(): Iterable<Debt> {
    for (const { asked, token } of this.#broadcasts) {
      if (asked === undefined) continue;
      const finding = { client: asked.sender, room: asked.room.name, token };
      yield { clause: 'unresolved', sentence: `${token} has no outcome`, ...finding };
    }
    for (const broadcast of [...this.#probes, ...this.#acceptedProbes]) {
      const { asked, token } = broadcast;
      const isAccepted = this.#acceptedProbes.has(broadcast);
      if (asked === undefined || (isAccepted && !isOwed(broadcast, asked))) continue;
      const clause = isAccepted ? 'probe-undelivered' : 'probe-unaccepted';
      const sentence = `${asked.room.name} does not ${isAccepted ? 'deliver' : 'accept'} ${token}`;
      yield { clause, sentence, client: asked.sender, room: asked.room.name, token };
    }
    for (const { client, operation } of [...this.#requests.values(), ...this.#reads.values()]) {
      const { kind, room } = operation;
      const whose = `${nameOf(this.#court, client)}'s ${kind}`;
      if (kind === 'read') {
        yield {
          clause: 'read-unreturned',
          sentence: `${whose} ${operation.read} of ${room} returned nothing`,
          client,
          room,
        };
      } else {
        const { request: token } = operation;
        yield {
          clause: `${kind}-unreported`,
          sentence: `${whose} ${token} in ${room} took no effect`,
          client,
          room,
          token,
        };
      }
    }
  }

  #reported(kind: 'join' | 'leave', room: RoomId, client: NodeId, request: Token): void {
    const pending = this.#requests.get(request);
    if (pending === undefined || pending.client !== client) return;
    if (pending.operation.kind === kind && pending.operation.room === room) this.#requests.delete(request);
  }

  /** Before calm ends: whose time has run out by now. */
  #judgePending(): void {
    const { nowUs, bounds } = this.#court;
    for (const broadcast of this.#broadcasts) {
      const { asked } = broadcast;
      if (asked === undefined || nowUs() - asked.atUs <= bounds.answeredUs) break;
      this.#judgeLateness(broadcast, asked);
    }
  }

  #judgeLateness({ token }: BroadcastRecord, { sender, room, atUs }: Asking): void {
    const { nowUs, bounds } = this.#court;
    if (nowUs() - atUs <= bounds.answeredUs) return;
    const waitedUs = nowUs() - Math.max(atUs, this.#calmSinceUs(sender));
    if (waitedUs <= bounds.answeredUs) return;
    const sentence = `${nameOf(this.#court, sender)} waited ${Math.floor(waitedUs / 1000)} ms for the outcome of ${token}, in which nothing failed`;
    this.#court.object('late', { sentence, nodes: [sender], room: room.name, token });
  }

  /** Since when nothing fails that this client depends on, and its user wants it connected. */
  #calmSinceUs(client: NodeId): number {
    const { reach, sessions } = this.#court.chronicle.circumstances;
    return Math.max(reach.calmSinceUs(client), sessions.wantedSinceUs(client));
  }
}

/** Whether somebody is still to deliver what was accepted: nobody has, and someone lacks it. */
function isOwed(broadcast: BroadcastRecord, { room }: Asking): boolean {
  if (broadcast.delivered) return false;
  const position = broadcast.positionIn(room);
  return position === 0 ? room.members.someDue : room.members.someLackAt(position);
}

/** See the head of this file. */
export const answered: PropertyFactory = {
  name: 'answered',
  summary: 'what is asked for is answered in time, and after heal every room works',
  clauses,
  dues: Object.keys(clauses).sort(),
  create(court: InnerCourt<Clause>) {
    return new Answered(court);
  },
  unjudged({ observes }) {
    const silent = [
      ['memberAt', 'joins are answered'],
      ['leftAt', 'leaves are answered'],
      ['readReturned', 'reads are answered'],
    ] as const;
    return silent
      .filter(([name]) => !observes.has(name))
      .map(([name, what]) => `whether ${what}: the protocol does not report \`${name}\``);
  },
};
