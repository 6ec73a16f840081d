/**
 * Reads at a leader (ReadIndex: thesis, section 6.4). One is answered once an entry of the leader's
 * own term is committed, so that it knows what is, and once a majority has answered a round of
 * appends that began after the read had come, so that nobody else led by then. No clock is trusted
 * with that. Left for later: reads at followers.
 */
import type { NodeId } from '../../contract/index.ts';
import type { Core } from './core.ts';
import type { Followers } from './followers.ts';
import type { PacketOf } from './packets.ts';

interface Read {
  readonly gateway: NodeId;
  readonly packet: PacketOf<'read'>;
  /** Round that a quorum must have answered. */
  readonly needed: number;
}

/** Reads that wait; more are dropped, and asked for again by their clients. */
const waitingAtMost = 1_024;

export class Reads {
  readonly #core: Core;
  readonly #followers: Followers;
  readonly #waiting: Read[] = [];

  constructor(core: Core, followers: Followers) {
    this.#core = core;
    this.#followers = followers;
  }

  add(gateway: NodeId, packet: PacketOf<'read'>): void {
    if (this.#waiting.length >= waitingAtMost) return;
    this.#waiting.push({ gateway, packet, needed: this.#followers.round + 1 });
    this.serve();
  }

  /** Answers those that may be; for the others a round is on its way. */
  serve(): void {
    const { ballot, commit, log, options } = this.#core;
    const { rules } = options;
    if (!rules.knowsCommit(log.termAt(commit) ?? 0, ballot.term)) return;
    for (;;) {
      const oldest = this.#waiting[0];
      if (oldest === undefined) return;
      if (rules.confirmsRead(oldest.needed, this.#confirmed(oldest.needed))) {
        this.#waiting.shift();
        this.#answer(oldest);
      } else {
        // One round at a time: what comes meanwhile shares the next.
        if (oldest.needed <= this.#followers.round) return;
        this.#followers.sendRound();
        if (this.#core.others.length > 0) return;
      }
    }
  }

  /** `needed`, if a quorum has answered that round; else 0. */
  #confirmed(needed: number): number {
    const { host, options } = this.#core;
    const hasBegun = needed <= this.#followers.round;
    const agrees = (node: NodeId) => (node === host.id ? hasBegun : this.#followers.answered(node, needed));
    return options.rules.isQuorum(options.voters, agrees) ? needed : 0;
  }

  #answer({ gateway, packet: { client, session, read, room, from, limit } }: Read): void {
    const { host, options, state } = this.#core;
    const messages = state.rooms.get(room)?.messages ?? [];
    const items = messages.slice(from - 1, from - 1 + Math.min(limit, options.knobs.page));
    host.send(gateway, { kind: 'history', client, session, read, from, items, head: messages.length });
  }
}
