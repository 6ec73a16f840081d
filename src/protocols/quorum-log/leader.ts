/**
 * The leader, always the same node. It appends what clients ask for, sends it to everybody, and
 * commits an index when a majority of each voter set in force there has synced it, its own copy
 * counting like any other. While it is down nothing is accepted, and nothing else is lost: see
 * `survey.ts` for what it does when it comes back.
 *
 * Reads need no round of their own: nobody else ever leads, so once the first entry of this life
 * is committed, what is applied here is all that was accepted before the read began.
 */
import type { Host, NodeId, Operation, Process } from '../../contract/index.ts';
import type { Log } from './log.ts';
import { Numbers } from './numbers.ts';
import { mostEntries, type Packet, type PacketOf } from './packets.ts';
import { Reconfiguration } from './reconfiguration.ts';
import type { Rules } from './rules.ts';
import { type InitialMembers, State } from './state.ts';
import { Survey } from './survey.ts';

/** Followers hear something so often: with the next batch, or by then, what is committed. */
const heartbeatUs = 100_000;
/** Batches begin no closer than that: what is asked for meanwhile shares the next. The first after a pause waits for nothing. */
const batchUs = 25_000;
/** Entries that wait to be committed; more are dropped, and asked for again by their clients. */
const inFlightItems = 256;
/** Messages in the answer to a read. */
const readItems = 64;

export interface LeaderOptions {
  readonly rules: Rules;
  readonly members: InitialMembers;
  /** All replicas of the layout, this one first: the first three vote at the beginning. */
  readonly replicas: readonly NodeId[];
  readonly gateway: NodeId;
}

/** What the leader knows of another node. */
interface Peer {
  /** Holds the log durably up to here, as acknowledged in this epoch. Invariant: `match` ≤ `sent`. */
  match: number;
  sent: number;
  /** A replica that lacked committed entries when it last refused, and has not caught up since. */
  isBehind: boolean;
  /** Was answered after a refusal: further ones wait for a heartbeat, so that no two nodes argue at the speed of light. */
  isProbed: boolean;
}

export class Leader implements Process<Packet> {
  readonly #host: Host<Packet>;
  readonly #options: LeaderOptions;
  readonly #log: Log;
  readonly #state: State;
  readonly #survey: Survey;
  readonly #reconfiguration: Reconfiguration;
  readonly #peers = new Map<NodeId, Peer>();
  /** The number of each session's newest request in the log, committed or not. */
  readonly #numbers = new Numbers();
  /** 0 until the first entry of this life is in the log. */
  #epoch = 0;
  #first = 0;
  #serving = false;
  #commit = 0;
  /** The last entry of the newest batch: what stands behind it waits for the next. */
  #offered = 0;
  /** When that may begin, by the monotonic clock. */
  #batchDueUs = 0;

  constructor(host: Host<Packet>, log: Log, options: LeaderOptions) {
    this.#host = host;
    this.#options = options;
    this.#log = log;
    this.#state = new State(options.members);
    this.#reconfiguration = new Reconfiguration(options.replicas);
    const others = options.replicas.filter((replica) => replica !== host.id);
    this.#survey = new Survey({ host, log, rules: options.rules, others, done: () => this.#lead() });
    this.#survey.begin();
  }

  receive(from: NodeId, packet: Packet): void {
    if (packet.kind === 'standing') this.#survey.answered(from, packet);
    else if (!this.#serving) return;
    else if (packet.kind === 'ack') this.#acknowledged(from, packet);
    else if (packet.kind === 'submit') this.#submit(packet);
    else if (packet.kind === 'read') this.#read(from, packet);
  }

  perform(operation: Operation): void {
    if (operation.kind !== 'command') return;
    this.#reconfiguration.command(operation.name);
    this.#reconfigure();
  }

  #lead(): void {
    const log = this.#log;
    for (let index = 1; index <= log.last; index++) {
      const { body } = log.at(index)!;
      if (body.kind === 'request') this.#numbers.note(body.sender);
    }
    this.#epoch = log.epochAt(log.last) + 1;
    this.#first = log.propose(this.#epoch, { kind: 'lead' }).index;
    log.synced = () => {
      if (!this.#serving && log.durable >= this.#first) this.#serve();
      this.#advance();
    };
    log.flush();
  }

  /** The first entry is durable: from now on this epoch may be known to others. */
  #serve(): void {
    this.#serving = true;
    this.#offered = this.#first;
    this.#host.observe.led(1, this.#epoch);
    this.#beat();
  }

  #beat(): void {
    for (const peer of this.#peers.values()) peer.isProbed = false;
    this.#sendToReplicas();
    this.#send(this.#options.gateway, this.#peer(this.#options.gateway));
  }

  #submit({ client, session, first, requests }: PacketOf<'submit'>): void {
    const before = this.#log.last;
    for (const [nth, request] of requests.entries()) {
      const sender = { client, session, number: first + nth };
      const proposed = this.#numbers.last(client, session);
      const last = this.#options.rules.lastNumber(proposed, this.#state.lastNumber(client, session));
      if (sender.number <= last) this.#host.observe.sometimes('duplicate-dropped');
      if (sender.number !== last + 1 || this.#log.last - this.#commit >= inFlightItems) continue;
      this.#numbers.note(sender);
      this.#log.propose(this.#epoch, { kind: 'request', sender, request });
    }
    if (this.#log.last > before) this.#spread();
  }

  #read(gateway: NodeId, { client, session, read, room, from, limit }: PacketOf<'read'>): void {
    if (this.#commit < this.#first) return;
    const applied = this.#state.rooms.get(room)?.messages ?? [];
    const more: Uint8Array[] = [];
    for (const { body } of this.#log.slice(this.#commit, this.#options.rules.readsUpTo(this.#commit, this.#log.last))) {
      if (body.kind !== 'request' || body.request.kind !== 'message' || body.request.room !== room) continue;
      more.push(body.request.bytes);
    }
    const to = from - 1 + Math.min(limit, readItems);
    const items = [
      ...applied.slice(from - 1, to),
      ...more.slice(Math.max(0, from - 1 - applied.length), Math.max(0, to - applied.length)),
    ];
    const head = applied.length + more.length;
    this.#host.send(gateway, { kind: 'history', client, session, read, from, items, head });
  }

  #acknowledged(from: NodeId, { epoch, refused, index }: PacketOf<'ack'>): void {
    if (!this.#options.rules.isCurrent(epoch, this.#epoch)) return;
    const peer = this.#peer(from);
    if (refused) {
      peer.sent = Math.max(index, peer.match);
      peer.isBehind ||= from !== this.#options.gateway && index < this.#commit;
      if (!peer.isProbed) this.#send(from, peer);
      peer.isProbed = true;
      return;
    }
    if (from !== this.#options.gateway) peer.match = Math.max(peer.match, Math.min(index, this.#log.last));
    peer.sent = Math.max(peer.sent, index);
    peer.isProbed = false;
    if (peer.isBehind && index >= this.#commit) {
      peer.isBehind = false;
      this.#host.observe.sometimes('caught-up-follower');
    }
    if (peer.sent < this.#lastFor(from)) this.#send(from, peer);
    this.#advance();
  }

  /** Commits what a quorum holds: an index, and with it everything below. */
  #advance(): void {
    if (!this.#serving) return;
    const log = this.#log;
    const { rules } = this.#options;
    let index = this.#highestHeld();
    const holds = (node: NodeId) => this.#holds(node, index);
    while (index > this.#commit && !rules.isQuorum(rules.votersAt(log.configurations, index), holds)) index--;
    if (index > this.#commit) {
      if (index > log.durable) this.#host.observe.sometimes('commit-without-leader-sync');
      while (this.#state.applied < index) {
        const entry = log.at(this.#state.applied + 1)!;
        this.#state.apply(entry, this.#host.observe);
        if (entry.body.kind === 'config' && entry.body.sets.length === 1) this.#host.observe.sometimes('reconfigured');
      }
      this.#commit = index;
      this.#send(this.#options.gateway, this.#peer(this.#options.gateway));
    }
    this.#reconfigure();
  }

  /** No node holds anything behind that, as far as it counts. */
  #highestHeld(): number {
    const { durable, last } = this.#log;
    let highest = this.#options.rules.ownCopy(durable, last);
    for (const { match } of this.#peers.values()) if (match > highest) highest = match;
    return highest;
  }

  #holds(node: NodeId, index: number): boolean {
    const { durable, last } = this.#log;
    if (node === this.#host.id) return this.#options.rules.ownCopy(durable, last) >= index;
    return (this.#peers.get(node)?.match ?? 0) >= index;
  }

  #reconfigure(): void {
    if (!this.#serving || this.#commit < this.#first) return;
    const current = this.#log.configurations.at(-1)!;
    const isCaughtUp = (node: NodeId) => node === this.#host.id || this.#peer(node).match + mostEntries >= this.#commit;
    const sets = this.#reconfiguration.next(current, this.#commit, isCaughtUp);
    if (sets === undefined) return;
    this.#log.propose(this.#epoch, { kind: 'config', sets });
    this.#spread();
  }

  /** Something was proposed: it goes with the next batch. */
  #spread(): void {
    const waitUs = this.#batchDueUs - this.#host.monotonicUs();
    if (waitUs > 0) this.#host.setTimer('batch', waitUs, () => this.#beginBatch());
    else this.#beginBatch();
  }

  /** All that was proposed: to the own disk and to every replica at once. */
  #beginBatch(): void {
    this.#batchDueUs = this.#host.monotonicUs() + batchUs;
    this.#offered = this.#log.last;
    this.#log.flush();
    this.#sendToReplicas();
  }

  /** What is behind, and what is committed; while that goes out in time there is no need of a heartbeat. */
  #sendToReplicas(): void {
    this.#host.setTimer('beat', heartbeatUs, () => this.#beat());
    const { sets } = this.#log.configurations.at(-1)!;
    const { learners } = this.#reconfiguration;
    for (const node of this.#options.replicas) {
      if (node === this.#host.id) continue;
      if (learners.includes(node) || sets.some((voters) => voters.includes(node))) this.#send(node, this.#peer(node));
    }
  }

  #send(node: NodeId, peer: Peer): void {
    const log = this.#log;
    const after = peer.sent;
    const entries = log.slice(after, Math.min(this.#lastFor(node), after + mostEntries));
    peer.sent += entries.length;
    const [epoch, afterEpoch, commit] = [this.#epoch, log.epochAt(after), this.#commit];
    this.#host.send(node, { kind: 'append', epoch, after, afterEpoch, entries, commit });
  }

  /** The gateway is told of committed entries only. */
  #lastFor(node: NodeId): number {
    return node === this.#options.gateway ? this.#commit : this.#offered;
  }

  #peer(node: NodeId): Peer {
    let peer = this.#peers.get(node);
    if (peer === undefined) {
      peer = { match: 0, sent: this.#lastFor(node), isBehind: false, isProbed: false };
      this.#peers.set(node, peer);
    }
    return peer;
  }
}
