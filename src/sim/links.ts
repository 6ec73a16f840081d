import type { LinkCut, NodeId } from '../contract/index.ts';
import type { EventWorld } from './event-world.ts';
import type { Network } from './network.ts';
import { Kind } from './trace.ts';
import type { Clog, Cut, Grey, GreyStrength, Trouble } from './troubles.ts';

/** What the links need of their simulator. */
export interface LinkWorld extends Pick<EventWorld, 'witness' | 'begin'> {
  readonly nowUs: number;
  at(timeUs: number, act: () => void): void;
  /** The clog is over: what it holds goes on. */
  release(clog: Clog): void;
}

type Ends = readonly [from: readonly NodeId[], to: readonly NodeId[]];

/**
 * What may befall the links between nodes, as events. Each verb does nothing where it makes no
 * sense. To the witness all of it is a cut: packets do not pass as they should.
 */
export class Links {
  readonly #world: LinkWorld;
  readonly #network: Network;
  /** Links on which packets did not fit into the buffer, until it is drained. */
  readonly #full = new Map<string, LinkCut>();

  constructor(world: LinkWorld, network: Network) {
    this.#world = world;
    this.#network = network;
  }

  /** From now on what any of `from` sends to any of `to` vanishes. */
  cut(...ends: Ends): Cut {
    return this.#begin(Kind.cut, { kind: 'cut', ...endsOf(ends) });
  }

  /** From now on what any of `from` sends to any of `to` is held; it bursts out when the clog is mended. */
  clog(...ends: Ends): Clog {
    return this.#begin(Kind.clog, { kind: 'clog', held: [], ...endsOf(ends) });
  }

  /** From now on what any of `from` sends to any of `to` takes longer, and some of it is lost. */
  grey(from: readonly NodeId[], to: readonly NodeId[], strength: GreyStrength): Grey {
    return this.#begin(Kind.grey, { kind: 'grey', ...strength, ...endsOf([from, to]) });
  }

  mend(trouble: Trouble): void {
    const { from, to } = trouble;
    this.#world.begin(Kind.mend, 0, 0, contentOf(trouble), 0, { from: [...from], to: [...to] });
    this.#mend(trouble);
  }

  /**
   * Ends all of it but what is wrong with the links of these nodes, and no packet is lost, doubled,
   * held back, flipped or made to wait by chance any more.
   */
  heal(retired: ReadonlySet<NodeId> = new Set()): void {
    this.#network.calm();
    for (const trouble of this.#network.troubles.all) {
      for (const rest of restOf(trouble, retired)) {
        this.#network.troubles.add(rest);
        this.#world.witness.linksCut(rest);
      }
      this.#mend(trouble);
    }
    for (const key of [...this.#full.keys()]) this.#drained(key);
  }

  /** A packet did not fit: until the buffer is drained, the link does not pass what it should. */
  full(from: NodeId, to: NodeId): void {
    const key = `${from}>${to}`;
    if (this.#full.has(key)) return;
    const cut = endsOf([[from], [to]]);
    this.#full.set(key, cut);
    this.#world.witness.linksCut(cut);
    this.#drain(key, from, to);
  }

  #drain(key: string, from: NodeId, to: NodeId): void {
    this.#world.at(this.#network.pipes.drainedUs(from, to), () => {
      if (this.#network.pipes.drainedUs(from, to) > this.#world.nowUs) this.#drain(key, from, to);
      else this.#drained(key);
    });
  }

  #drained(key: string): void {
    const cut = this.#full.get(key);
    if (cut !== undefined && this.#full.delete(key)) this.#world.witness.linksMended(cut);
  }

  #begin<Some extends Trouble>(kind: number, trouble: Some): Some {
    const from = [...trouble.from];
    const to = [...trouble.to];
    this.#world.begin(kind, from[0] ?? 0, to[0] ?? 0, contentOf(trouble), 0, { from, to });
    this.#network.troubles.add(trouble);
    this.#world.witness.linksCut(trouble);
    return trouble;
  }

  #mend(trouble: Trouble): void {
    if (!this.#network.troubles.remove(trouble)) return;
    this.#world.witness.linksMended(trouble);
    if (trouble.kind === 'clog') this.#world.release(trouble);
  }
}

function endsOf([from, to]: Ends): LinkCut {
  return { from: new Set(from), to: new Set(to) };
}

/** What of a trouble is about links of these nodes; a clog's packets there are handed on to it when the clog is mended. */
function restOf(trouble: Trouble, nodes: ReadonlySet<NodeId>): readonly Trouble[] {
  const { from, to } = trouble;
  const theirs = endsOf([[...from].filter((id) => nodes.has(id)), [...to]]);
  const others = endsOf([[...from].filter((id) => !nodes.has(id)), [...to].filter((id) => nodes.has(id))]);
  const rest = [theirs, others].filter((ends) => ends.from.size > 0 && ends.to.size > 0);
  return rest.map((ends) => (trouble.kind === 'clog' ? { ...trouble, ...ends, held: [] } : { ...trouble, ...ends }));
}

function contentOf({ from, to }: LinkCut): number {
  return from.size * 65536 + to.size;
}
