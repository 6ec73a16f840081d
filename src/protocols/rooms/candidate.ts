/**
 * A replica that misses a leader. It first asks whether it would be voted for, under a term that
 * nobody takes over yet, so that one that was merely cut off disturbs nobody when it comes back
 * (pre-vote: thesis, section 9.6). Only then it begins that term, with a vote for itself that is
 * durable before it is counted.
 */
import type { NodeId } from '../../contract/index.ts';
import type { Core, Role } from './core.ts';
import type { Packet } from './packets.ts';

export class Candidate implements Role {
  readonly #core: Core;
  readonly #won: () => void;
  readonly hearsLeader = false;
  #isPre = true;
  #isOver = false;
  readonly #votes = new Set<NodeId>();

  constructor(core: Core, won: () => void) {
    this.#core = core;
    this.#won = won;
    this.#ask();
  }

  end(): void {
    this.#isOver = true;
    this.#core.host.clearTimer('election');
  }

  receive(from: NodeId, packet: Packet): void {
    if (packet.kind === 'follow' || packet.kind === 'submit' || packet.kind === 'read') {
      this.#core.host.send(from, { kind: 'hint', leader: 0 });
    }
    if (packet.kind !== 'voted' || packet.isPre !== this.#isPre || packet.term !== this.#term || !packet.granted)
      return;
    this.#count(from);
  }

  /** The term that it asks for. */
  get #term(): number {
    return this.#core.ballot.term + (this.#isPre ? 1 : 0);
  }

  /** Would I be voted for? */
  #ask(): void {
    this.#isPre = true;
    this.#poll();
    this.#count(this.#core.host.id);
  }

  /** Vote for me. */
  #stand(): void {
    const { ballot, host } = this.#core;
    const term = ballot.term + 1;
    this.#isPre = false;
    this.#votes.clear();
    // A disk slower than the timeout must not make it begin term after term: the clock starts when it asks.
    host.clearTimer('election');
    ballot.set({ term, vote: host.id });
    ballot.whenDurable(() => {
      if (this.#isOver || this.#isPre || ballot.term !== term) return;
      this.#poll();
      this.#count(host.id);
    });
  }

  #poll(): void {
    const { host, log, others } = this.#core;
    this.#votes.clear();
    host.setTimer('election', this.#core.electionDelayUs(), () => this.#ask());
    const { index: last, term: lastTerm } = log.lastPlace;
    const packet = { kind: 'poll', term: this.#term, isPre: this.#isPre, last, lastTerm } as const;
    for (const other of others) host.send(other, packet);
  }

  #count(voter: NodeId): void {
    const { rules, voters } = this.#core.options;
    this.#votes.add(voter);
    if (!rules.isQuorum(voters, (node) => this.#votes.has(node))) return;
    if (this.#isPre) this.#stand();
    else this.#won();
  }
}
