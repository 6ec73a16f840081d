/**
 * **answered**: what is asked for is answered. While nothing fails that a client depends on, each of
 * its broadcasts has an outcome within a bound, and a known one; after heal everything that running
 * clients asked for is answered, and probes are accepted and delivered. What a protocol declares
 * that it reports is due, too: joins, leaves, and what reads return.
 */
import { tokenOf } from '../bytes/index.ts';
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
import { type InnerCourt, nameOf } from './court.ts';

const clauses = {
  late: 'while nothing fails, every broadcast of a running client gets an outcome within a bound',
  unknown: 'while nothing fails, no outcome is unknown',
  unresolved: 'after heal every pending broadcast is resolved',
  'probe-unaccepted': 'after heal a probe broadcast is accepted in each room',
  'probe-undelivered': 'after heal a probe broadcast is delivered in each room',
  'join-unreported':
    'a join that a running client asked for is reported, where the protocol declares that it reports joins',
  'leave-unreported':
    'a leave that a running client asked for is reported, where the protocol declares that it reports leaves',
  'read-unreturned':
    'a read that a running client asked for returns, where the protocol declares that it reports reads',
};

type Clause = keyof typeof clauses;

interface Asked {
  readonly clause: 'unresolved' | 'probe-unaccepted' | 'join-unreported' | 'leave-unreported' | 'read-unreturned';
  readonly client: NodeId;
  readonly room: RoomId;
  /** For people. */
  readonly what: string;
  readonly token: Token | undefined;
  readonly askedUs: number;
}

class Answered implements Property {
  readonly #court: InnerCourt<Clause>;
  /** Unanswered broadcasts by token, in order of asking; probes have their own. */
  readonly #broadcasts = new Map<Token, Asked>();
  readonly #probes = new Map<Token, Asked>();
  readonly #undelivered = new Map<Token, Asked>();
  readonly #requests = new Map<Token, Asked>();
  readonly #reads = new Map<number, Asked>();
  #isSettled = false;

  constructor(court: InnerCourt<Clause>) {
    this.#court = court;
  }

  asked(client: NodeId, operation: Operation): void {
    const { observes, nodes, nowUs } = this.#court;
    if (nodes[client]?.role !== 'client' || this.#isSettled) return;
    const common = { client, askedUs: nowUs() };
    switch (operation.kind) {
      case 'broadcast': {
        const token = tokenOf(operation.message.bytes);
        const clause = isProbe(token) ? 'probe-unaccepted' : 'unresolved';
        const asked: Asked = { ...common, clause, room: operation.room, what: token, token };
        (isProbe(token) ? this.#probes : this.#broadcasts).set(token, asked);
        break;
      }
      case 'join':
      case 'leave': {
        const { kind, room, request } = operation;
        if (!observes.has(kind === 'join' ? 'memberAt' : 'leftAt')) break;
        const what = `${nameOf(this.#court, client)}'s ${kind} ${request}`;
        this.#requests.set(request, { ...common, clause: `${kind}-unreported`, room, what, token: request });
        break;
      }
      case 'read': {
        const { read, room } = operation;
        if (!observes.has('readReturned')) break;
        const what = `${nameOf(this.#court, client)}'s read ${read}`;
        this.#reads.set(read, { ...common, clause: 'read-unreturned', room, what, token: undefined });
        break;
      }
      case 'disconnect':
        this.#judgePending();
        break;
    }
  }

  outcome(client: NodeId, room: RoomId, token: Token, outcome: Outcome): void {
    const probe = this.#probes.get(token);
    const asked = probe ?? this.#broadcasts.get(token);
    if (asked === undefined || asked.client !== client || asked.room !== room) return;
    this.#judgeLateness(asked);
    if (outcome === 'unknown' && this.#calmSinceUs(client) <= asked.askedUs) {
      const sentence = `${nameOf(this.#court, client)} does not know what became of ${token}, though nothing failed since it asked`;
      this.#court.object('unknown', { sentence, nodes: [client], room, token });
    }
    this.#broadcasts.delete(token);
    if (probe === undefined || outcome !== 'accepted') return;
    this.#probes.delete(token);
    this.#undelivered.set(token, probe);
  }

  memberAt(_node: NodeId, room: RoomId, client: NodeId, request: Token): void {
    this.#reported('join-unreported', room, client, request);
  }

  leftAt(_node: NodeId, room: RoomId, client: NodeId, request: Token): void {
    this.#reported('leave-unreported', room, client, request);
  }

  readReturned(client: NodeId, read: number): void {
    if (this.#reads.get(read)?.client === client) this.#reads.delete(read);
  }

  /** What a client had asked for went with its process: its application is gone. */
  crashed(node: NodeId): void {
    this.#judgePending();
    const books = [this.#broadcasts, this.#probes, this.#requests, this.#reads] as Map<unknown, Asked>[];
    for (const book of this.#court.nodes[node]?.role === 'client' ? books : []) {
      for (const [key, { client }] of book) if (client === node) book.delete(key);
    }
  }

  paused(): void {
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
    for (const { clause, sentence, asked } of this.#debts()) {
      const { client, room, token } = asked;
      this.#court.object(clause, { sentence, nodes: [client], room, ...(token === undefined ? {} : { token }) });
    }
  }

  *#debts(): Iterable<{ readonly clause: Clause; readonly sentence: string; readonly asked: Asked }> {
    for (const asked of this.#broadcasts.values()) {
      yield { clause: asked.clause, sentence: `${asked.what} has no outcome`, asked };
    }
    for (const asked of this.#probes.values()) {
      yield { clause: asked.clause, sentence: `${asked.room} does not accept ${asked.what}`, asked };
    }
    for (const [token, asked] of this.#undelivered) {
      if (this.#court.chronicle.broadcasts.find(token)?.delivered === true) this.#undelivered.delete(token);
      else yield { clause: 'probe-undelivered', sentence: `${asked.room} does not deliver ${asked.what}`, asked };
    }
    for (const asked of this.#requests.values()) {
      yield { clause: asked.clause, sentence: `${asked.what} in ${asked.room} took no effect`, asked };
    }
    for (const asked of this.#reads.values()) {
      yield { clause: asked.clause, sentence: `${asked.what} of ${asked.room} returned nothing`, asked };
    }
  }

  #reported(clause: Asked['clause'], room: RoomId, client: NodeId, request: Token): void {
    const asked = this.#requests.get(request);
    if (asked?.clause === clause && asked.room === room && asked.client === client) this.#requests.delete(request);
  }

  /** Before calm ends: whose time has run out by now. */
  #judgePending(): void {
    const { nowUs, bounds } = this.#court;
    for (const asked of this.#broadcasts.values()) {
      if (nowUs() - asked.askedUs <= bounds.answeredUs) break;
      this.#judgeLateness(asked);
    }
  }

  #judgeLateness(asked: Asked): void {
    const { client, room, token, askedUs } = asked;
    const waitedUs = this.#court.nowUs() - Math.max(askedUs, this.#calmSinceUs(client));
    if (waitedUs <= this.#court.bounds.answeredUs || token === undefined) return;
    const sentence = `${nameOf(this.#court, client)} waited ${Math.floor(waitedUs / 1000)} ms for the outcome of ${token}, in which nothing failed`;
    this.#court.object('late', { sentence, nodes: [client], room, token });
  }

  /** Since when nothing fails that this client depends on, and its user wants it connected. */
  #calmSinceUs(client: NodeId): number {
    const { reach, sessions } = this.#court.chronicle.circumstances;
    return Math.max(reach.calmSinceUs(client), sessions.wantedSinceUs(client));
  }
}

/** See the head of this file. */
export const answered: PropertyFactory = {
  name: 'answered',
  summary: 'what is asked for is answered in time, and after heal every room works',
  clauses,
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
