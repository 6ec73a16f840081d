/**
 * Random histories in which every promise is kept, drawn from a small model of clients and
 * replicas: crashes and restarts of both, replays and snapshots, joins and leaves, retries,
 * unknown outcomes, changes of leaders and voters, retention, reads; then heal, probes, and
 * everything due; then read-backs. Some end before heal.
 */
import type { ObservationName } from '../../src/contract/index.ts';
import { isProbe } from '../../src/workload/probes.ts';
import { Cluster, type Replica } from './cluster.ts';
import { type Client, Crowd } from './crowd.ts';
import type { Fact, History } from './facts.ts';
import { modelCourt } from './model-court.ts';
import { Reads } from './reads.ts';
import { Tape } from './tape.ts';

/** What only a protocol that observes it reports. */
const optional: ReadonlySet<string> = new Set<ObservationName>([
  ...(['resumed', 'truncated', 'connected', 'disconnected', 'readStarted', 'readReturned'] as const),
  ...(['applied', 'restored', 'memberAt', 'leftAt', 'led'] as const),
]);

/** The valid history that these bytes stand for. */
export function historyOf(bytes: Uint8Array): History {
  return new Model(new Tape(bytes)).history();
}

class Model {
  readonly #tape: Tape;
  readonly #facts: Fact[] = [];
  readonly #model;
  readonly #cluster: Cluster;
  readonly #crowd: Crowd;
  readonly #reads: Reads;
  readonly #incarnations = new Map<number, number>();

  constructor(tape: Tape) {
    this.#tape = tape;
    this.#model = modelCourt(tape);
    const { court } = this.#model;
    const emit = (fact: Fact) => {
      if (!optional.has(fact.kind) || court.observes.includes(fact.kind as ObservationName)) this.#facts.push(fact);
    };
    this.#cluster = new Cluster(court, emit);
    this.#crowd = new Crowd(this.#model, this.#cluster, emit);
    this.#reads = new Reads(court, this.#cluster, emit);
  }

  history(): History {
    const { court } = this.#model;
    for (const { id, role } of court.nodes) if (role !== 'client') this.#boot(id);
    for (const client of this.#crowd.clients) {
      this.#crowd.boot(client, this.#tape);
      if (!this.#tape.once(3)) this.#crowd.toggleSession(client);
    }
    const steps = 2 + this.#tape.below(16);
    const isCut = this.#tape.once(10);
    for (let step = 0; step < steps && !this.#tape.isOver; step++) this.#act();
    if (!isCut) this.#settle();
    return { court, facts: this.#facts };
  }

  /** One of the acts below, which come as often as they say. */
  #act(): void {
    const acts: readonly (readonly [times: number, act: () => void])[] = [
      [5, () => this.#broadcast()],
      [3, () => this.#append()],
      [1, () => this.#cluster.sync(this.#replica(), 1 + this.#tape.below(4))],
      [2, () => this.#commit()],
      [3, () => this.#apply()],
      [4, () => this.#deliver()],
      [8, () => this.#progress()],
      [3, () => this.#resolve()],
      [3, () => this.#toggleClient()],
      [1, () => this.#toggleSession()],
      [2, () => this.#toggleReplica()],
      [3, () => this.#want()],
      [2, () => this.#appendRequests()],
      [3, () => this.#read()],
      [1, () => this.#cluster.lead(this.#tape)],
      [1, () => this.#cluster.vote(this.#tape)],
      [2, () => this.#restore()],
    ];
    const table = acts.flatMap(([times, act]) => Array.from({ length: times }, () => act));
    this.#tape.pick(table)?.();
  }

  #room(): string {
    return this.#tape.pick(this.#model.court.rooms)!.name;
  }

  #replica(): Replica {
    return this.#tape.pick(this.#cluster.replicas)!;
  }

  #client(): Client | undefined {
    return this.#tape.pick(this.#crowd.clients.filter(({ isUp }) => isUp));
  }

  #want(): void {
    const client = this.#client();
    const room = this.#room();
    const isJudged = this.#model.court.observes.includes('memberAt');
    if (client !== undefined && isJudged && this.#crowd.pendingRequests(client, room).length === 0) {
      this.#crowd.wantOther(client, room);
    }
  }

  #appendRequests(): void {
    const room = this.#room();
    for (const client of this.#crowd.clients) this.#crowd.appendRequest(client, room);
  }

  #deliver(): void {
    const client = this.#client();
    if (client !== undefined) this.#crowd.deliver(client, this.#room(), 1 + this.#tape.below(3), this.#tape);
  }

  #boot(node: number): void {
    const incarnation = (this.#incarnations.get(node) ?? 0) + 1;
    this.#incarnations.set(node, incarnation);
    this.#facts.push({ kind: 'booted', node, incarnation });
  }

  #broadcast(): void {
    const client = this.#client();
    const room = this.#room();
    if (!client?.places.get(room)?.isWanted) return;
    this.#crowd.ask(client, room);
    if (!this.#tape.once(6)) this.#crowd.begin(client);
  }

  #append(): void {
    const broadcast = this.#tape.pick(this.#crowd.appendable);
    if (broadcast === undefined) return;
    const { room, message } = broadcast;
    const position = this.#cluster.messages(room).length + 1;
    this.#cluster.append({ kind: 'message', room, message, position });
  }

  /** Everything in the log comes to a quorum. */
  #commit(): void {
    const { entries, replicas } = this.#cluster;
    const first = this.#tape.below(replicas.length);
    for (let step = 0; step < replicas.length; step++) {
      if (this.#cluster.committed === entries.length) return;
      this.#cluster.sync(replicas[(first + step) % replicas.length]!, entries.length);
    }
  }

  #apply(): void {
    this.#commit();
    for (const replica of this.#cluster.replicas) {
      if (replica.isUp && !this.#tape.once(3)) this.#cluster.apply(replica, 1 + this.#tape.below(4));
    }
  }

  /** One message, from its asking to its delivery by some. */
  #progress(): void {
    if (this.#tape.once(2)) this.#broadcast();
    this.#append();
    this.#commit();
    if (this.#tape.once(3)) this.#resolve();
    if (!this.#tape.once(6)) this.#apply();
    if (this.#tape.once(3)) this.#resolve();
    for (const client of this.#crowd.clients) {
      if (!client.isUp || this.#tape.once(3)) continue;
      for (const room of client.places.keys()) this.#crowd.deliver(client, room, 2, this.#tape);
    }
  }

  /** A pending broadcast gets its outcome. */
  #resolve(): void {
    const pending = this.#crowd.broadcasts.filter((each) => this.#isPending(each) && !isProbe(each.message.token));
    const broadcast = this.#tape.pick(pending);
    if (broadcast === undefined) return;
    const { room, message, sender } = broadcast;
    const outcome = (word: 'accepted' | 'refused' | 'unknown') => {
      broadcast.hasOutcome = true;
      this.#facts.push({ kind: 'outcome', node: sender.id, room, token: message.token, outcome: word });
    };
    const isIn = (count: number) => this.#cluster.messages(room, count).includes(message);
    const { applied, committed, entries } = this.#cluster;
    // While nothing fails, nothing stays unknown.
    const hasFailed = broadcast.sender.failures > broadcast.failures;
    if (isIn(applied)) {
      outcome(hasFailed && this.#tape.once(8) ? 'unknown' : 'accepted');
    } else if (isIn(committed) && this.#tape.once(2)) {
      // The word of a quorum is enough, before any replica applies.
      const place = entries.findIndex((entry) => entry.kind === 'message' && entry.message === message);
      this.#cluster.binding = Math.max(this.#cluster.binding, place + 1);
      outcome('accepted');
    } else if (!this.#crowd.isAppended(broadcast) && this.#tape.once(3)) {
      broadcast.isGivenUp = true;
      outcome('refused');
    } else if (hasFailed && this.#tape.once(2)) {
      outcome('unknown');
    }
  }

  /** A durable client knows after a restart what it was asked for, a volatile one does not. */
  #isPending(broadcast: Crowd['broadcasts'][number]): boolean {
    const { sender, isBegun, hasOutcome, incarnation } = broadcast;
    if (!isBegun || hasOutcome || !sender.isUp) return false;
    return sender.isDurable || incarnation === sender.incarnation;
  }

  #toggleClient(): void {
    const client = this.#tape.pick(this.#crowd.clients)!;
    if (!client.isUp) {
      this.#crowd.boot(client, this.#tape);
      if (!this.#tape.once(3)) this.#crowd.toggleSession(client);
      return;
    }
    this.#crowd.crash(client);
  }

  #toggleSession(): void {
    const client = this.#client();
    if (client !== undefined) this.#crowd.toggleSession(client);
  }

  #toggleReplica(): void {
    const replica = this.#tape.pick(this.#cluster.replicas)!;
    replica.isUp = !replica.isUp;
    if (!replica.isUp) {
      this.#facts.push({ kind: 'crashed', node: replica.id });
      return;
    }
    this.#boot(replica.id);
    const had = replica.applied;
    replica.applied = 0;
    if (this.#tape.once(2)) this.#cluster.restore(replica, this.#tape.below(had + 1), this.#tape.once(2));
    if (this.#tape.once(2)) this.#cluster.apply(replica, had);
  }

  #restore(): void {
    const { court } = this.#model;
    const behind = this.#cluster.replicas.filter(({ isUp, applied }) => isUp && applied < this.#cluster.applied);
    const replica = this.#tape.pick(behind);
    if (replica !== undefined) {
      const missing = this.#cluster.applied - replica.applied;
      this.#cluster.restore(replica, this.#cluster.applied - this.#tape.below(missing), this.#tape.once(2));
      return;
    }
    const full = this.#tape.pick(this.#cluster.replicas.filter(({ isUp }) => isUp));
    if (full !== undefined && court.observes.includes('applied')) this.#cluster.snapshot(full);
  }

  #read(): void {
    if (this.#reads.pending.length === 0 || this.#tape.once(3)) {
      const client = this.#client();
      if (client !== undefined)
        this.#reads.start(client, this.#room(), 1 + this.#tape.below(2), 1 + this.#tape.below(4));
      return;
    }
    this.#finishRead(this.#tape.below(this.#reads.pending.length));
  }

  /** Reads of a process that is gone are never returned. */
  #finishRead(index: number): void {
    const { node, incarnation } = this.#reads.pending[index]!;
    const reader = this.#crowd.clients.find(({ id }) => id === node)!;
    if (reader.isUp && reader.incarnation === incarnation) this.#reads.finish(index, this.#tape);
    else this.#reads.pending.splice(index, 1);
  }

  #settle(): void {
    const { rooms } = this.#model.court;
    const { clients } = this.#crowd;
    for (const replica of this.#cluster.replicas) {
      if (replica.isUp) continue;
      replica.isUp = true;
      replica.applied = 0;
      this.#boot(replica.id);
    }
    for (const client of clients) if (!client.isUp) this.#crowd.boot(client, this.#tape);
    this.#facts.push({ kind: 'healed' });
    for (const { name: room } of rooms) {
      const prober = this.#tape.pick(this.#crowd.members(room));
      if (prober !== undefined) this.#crowd.ask(prober, room, `probe-${room}-c${prober.number}`);
    }
    for (const client of clients) this.#crowd.begin(client);
    for (const client of clients) if (!client.isConnected) this.#crowd.toggleSession(client);
    this.#appendAll();
    for (let round = 0; round < 8; round++) {
      const next = this.#tape.below(3);
      if (next === 0) this.#spread(1 + this.#tape.below(3));
      else if (next === 1) this.#resolve();
      else this.#read();
    }
    this.#spread(Number.POSITIVE_INFINITY);
    this.#acceptAll();
    while (this.#reads.pending.length > 0) this.#finishRead(0);
    this.#facts.push({ kind: 'overdue' });
    this.#facts.push({ kind: 'settled' });
    for (const { name: room } of rooms) this.#readBack(room);
  }

  #appendAll(): void {
    for (const client of this.#crowd.clients) {
      for (const room of client.places.keys()) {
        while (this.#crowd.pendingRequests(client, room).length > 0) this.#crowd.appendRequest(client, room);
      }
    }
    const isWanted = ({ message, sender, incarnation }: Crowd['broadcasts'][number]) =>
      isProbe(message.token) || sender.isDurable || sender.incarnation === incarnation;
    for (
      let next = this.#crowd.appendable.find(isWanted);
      next !== undefined;
      next = this.#crowd.appendable.find(isWanted)
    ) {
      const { room, message } = next;
      this.#cluster.append({ kind: 'message', room, message, position: this.#cluster.messages(room).length + 1 });
    }
  }

  /** What is in the log reaches everyone, or up to so much of it. */
  #spread(count: number): void {
    for (const replica of this.#cluster.replicas) this.#cluster.sync(replica, count);
    for (const replica of this.#cluster.replicas) this.#cluster.apply(replica, count);
    for (const client of this.#crowd.clients) {
      for (const room of client.places.keys()) this.#crowd.deliver(client, room, count * 2, this.#tape);
      if (count === Number.POSITIVE_INFINITY) {
        for (const room of client.places.keys()) this.#crowd.deliver(client, room, count, new Tape(new Uint8Array()));
      }
    }
  }

  #acceptAll(): void {
    for (const broadcast of this.#crowd.broadcasts) {
      if (!this.#isPending(broadcast)) continue;
      const { room, message, sender } = broadcast;
      const hasFailed = broadcast.sender.failures > broadcast.failures;
      const outcome = this.#crowd.isAppended(broadcast) ? 'accepted' : hasFailed ? 'unknown' : 'refused';
      broadcast.hasOutcome = true;
      this.#facts.push({ kind: 'outcome', node: sender.id, room, token: message.token, outcome });
    }
  }

  #readBack(room: string): void {
    const reader = this.#tape.pick(this.#crowd.members(room));
    const limit = 1 + this.#tape.below(6);
    let from: number | undefined = 1;
    while (reader !== undefined && from !== undefined) {
      this.#reads.start(reader, room, from, limit);
      from = this.#reads.finish(this.#reads.pending.length - 1, this.#tape);
    }
  }
}
