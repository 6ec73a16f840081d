import type { NodeId } from '../contract/index.ts';
import type { Cut, Network } from './network.ts';
import { Kind } from './trace.ts';
import type { Witness } from './witness.ts';

/** What the links need of their simulator. */
export interface LinkWorld {
  readonly witness: Witness;
  /** A new event begins. */
  begin(kind: number, node: NodeId, other: number, content: number, cause?: number, detail?: unknown): void;
}

/** What may befall the links between nodes, as events. Each verb does nothing where it makes no sense. */
export class Links {
  readonly #world: LinkWorld;
  readonly #network: Network;

  constructor(world: LinkWorld, network: Network) {
    this.#world = world;
    this.#network = network;
  }

  /** From now on what any of `from` sends to any of `to` vanishes. */
  cut(from: readonly NodeId[], to: readonly NodeId[]): Cut {
    this.#world.begin(Kind.cut, from[0] ?? 0, to[0] ?? 0, from.length * 65536 + to.length, 0, { from, to });
    const cut = this.#network.cut(from, to);
    this.#world.witness.linksCut(cut);
    return cut;
  }

  mend(cut: Cut): void {
    const detail = { from: [...cut.from], to: [...cut.to] };
    this.#world.begin(Kind.mend, 0, 0, cut.from.size * 65536 + cut.to.size, 0, detail);
    this.#mend(cut);
  }

  /** Mends everything, and no packet is lost, doubled or held back any more. */
  heal(): void {
    this.#network.calm();
    for (const cut of [...this.#network.cuts]) this.#mend(cut);
  }

  #mend(cut: Cut): void {
    if (this.#network.mend(cut)) this.#world.witness.linksMended(cut);
  }
}
