/**
 * What the world did and what users wished, as far as it decides what is due in time. It hears of
 * everything after the properties have, so that they judge the end of something by what was so
 * until then: a session, a link, a running node.
 */
import type { Court, LinkCut, NodeId, Operation, Property } from '../contract/index.ts';
import { Leaders } from './leaders.ts';
import { Reach } from './reach.ts';
import { Sessions } from './sessions.ts';

/** See the head of this file. */
export class Circumstances implements Property {
  readonly reach: Reach;
  readonly sessions: Sessions;
  readonly leaders = new Leaders();
  readonly #nowUs: () => number;

  constructor({ nodes, bounds, nowUs }: Pick<Court, 'nodes' | 'bounds' | 'nowUs'>) {
    this.reach = new Reach(nodes, Math.max(bounds.answeredUs, bounds.promptUs));
    this.sessions = new Sessions(nodes);
    this.#nowUs = nowUs;
  }

  /** A client connects by itself when it boots. */
  booted(node: NodeId): void {
    this.reach.begin(node, this.#nowUs());
    this.sessions.want(node, this.#nowUs());
  }

  crashed(node: NodeId): void {
    this.reach.end(node, this.#nowUs());
    this.leaders.end(node, this.#nowUs());
    this.sessions.renounce(node);
    this.sessions.end(node, this.#nowUs());
  }

  paused(node: NodeId): void {
    this.reach.end(node, this.#nowUs());
  }

  unpaused(node: NodeId): void {
    this.reach.begin(node, this.#nowUs());
  }

  hindered(node: NodeId): void {
    this.reach.hinder(node, this.#nowUs());
  }

  unhindered(node: NodeId): void {
    this.reach.unhinder(node, this.#nowUs());
  }

  linksCut(cut: LinkCut): void {
    this.reach.cut(cut, this.#nowUs());
  }

  linksMended(cut: LinkCut): void {
    this.reach.mend(cut, this.#nowUs());
  }

  connected(client: NodeId, gateway: NodeId): void {
    this.sessions.begin(client, gateway, this.#nowUs());
  }

  disconnected(client: NodeId): void {
    this.sessions.end(client, this.#nowUs());
  }

  led(node: NodeId, shard: number, epoch: number): void {
    this.leaders.led(node, shard, epoch);
  }

  asked(node: NodeId, { kind }: Operation): void {
    if (kind === 'connect') this.sessions.want(node, this.#nowUs());
    else if (kind === 'disconnect') this.sessions.renounce(node);
  }
}
