/**
 * A replica that leads its shard for one term. It appends what clients ask for, sends it to the
 * others, and commits what a majority has synced, its own copy counting like any other. Its term
 * begins with an entry that asks for nothing: once that is committed, so is all before it. When it
 * does not hear of a majority for an election timeout it leads no more (check-quorum: thesis,
 * section 6.2). Left for later: refusing what is too much instead of dropping it.
 */
import type { NodeId } from '../../contract/index.ts';
import type { Core, Role } from './core.ts';
import { Feeds } from './feeds.ts';
import { Followers } from './followers.ts';
import { Numbers } from './numbers.ts';
import type { Packet, PacketOf } from './packets.ts';
import { Reads } from './reads.ts';

export class Leader implements Role {
  readonly #core: Core;
  readonly #lost: () => void;
  readonly #term: number;
  readonly #followers: Followers;
  readonly #feeds: Feeds;
  readonly #reads: Reads;
  /** Requests in the log that are not committed. */
  readonly #proposed = new Numbers();
  readonly hearsLeader = true;
  #isBatching = false;

  /** `lost`: it leads no more, though nobody else may lead yet. */
  constructor(core: Core, lost: () => void) {
    this.#core = core;
    this.#lost = lost;
    this.#term = core.ballot.term;
    this.#followers = new Followers(core);
    this.#feeds = new Feeds(core);
    this.#reads = new Reads(core, this.#followers);
    const { host, log } = core;
    host.observe.led(core.options.shard, this.#term);
    for (const { body } of log.slice(core.commit, log.last)) {
      if (body.kind !== 'request') continue;
      const { client, session, number } = body.sender;
      this.#proposed.note(client, session, body.request.room, number);
    }
    log.synced = () => this.#advance();
    log.propose(this.#term, { kind: 'no-op' });
    log.flush();
    this.#beat();
  }

  end(): void {
    const { host, log } = this.#core;
    host.clearTimer('beat');
    host.clearTimer('batch');
    log.synced = () => {};
  }

  receive(from: NodeId, packet: Packet): void {
    switch (packet.kind) {
      case 'appended':
        if (packet.term !== this.#term) break;
        this.#followers.appended(from, packet);
        this.#advance();
        break;
      case 'submit':
        this.#submit(packet);
        break;
      case 'read':
        this.#reads.add(from, packet);
        break;
      case 'follow':
        this.#feeds.follow(from, packet.after);
        break;
    }
  }

  #beat(): void {
    const { host, options } = this.#core;
    const { electionUs, heartbeatUs } = options.knobs;
    const isHeard = (node: NodeId) => node === host.id || this.#followers.heardWithin(node, electionUs);
    if (!options.rules.isQuorum(options.voters, isHeard)) {
      host.observe.sometimes('stepped-down');
      this.#lost();
      return;
    }
    host.setTimer('beat', heartbeatUs, () => this.#beat());
    this.#followers.sendRound();
  }

  #submit({ client, session, room, first, requests }: PacketOf<'submit'>): void {
    const { commit, host, log, options, state } = this.#core;
    if (!state.rooms.has(room)) return;
    const before = log.last;
    for (const [nth, request] of requests.entries()) {
      const number = first + nth;
      const last = Math.max(this.#proposed.last(client, session, room), state.done.last(client, session, room));
      if (number <= last) host.observe.sometimes('repeat-dropped');
      if (!options.rules.isNext(number, last) || log.last - commit >= options.knobs.waiting) continue;
      this.#proposed.note(client, session, room, number);
      log.propose(this.#term, { kind: 'request', sender: { client, session, number }, request });
    }
    if (log.last === before || this.#isBatching) return;
    this.#isBatching = true;
    host.setTimer('batch', options.knobs.batchUs, () => this.#spread());
  }

  /** All that was proposed: to the own disk and to every follower at once. */
  #spread(): void {
    this.#isBatching = false;
    this.#core.log.flush();
    this.#followers.sendRound();
    if (this.#core.others.length === 0) this.#advance();
  }

  #advance(): void {
    this.#commit();
    this.#reads.serve();
  }

  /** Commits the highest index that a quorum holds, and with it all below. */
  #commit(): void {
    const { commit, host, log, options } = this.#core;
    const { rules, voters } = options;
    let index = log.last;
    const holds = (node: NodeId) =>
      node === host.id ? rules.ownCopy(log.durable, log.last) >= index : this.#followers.matches(node, index);
    while (index > commit && !rules.isQuorum(voters, holds)) index--;
    if (index === commit || !rules.commitsByCounting(log.termAt(index) ?? 0, this.#term)) return;
    if (index > log.durable) host.observe.sometimes('commit-without-leader-sync');
    if (log.termAt(commit + 1) !== this.#term) host.observe.sometimes('committed-for-predecessor');
    this.#core.commitTo(index);
    this.#feeds.send();
  }
}
