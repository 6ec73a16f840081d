/** Acts of the users of clients. Who has restarted in the meantime has connected by itself, and is left alone. */

import { strikes } from '../chance/index.ts';
import type { NodeId } from '../contract/index.ts';
import type { ClientAct, StormAct } from '../scenario/types.ts';
import { aspectOf, drawWithin, type Ground } from './ground.ts';
import type { StruckNode } from './world.ts';

/** How long a client that is paused when it should connect is left alone before the next try. */
const tryAgainUs = 10_000;

/** See the head of this file. */
export class ClientStrikes {
  readonly #ground: Ground;
  /** Clients disconnected here and not connected again → the incarnation that was. */
  readonly #disconnected = new Map<NodeId, number>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** Clients that are still disconnected because of an act. */
  get disconnected(): readonly NodeId[] {
    return [...this.#disconnected.keys()].filter((id) => this.#isDisconnected(this.#ground.node(id)));
  }

  /** `ANCHOR target`, and `ANCHOR lasts`, or `ANCHOR lasts c1` for each of a group. */
  strike(act: ClientAct, anchor: string): boolean {
    const { targets, world } = this.#ground;
    const struck = targets.resolve(act.target, `${anchor} target`, (node) => this.#canBeStruck(node));
    for (const id of struck) this.#disconnect(this.#ground.node(id));
    for (const id of struck) {
      const node = this.#ground.node(id);
      const { incarnation } = node;
      const place = aspectOf(anchor, 'lasts', act.target, node);
      this.#ground.later(drawWithin(world, place, act.lastsUs), () => this.#undo(id, incarnation));
    }
    return struck.length > 0;
  }

  /**
   * `ANCHOR target`; for each of these `ANCHOR joins c1` (plain 0: it keeps its connection) and
   * `ANCHOR connect c1`; and `ANCHOR lasts` for all.
   */
  storm(act: StormAct, anchor: string): boolean {
    const { targets, world } = this.#ground;
    const joins = ({ name }: StruckNode) =>
      world.decisions.decide(`${anchor} joins ${name}`, 0, (word) => (strikes(word, act.sharePpm) ? 1 : 0)) === 1;
    const struck = targets
      .resolve(act.target, `${anchor} target`, (node) => this.#canBeStruck(node))
      .filter((id) => joins(this.#ground.node(id)));
    if (struck.length === 0) return false;
    world.counters.count('storm');
    for (const id of struck) this.#disconnect(this.#ground.node(id));
    const awayUs = this.#ground.lastsUs(anchor, act.lastsUs);
    for (const id of struck) {
      const { name, incarnation } = this.#ground.node(id);
      const laterUs = drawWithin(world, `${anchor} connect ${name}`, act.connectUs);
      this.#ground.later(awayUs + laterUs, () => this.#undo(id, incarnation));
    }
    return true;
  }

  #canBeStruck(node: StruckNode): boolean {
    return node.spec.role === 'client' && node.state === 'up' && !this.#isDisconnected(node);
  }

  #disconnect({ id, incarnation }: StruckNode): void {
    this.#disconnected.set(id, incarnation);
    this.#ground.world.counters.count('disconnect');
    this.#ground.world.perform(id, { kind: 'disconnect' });
  }

  #undo(id: NodeId, incarnation: number): void {
    const node = this.#ground.node(id);
    if (node.incarnation !== incarnation) return;
    if (this.#ground.world.perform(id, { kind: 'connect' })) this.#disconnected.delete(id);
    else if (node.state === 'paused') this.#ground.later(tryAgainUs, () => this.#undo(id, incarnation));
  }

  #isDisconnected(node: StruckNode): boolean {
    return this.#disconnected.get(node.id) === node.incarnation;
  }
}
