/**
 * Acts on the links between nodes: partitions, clogs, flapping, grey and half-open links. Each
 * undoes later exactly what it did.
 */
import { below } from '../chance/index.ts';
import type { NodeId } from '../contract/index.ts';
import type { FlapAct, GreyAct, HalfOpenAct, HoldAct, LinkAct, SwizzleAct } from '../scenario/types.ts';
import type { Trouble } from '../sim/index.ts';
import { anybody, drawWithin, type Ground, isLone, isRunning } from './ground.ts';
import { type OneWay, Severing } from './severing.ts';

/** See the head of this file. */
export class LinkStrikes {
  readonly #ground: Ground;
  readonly #severing: Severing;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#severing = new Severing(ground);
  }

  /** Who is meant is decided as `Severing` says; `ANCHOR lasts`, and what each act says beside. */
  strike(act: LinkAct, anchor: string): boolean {
    const hasStruck = this.#strike(act, anchor);
    if (hasStruck) this.#ground.world.counters.count(act.verb);
    return hasStruck;
  }

  #strike(act: LinkAct, anchor: string): boolean {
    const { links } = this.#ground.world;
    switch (act.verb) {
      case 'partition':
        return this.#trouble(this.#severing.of(act.cut, anchor), (ends) => links.cut(...ends), act, anchor);
      case 'clog':
        return this.#trouble(this.#severing.of(act.cut, anchor), (ends) => links.clog(...ends), act, anchor);
      case 'hold':
        return this.#hold(act, anchor);
      case 'grey':
        return this.#grey(act, anchor);
      case 'flap':
        return this.#flap(act, anchor);
      case 'swizzle':
        return this.#swizzle(act, anchor);
      case 'half-open':
        return this.#halfOpen(act, anchor);
    }
  }

  #trouble(
    where: readonly OneWay[],
    begin: (ends: OneWay) => Trouble,
    { lastsUs }: Pick<LinkAct, 'lastsUs'>,
    anchor: string,
  ): boolean {
    if (where.length === 0) return false;
    const troubles = where.map(begin);
    this.#ground.later(this.#ground.lastsUs(anchor, lastsUs), () => this.#mend(troubles));
    return true;
  }

  /** Opens once, with the event or when its time is over. */
  #hold({ cut, opens, lastsUs }: HoldAct, anchor: string): boolean {
    const where = this.#severing.of(cut, anchor);
    if (where.length === 0) return false;
    const clogs = where.map((ends) => this.#ground.world.links.clog(...ends));
    let isOpen = false;
    const open = () => {
      if (!isOpen) this.#mend(clogs);
      isOpen = true;
    };
    this.#ground.later(this.#ground.lastsUs(anchor, lastsUs), open);
    this.#ground.upon(opens, open);
    return true;
  }

  #grey(act: GreyAct, anchor: string): boolean {
    const { links } = this.#ground.world;
    const { lossPpm, delayUs } = act;
    const where = this.#severing.around(act.target, anchor);
    return this.#trouble(where, ([from, to]) => links.grey(from, to, { lossPpm, delayUs }), act, anchor);
  }

  /** The nth time it is down for `ANCHOR down #n`, then up for `ANCHOR up #n`. */
  #flap(act: FlapAct, anchor: string): boolean {
    const where = this.#severing.of(act.cut, anchor);
    if (where.length === 0) return false;
    const endUs = this.#ground.world.nowUs + this.#ground.lastsUs(anchor, act.lastsUs);
    this.#down(act, where, endUs, anchor, 1);
    return true;
  }

  #down(act: FlapAct, where: readonly OneWay[], endUs: number, anchor: string, nth: number): void {
    const { world } = this.#ground;
    const cuts = where.map((ends) => world.links.cut(...ends));
    const downUs = drawWithin(world, `${anchor} down #${nth}`, act.downUs);
    this.#ground.later(Math.min(downUs, endUs - world.nowUs), () => {
      this.#mend(cuts);
      const upUs = drawWithin(world, `${anchor} up #${nth}`, act.upUs);
      if (world.nowUs + upUs < endUs) {
        this.#ground.later(upUs, () => this.#down(act, where, endUs, anchor, nth + 1));
      }
    });
  }

  /**
   * Each node of the target is clogged or not (`ANCHOR clogs NODE`, plain 0), both ways, at a moment
   * of its own in the first third (`ANCHOR begins NODE`), and released in the last (`ANCHOR ends NODE`).
   */
  #swizzle(act: SwizzleAct, anchor: string): boolean {
    const { decisions } = this.#ground.world;
    const nodes = this.#ground.targets.resolve(
      act.target,
      `${anchor} target`,
      isLone(act.target) ? isRunning : anybody,
    );
    const chosen = nodes.filter((id) => {
      const { name } = this.#ground.node(id);
      return decisions.decide(`${anchor} clogs ${name}`, 0, (word) => below(word, 2)) !== 0;
    });
    const thirdUs = Math.floor(this.#ground.lastsUs(anchor, act.lastsUs) / 3);
    for (const id of chosen) this.#clogOne(id, thirdUs, anchor);
    return chosen.length > 0;
  }

  #clogOne(id: NodeId, thirdUs: number, anchor: string): void {
    const { world } = this.#ground;
    const { name } = this.#ground.node(id);
    const others = world.nodes.flatMap((node) => (node === undefined || node.id === id ? [] : [node.id]));
    const within = { min: 0, max: thirdUs };
    const beginsUs = drawWithin(world, `${anchor} begins ${name}`, within);
    const endsUs = 2 * thirdUs + drawWithin(world, `${anchor} ends ${name}`, within);
    this.#ground.later(beginsUs, () => {
      const clogs = [world.links.clog([id], others), world.links.clog(others, [id])];
      this.#ground.later(endsUs - beginsUs, () => this.#mend(clogs));
    });
  }

  /** By client: `ANCHOR direction NODE`, 0 for what it sends and 1 for what it should hear. */
  #halfOpen(act: HalfOpenAct, anchor: string): boolean {
    const { world, targets } = this.#ground;
    const clients = targets.resolve(act.target, `${anchor} target`, (node) => {
      return node.spec.role === 'client' && (!isLone(act.target) || isRunning(node));
    });
    const servers = targets.resolve({ kind: 'all', role: 'server' }, `${anchor} other`, anybody);
    const where = clients.map((id): OneWay => {
      const anchorOf = `${anchor} direction ${this.#ground.node(id).name}`;
      return world.decisions.decide(anchorOf, 0, (word) => below(word, 2)) === 0 ? [[id], servers] : [servers, [id]];
    });
    return this.#trouble(where, (ends) => world.links.cut(...ends), act, anchor);
  }

  #mend(troubles: readonly Trouble[]): void {
    for (const trouble of troubles) this.#ground.world.links.mend(trouble);
  }
}
