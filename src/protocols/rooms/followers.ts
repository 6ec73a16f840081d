/**
 * What a leader knows of its followers' logs, and what it sends them. Entries go out as they come,
 * many packets at a time, until one is refused; then the leader asks with empty appends where the
 * two logs agree, and goes on from there.
 */
import type { NodeId } from '../../contract/index.ts';
import type { Core } from './core.ts';
import type { PacketOf } from './packets.ts';

interface Follower {
  /** Holds the log durably up to here, as acknowledged in this term. Invariant: `match` ≤ `sent`. */
  match: number;
  /** Entries were sent up to here; or, while it is probed, the place that it is asked about. */
  sent: number;
  isProbed: boolean;
  /** The highest round that it has answered, and when it last answered. */
  round: number;
  heardUs: number;
}

export class Followers {
  readonly #core: Core;
  readonly #followers: ReadonlyMap<NodeId, Follower>;
  #round = 0;

  /** Nothing is known of any of them, but that their logs may well end where the own one does. */
  constructor(core: Core) {
    this.#core = core;
    const fresh = { match: 0, sent: core.log.last, isProbed: true, round: 0, heardUs: core.host.monotonicUs() };
    this.#followers = new Map(core.others.map((other) => [other, { ...fresh }]));
  }

  /** The number of the newest round of appends to all. */
  get round(): number {
    return this.#round;
  }

  /** To all of them what they lack, or else a sign of life. */
  sendRound(): void {
    this.#round++;
    for (const [node, follower] of this.#followers) this.#send(node, follower);
  }

  matches(node: NodeId, index: number): boolean {
    return (this.#followers.get(node)?.match ?? 0) >= index;
  }

  answered(node: NodeId, round: number): boolean {
    return (this.#followers.get(node)?.round ?? 0) >= round;
  }

  heardWithin(node: NodeId, us: number): boolean {
    const heardUs = this.#followers.get(node)?.heardUs;
    return heardUs !== undefined && this.#core.host.monotonicUs() - heardUs < us;
  }

  appended(from: NodeId, { round, refused, at, index }: PacketOf<'appended'>): void {
    const follower = this.#followers.get(from);
    if (follower === undefined) return;
    const { log } = this.#core;
    follower.heardUs = this.#core.host.monotonicUs();
    follower.round = Math.max(follower.round, round);
    if (refused) {
      // Of all that were under way to it only one refusal is news: the first, or of the place asked about.
      if (at > follower.sent || at <= follower.match || (follower.isProbed && at !== follower.sent)) return;
      follower.isProbed = true;
      follower.sent = Math.max(follower.match, Math.min(index, at - 1));
      this.#send(from, follower);
      return;
    }
    follower.match = Math.max(follower.match, index);
    if (at >= follower.sent) {
      follower.sent = at;
      follower.isProbed = false;
    }
    if (!follower.isProbed && follower.sent < log.last) this.#send(from, follower);
  }

  #send(node: NodeId, follower: Follower): void {
    const { ballot, commit, host, log, options } = this.#core;
    const after = follower.sent;
    const entries = follower.isProbed ? [] : log.slice(after, Math.min(log.last, after + options.knobs.append));
    follower.sent += entries.length;
    const afterTerm = log.termAt(after) ?? 0;
    const { term } = ballot;
    host.send(node, { kind: 'append', term, round: this.#round, after, afterTerm, commit, entries });
  }
}
