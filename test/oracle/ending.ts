/** The end of a random history: heal, probes, everything due, and read-backs. */
import { isProbe } from '../../src/workload/probes.ts';
import type { Replica } from './cluster.ts';
import type { Broadcast } from './crowd.ts';
import type { Stage } from './stage.ts';
import { Tape } from './tape.ts';

/** See the head of this file. */
export class Ending {
  readonly #stage: Stage;
  /** Heal does not cover it; it may do its part all the same, or not. */
  #leftBehind: Replica | undefined;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  settle(): void {
    const { rooms } = this.#stage.court;
    const { clients } = this.#stage.crowd;
    if (this.#stage.tape.below(4) === 3) this.#leaveBehind();
    for (const replica of this.#stage.cluster.replicas) {
      if (replica.isUp || replica === this.#leftBehind) continue;
      replica.isUp = true;
      replica.applied = 0;
      this.#stage.boot(replica.id);
    }
    for (const client of clients) if (!client.isUp) this.#stage.crowd.boot(client, this.#stage.tape);
    this.#stage.facts.push({ kind: 'healed' });
    for (const { name: room } of rooms) {
      const prober = this.#stage.tape.pick(this.#stage.crowd.members(room));
      if (prober !== undefined) this.#stage.crowd.ask(prober, room, `probe-${room}-c${prober.number}`);
    }
    for (const client of clients) this.#stage.crowd.begin(client);
    for (const client of clients) if (!client.isConnected) this.#stage.crowd.toggleSession(client);
    this.#appendAll();
    for (let round = 0; round < 8; round++) {
      const next = this.#stage.tape.below(3);
      if (next === 0) this.#spread(1 + this.#stage.tape.below(3));
      else if (next === 1) this.#stage.resolve();
      else this.#stage.read();
    }
    this.#spread(Number.POSITIVE_INFINITY);
    this.#acceptAll();
    while (this.#stage.reads.pending.length > 0) this.#stage.finishRead(0);
    this.#stage.facts.push({ kind: 'overdue' });
    this.#stage.facts.push({ kind: 'settled' });
    for (const { name: room } of rooms) this.#readBack(room);
  }

  #leaveBehind(): void {
    const { tape, cluster, facts } = this.#stage;
    const replica = tape.pick(cluster.replicas.filter((each) => cluster.canSpare(each)));
    if (replica === undefined) return;
    if (replica.isUp && tape.once(2)) {
      replica.isUp = false;
      facts.push({ kind: 'crashed', node: replica.id });
    }
    facts.push({ kind: 'retired', node: replica.id });
    this.#leftBehind = replica;
  }

  #appendAll(): void {
    for (const client of this.#stage.crowd.clients) {
      for (const room of client.places.keys()) {
        while (this.#stage.crowd.pendingRequests(client, room).length > 0)
          this.#stage.crowd.appendRequest(client, room);
      }
    }
    const isWanted = ({ message, sender, incarnation }: Broadcast) =>
      isProbe(message.token) || sender.isDurable || sender.incarnation === incarnation;
    for (
      let next = this.#stage.crowd.appendable.find(isWanted);
      next !== undefined;
      next = this.#stage.crowd.appendable.find(isWanted)
    ) {
      const { room, message } = next;
      this.#stage.cluster.append({
        kind: 'message',
        room,
        message,
        position: this.#stage.cluster.messages(room).length + 1,
      });
    }
  }

  /** What is in the log reaches everyone, or up to so much of it. */
  #spread(count: number): void {
    const isInPart = count !== Number.POSITIVE_INFINITY && this.#leftBehind?.isUp === true;
    const isDue = (replica: Replica) => replica !== this.#leftBehind || (isInPart && this.#stage.tape.once(4));
    const replicas = this.#stage.cluster.replicas.filter(isDue);
    for (const replica of replicas) this.#stage.cluster.sync(replica, count);
    for (const replica of replicas) this.#stage.cluster.apply(replica, count);
    for (const client of this.#stage.crowd.clients) {
      for (const room of client.places.keys()) this.#stage.crowd.deliver(client, room, count * 2, this.#stage.tape);
      if (count === Number.POSITIVE_INFINITY) {
        for (const room of client.places.keys())
          this.#stage.crowd.deliver(client, room, count, new Tape(new Uint8Array()));
      }
    }
  }

  #acceptAll(): void {
    for (const broadcast of this.#stage.crowd.broadcasts) {
      if (!this.#stage.isPending(broadcast)) continue;
      const { room, message, sender } = broadcast;
      const hasFailed = broadcast.sender.failures > broadcast.failures;
      const outcome = this.#stage.crowd.isAppended(broadcast) ? 'accepted' : hasFailed ? 'unknown' : 'refused';
      broadcast.hasOutcome = true;
      this.#stage.facts.push({ kind: 'outcome', node: sender.id, room, token: message.token, outcome });
    }
  }

  #readBack(room: string): void {
    const reader = this.#stage.tape.pick(this.#stage.crowd.members(room));
    const limit = 1 + this.#stage.tape.below(6);
    let from: number | undefined = 1;
    while (reader !== undefined && from !== undefined) {
      this.#stage.reads.start(reader, room, from, limit);
      from = this.#stage.reads.finish(this.#stage.reads.pending.length - 1, this.#stage.tape);
    }
  }
}
