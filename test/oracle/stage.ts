/** What the acts of a random history have in common: the court, the clients, the replicas, and the facts so far. */
import type { ObservationName } from '../../src/contract/index.ts';
import { isProbe } from '../../src/workload/probes.ts';
import { Cluster, type Replica } from './cluster.ts';
import { type Broadcast, type Client, Crowd } from './crowd.ts';
import type { Fact, HistoryCourt } from './facts.ts';
import { modelCourt } from './model-court.ts';
import { Reads } from './reads.ts';
import type { Tape } from './tape.ts';

/** What only a protocol that observes it reports. */
const optional: ReadonlySet<string> = new Set<ObservationName>([
  ...(['resumed', 'truncated', 'connected', 'disconnected', 'readStarted', 'readReturned'] as const),
  ...(['applied', 'restored', 'memberAt', 'leftAt', 'led'] as const),
]);

/** See the head of this file. */
export class Stage {
  readonly tape: Tape;
  readonly facts: Fact[] = [];
  readonly court: HistoryCourt;
  readonly cluster: Cluster;
  readonly crowd: Crowd;
  readonly reads: Reads;
  readonly #incarnations = new Map<number, number>();

  /** Everyone boots, and most clients connect. */
  constructor(tape: Tape) {
    this.tape = tape;
    const model = modelCourt(tape);
    this.court = model.court;
    const emit = (fact: Fact) => {
      if (!optional.has(fact.kind) || this.court.observes.includes(fact.kind as ObservationName)) this.facts.push(fact);
    };
    this.cluster = new Cluster(this.court, emit);
    this.crowd = new Crowd(model, this.cluster, emit);
    this.reads = new Reads(this.court, this.cluster, emit);
    for (const { id, role } of this.court.nodes) if (role !== 'client') this.boot(id);
    for (const client of this.crowd.clients) {
      this.crowd.boot(client, tape);
      if (!tape.once(3)) this.crowd.toggleSession(client);
    }
  }

  room(): string {
    return this.tape.pick(this.court.rooms)!.name;
  }

  replica(): Replica {
    return this.tape.pick(this.cluster.replicas)!;
  }

  client(): Client | undefined {
    return this.tape.pick(this.crowd.clients.filter(({ isUp }) => isUp));
  }

  boot(node: number): void {
    const incarnation = (this.#incarnations.get(node) ?? 0) + 1;
    this.#incarnations.set(node, incarnation);
    this.facts.push({ kind: 'booted', node, incarnation });
  }

  append(): void {
    const broadcast = this.tape.pick(this.crowd.appendable);
    if (broadcast === undefined) return;
    const { room, message } = broadcast;
    const position = this.cluster.messages(room).length + 1;
    this.cluster.append({ kind: 'message', room, message, position });
  }

  /** Everything in the log comes to a quorum. */
  commit(): void {
    const { entries, replicas } = this.cluster;
    const first = this.tape.below(replicas.length);
    for (let step = 0; step < replicas.length; step++) {
      if (this.cluster.committed === entries.length) return;
      this.cluster.sync(replicas[(first + step) % replicas.length]!, entries.length);
    }
  }

  apply(): void {
    this.commit();
    for (const replica of this.cluster.replicas) {
      if (replica.isUp && !this.tape.once(3)) this.cluster.apply(replica, 1 + this.tape.below(4));
    }
  }

  /** A pending broadcast gets its outcome. */
  resolve(): void {
    const pending = this.crowd.broadcasts.filter((each) => this.isPending(each) && !isProbe(each.message.token));
    const broadcast = this.tape.pick(pending);
    if (broadcast === undefined) return;
    const { room, message, sender } = broadcast;
    const outcome = (word: 'accepted' | 'refused' | 'unknown') => {
      broadcast.hasOutcome = true;
      this.facts.push({ kind: 'outcome', node: sender.id, room, token: message.token, outcome: word });
    };
    const isIn = (count: number) => this.cluster.messages(room, count).includes(message);
    const { applied, committed, entries } = this.cluster;
    // While nothing fails, nothing stays unknown.
    const hasFailed = broadcast.sender.failures > broadcast.failures;
    if (isIn(applied)) {
      outcome(hasFailed && this.tape.once(8) ? 'unknown' : 'accepted');
    } else if (isIn(committed) && this.tape.once(2)) {
      // The word of a quorum is enough, before any replica applies.
      const place = entries.findIndex((entry) => entry.kind === 'message' && entry.message === message);
      this.cluster.binding = Math.max(this.cluster.binding, place + 1);
      outcome('accepted');
    } else if (!this.crowd.isAppended(broadcast) && this.tape.once(3)) {
      broadcast.isGivenUp = true;
      outcome('refused');
    } else if (hasFailed && this.tape.once(2)) {
      outcome('unknown');
    }
  }

  /** A durable client knows after a restart what it was asked for, a volatile one does not. */
  isPending(broadcast: Broadcast): boolean {
    const { sender, isBegun, hasOutcome, incarnation } = broadcast;
    if (!isBegun || hasOutcome || !sender.isUp) return false;
    return sender.isDurable || incarnation === sender.incarnation;
  }

  read(): void {
    if (this.reads.pending.length === 0 || this.tape.once(3)) {
      const client = this.client();
      if (client !== undefined) this.reads.start(client, this.room(), 1 + this.tape.below(2), 1 + this.tape.below(4));
      return;
    }
    this.finishRead(this.tape.below(this.reads.pending.length));
  }

  /** Reads of a process that is gone are never returned. */
  finishRead(index: number): void {
    const { node, incarnation } = this.reads.pending[index]!;
    const reader = this.crowd.clients.find(({ id }) => id === node)!;
    if (reader.isUp && reader.incarnation === incarnation) this.reads.finish(index, this.tape);
    else this.reads.pending.splice(index, 1);
  }

  broadcast(): void {
    const client = this.client();
    const room = this.room();
    if (!client?.places.get(room)?.isWanted) return;
    this.crowd.ask(client, room);
    if (!this.tape.once(6)) this.crowd.begin(client);
  }
}
