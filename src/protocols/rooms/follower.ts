/**
 * A replica that follows in its term, whoever leads there, if anybody does. What conflicts with the
 * leader's log gives way to it; an acknowledgement says what is both durable and known to be the
 * leader's. When it misses a leader for too long, another role is for the replica to take.
 */
import type { NodeId } from '../../contract/index.ts';
import type { Core, Role } from './core.ts';
import type { Packet, PacketOf } from './packets.ts';

export class Follower implements Role {
  readonly #core: Core;
  readonly #missed: () => void;
  /** Who leads this term, once it was heard of. */
  #leader: NodeId = 0;
  #heardUs = 0;
  /** The highest round of the leader that has come. */
  #round = 0;
  /** Up to here this log is known to be the leader's. */
  #verified = 0;
  readonly #delayUs: number;

  /** `missed`: no leader was heard of for an election timeout, at first for `firstUs`. */
  constructor(core: Core, firstUs: number, missed: () => void) {
    this.#core = core;
    this.#missed = missed;
    this.#delayUs = core.electionDelayUs();
    core.log.synced = () => this.#acknowledge();
    core.host.setTimer('election', firstUs, missed);
  }

  get hearsLeader(): boolean {
    const { host, options } = this.#core;
    return this.#leader !== 0 && host.monotonicUs() - this.#heardUs < options.knobs.electionUs;
  }

  /** The election timeout begins anew: a leader was heard, or a candidate was given the vote. */
  waitForLeader(): void {
    this.#core.host.setTimer('election', this.#delayUs, this.#missed);
  }

  end(): void {
    this.#core.host.clearTimer('election');
    this.#core.log.synced = () => {};
  }

  receive(from: NodeId, packet: Packet): void {
    if (packet.kind === 'append') this.#append(from, packet);
    else if (packet.kind === 'follow' || packet.kind === 'submit' || packet.kind === 'read') {
      this.#core.host.send(from, { kind: 'hint', leader: this.hearsLeader ? this.#leader : 0 });
    }
  }

  #append(from: NodeId, { term, round, after, afterTerm, commit, entries }: PacketOf<'append'>): void {
    const { host, log, options } = this.#core;
    this.#leader = from;
    this.#heardUs = host.monotonicUs();
    this.#round = Math.max(this.#round, round);
    this.waitForLeader();
    if (log.termAt(after) !== afterTerm) {
      // What is committed is the leader's too, so it is a safe place to go on from.
      const index = after > log.last ? log.last : this.#core.commit;
      this.#core.answer(from, { kind: 'appended', term, round, refused: true, at: after, index });
      return;
    }
    for (const entry of entries) {
      const own = log.termAt(entry.index);
      if (options.rules.conflicts(own, entry.term)) this.#cut(entry.index);
      if (entry.index > log.last) log.append(entry);
    }
    const verified = after + entries.length;
    this.#verified = Math.max(this.#verified, verified);
    this.#core.commitTo(options.rules.commitAfter(this.#core.commit, commit, verified, log.last));
    log.flush();
    this.#acknowledge();
  }

  #cut(index: number): void {
    const { host, log, options, commit } = this.#core;
    if (!options.rules.mayCut(index, commit)) throw new Error(`entry ${index} is committed, and not to be replaced`);
    host.observe.sometimes('divergent-tail-cut');
    log.cut(index);
  }

  #acknowledge(): void {
    if (this.#leader === 0) return;
    const { ballot, log, options } = this.#core;
    const at = this.#verified;
    const index = options.rules.acknowledges(at, log.durable);
    const { term } = ballot;
    this.#core.answer(this.#leader, { kind: 'appended', term, round: this.#round, refused: false, at, index });
  }
}
