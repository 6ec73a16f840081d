/**
 * Random histories in which every promise is kept, drawn from a small model of clients and
 * replicas: crashes and restarts of both, replays and snapshots, joins and leaves, retries,
 * unknown outcomes, changes of leaders and voters, retention, reads; then heal, probes, and
 * everything due; then read-backs. Some end before heal.
 */
import { Ending } from './ending.ts';
import type { History } from './facts.ts';
import { Stage } from './stage.ts';
import { Tape } from './tape.ts';

/** The valid history that these bytes stand for. */
export function historyOf(bytes: Uint8Array): History {
  const tape = new Tape(bytes);
  const stage = new Stage(tape);
  const chaos = new Chaos(stage);
  const steps = 2 + tape.below(16);
  const isCut = tape.once(10);
  for (let step = 0; step < steps && !tape.isOver; step++) chaos.act();
  if (!isCut) new Ending(stage).settle();
  return { court: stage.court, facts: stage.facts };
}

/** What happens before heal. */
class Chaos {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** One of the acts below, which come as often as they say. */
  act(): void {
    const acts: readonly (readonly [times: number, act: () => void])[] = [
      [5, () => this.#stage.broadcast()],
      [3, () => this.#stage.append()],
      [1, () => this.#stage.cluster.sync(this.#stage.replica(), 1 + this.#stage.tape.below(4))],
      [2, () => this.#stage.commit()],
      [3, () => this.#stage.apply()],
      [4, () => this.#deliver()],
      [8, () => this.#progress()],
      [3, () => this.#stage.resolve()],
      [3, () => this.#toggleClient()],
      [1, () => this.#toggleSession()],
      [2, () => this.#toggleReplica()],
      [3, () => this.#want()],
      [2, () => this.#appendRequests()],
      [3, () => this.#stage.read()],
      [1, () => this.#stage.cluster.lead(this.#stage.tape)],
      [1, () => this.#stage.cluster.vote(this.#stage.tape)],
      [4, () => this.#restore()],
    ];
    const table = acts.flatMap(([times, act]) => Array.from({ length: times }, () => act));
    this.#stage.tape.pick(table)?.();
  }

  #want(): void {
    const client = this.#stage.client();
    const room = this.#stage.room();
    const isJudged = this.#stage.court.observes.includes('memberAt');
    if (client !== undefined && isJudged && this.#stage.crowd.pendingRequests(client, room).length === 0) {
      this.#stage.crowd.wantOther(client, room);
    }
  }

  #appendRequests(): void {
    const room = this.#stage.room();
    for (const client of this.#stage.crowd.clients) this.#stage.crowd.appendRequest(client, room);
  }

  #deliver(): void {
    const client = this.#stage.client();
    if (client !== undefined)
      this.#stage.crowd.deliver(client, this.#stage.room(), 1 + this.#stage.tape.below(3), this.#stage.tape);
  }

  /** One message, from its asking to its delivery by some. */
  #progress(): void {
    if (this.#stage.tape.once(2)) this.#stage.broadcast();
    this.#stage.append();
    this.#stage.commit();
    if (this.#stage.tape.once(3)) this.#stage.resolve();
    if (!this.#stage.tape.once(6)) this.#stage.apply();
    if (this.#stage.tape.once(3)) this.#stage.resolve();
    for (const client of this.#stage.crowd.clients) {
      if (!client.isUp || this.#stage.tape.once(3)) continue;
      for (const room of client.places.keys()) this.#stage.crowd.deliver(client, room, 2, this.#stage.tape);
    }
  }

  #toggleClient(): void {
    const client = this.#stage.tape.pick(this.#stage.crowd.clients)!;
    if (!client.isUp) {
      this.#stage.crowd.boot(client, this.#stage.tape);
      if (!this.#stage.tape.once(3)) this.#stage.crowd.toggleSession(client);
      return;
    }
    this.#stage.crowd.crash(client);
  }

  #toggleSession(): void {
    const client = this.#stage.client();
    if (client !== undefined) this.#stage.crowd.toggleSession(client);
  }

  #toggleReplica(): void {
    const replica = this.#stage.tape.pick(this.#stage.cluster.replicas)!;
    replica.isUp = !replica.isUp;
    if (!replica.isUp) {
      this.#stage.facts.push({ kind: 'crashed', node: replica.id });
      return;
    }
    this.#stage.boot(replica.id);
    const had = replica.applied;
    replica.applied = 0;
    if (this.#stage.tape.once(2))
      this.#stage.cluster.restore(replica, this.#stage.tape.below(had + 1), this.#stage.tape.once(2));
    if (this.#stage.tape.once(2)) this.#stage.cluster.apply(replica, had);
  }

  #restore(): void {
    const { court } = this.#stage;
    const behind = this.#stage.cluster.replicas.filter(
      ({ isUp, applied }) => isUp && applied < this.#stage.cluster.applied,
    );
    const replica = this.#stage.tape.pick(behind);
    if (replica !== undefined) {
      const missing = this.#stage.cluster.applied - replica.applied;
      this.#stage.cluster.restore(
        replica,
        this.#stage.cluster.applied - this.#stage.tape.below(missing),
        this.#stage.tape.once(2),
      );
      return;
    }
    const full = this.#stage.tape.pick(this.#stage.cluster.replicas.filter(({ isUp }) => isUp));
    if (full !== undefined && court.observes.includes('applied')) this.#stage.cluster.snapshot(full);
  }
}
