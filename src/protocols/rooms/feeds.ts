/** What a leader sends to gateways: committed entries only, as they become so, to whoever has asked lately. */
import type { NodeId } from '../../contract/index.ts';
import type { Core } from './core.ts';

/** A gateway that has not asked for so many heartbeats has gone. */
const silentBeats = 10;

interface Feed {
  sent: number;
  heardUs: number;
}

export class Feeds {
  readonly #core: Core;
  readonly #feeds = new Map<NodeId, Feed>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** The gateway has everything up to `after`: it is sent what comes next, or that nothing does. */
  follow(gateway: NodeId, after: number): void {
    const feed = { sent: after, heardUs: this.#core.host.monotonicUs() };
    this.#feeds.set(gateway, feed);
    this.#send(gateway, feed);
  }

  /** More is committed. */
  send(): void {
    const { host, options } = this.#core;
    for (const [gateway, feed] of this.#feeds) {
      const isGone = host.monotonicUs() - feed.heardUs > silentBeats * options.knobs.heartbeatUs;
      if (isGone) this.#feeds.delete(gateway);
      else if (feed.sent < this.#core.commit) this.#send(gateway, feed);
    }
  }

  #send(gateway: NodeId, feed: Feed): void {
    const { ballot, commit, host, log, options } = this.#core;
    const after = feed.sent;
    const entries = log.slice(after, Math.min(commit, after + options.knobs.append));
    feed.sent += entries.length;
    host.send(gateway, { kind: 'feed', term: ballot.term, after, entries });
  }
}
