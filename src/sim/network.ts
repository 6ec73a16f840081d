import { Aspect, type PacketDecisions, strikes } from '../chance/index.ts';
import type { LinkCut, NodeId, Role } from '../contract/index.ts';
import type { Counters } from './counters.ts';
import type { LatencyShape } from './latency.ts';

/** What one class of links does to packets. */
export interface LinkModel {
  readonly latency: LatencyShape;
  readonly lossPpm: number;
  readonly duplicatePpm: number;
  readonly reorderPpm: number;
}

/** By class: `client-gateway` when an end is a client, else `gateway-replica` when one is a gateway. */
export interface NetworkModel {
  readonly 'client-gateway': LinkModel;
  readonly 'gateway-replica': LinkModel;
  readonly 'replica-replica': LinkModel;
}

/** A one-way cut in force: what nodes of `from` send to nodes of `to` vanishes. */
export type Cut = LinkCut;

/** What becomes of one packet: when its copies land, in microseconds from now; -1 for never. */
export interface Fate {
  landsUs: number;
  copyLandsUs: number;
  lostTo: 'drop' | 'cut' | undefined;
}

/**
 * Datagrams between nodes: each is lost, doubled, delayed or held back by decisions of its own, so
 * that later ones overtake. Cuts swallow what is sent while they are in force; what is under way
 * lands. A node's packets to itself take a microsecond and never fail. Bandwidth is unlimited.
 */
export class Network {
  readonly #roles: readonly (Role | undefined)[];
  readonly #model: NetworkModel;
  readonly #packets: PacketDecisions;
  readonly #counters: Counters;
  readonly #cuts: Cut[] = [];
  #calm = false;
  /** Overwritten by each call of `decide`. */
  readonly #fate: Fate = { landsUs: 0, copyLandsUs: -1, lostTo: undefined };

  constructor(options: {
    readonly roles: readonly (Role | undefined)[];
    readonly model: NetworkModel;
    readonly packets: PacketDecisions;
    readonly counters: Counters;
  }) {
    this.#roles = options.roles;
    this.#model = options.model;
    this.#packets = options.packets;
    this.#counters = options.counters;
  }

  cut(from: readonly NodeId[], to: readonly NodeId[]): Cut {
    const cut = { from: new Set(from), to: new Set(to) };
    this.#cuts.push(cut);
    return cut;
  }

  /** Cuts in force. */
  get cuts(): readonly Cut[] {
    return this.#cuts;
  }

  /** False, and nothing done, when the cut is mended already. */
  mend(cut: Cut): boolean {
    const at = this.#cuts.indexOf(cut);
    if (at === -1) return false;
    this.#cuts.splice(at, 1);
    return true;
  }

  /** No more losses, duplicates or reordering; latency and cuts stay. */
  calm(): void {
    this.#calm = true;
  }

  /** The fate of a packet that is being sent now; valid until the next call. */
  decide(from: NodeId, to: NodeId, kind: string, key: string | undefined): Readonly<Fate> {
    const fate = this.#fate;
    fate.copyLandsUs = -1;
    fate.lostTo = undefined;
    if (from === to) {
      fate.landsUs = 1;
      return fate;
    }
    const packets = this.#packets;
    packets.begin(from, to, kind, key);
    if (this.#cuts.length > 0 && this.#isCut(from, to)) return this.#lose('cut');
    const link = this.#link(from, to);
    if (!this.#calm) {
      const { lossPpm, duplicatePpm } = link;
      if (this.#happens(Aspect.loss, lossPpm)) return this.#lose('drop');
      if (this.#happens(Aspect.duplicate, duplicatePpm)) {
        this.#counters.count('duplicate');
        fate.copyLandsUs = this.#latency(link, Aspect.copyLatency, Aspect.copyReorder);
      }
    }
    fate.landsUs = this.#latency(link, Aspect.latency, Aspect.reorder);
    return fate;
  }

  #lose(to: 'drop' | 'cut'): Readonly<Fate> {
    this.#counters.count(to);
    this.#fate.landsUs = -1;
    this.#fate.lostTo = to;
    return this.#fate;
  }

  #happens(aspect: number, ppm: number): boolean {
    const drawn = ppm > 0 && strikes(this.#packets.word(aspect), ppm) ? 1 : 0;
    return this.#packets.settle(aspect, 0, drawn) !== 0;
  }

  #latency(link: LinkModel, aspect: number, reorder: number): number {
    const packets = this.#packets;
    const latencyUs = packets.settle(aspect, link.latency.plainUs, link.latency.draw(packets.word(aspect)));
    if (this.#calm) return latencyUs;
    const word = packets.word(reorder);
    const held = link.reorderPpm > 0 && strikes(word, link.reorderPpm) ? (1 + (word & 3)) * link.latency.plainUs : 0;
    const heldUs = packets.settle(reorder, 0, held);
    if (heldUs > 0) this.#counters.count('reorder');
    return latencyUs + heldUs;
  }

  #isCut(from: NodeId, to: NodeId): boolean {
    for (const cut of this.#cuts) {
      if (cut.from.has(from) && cut.to.has(to)) return true;
    }
    return false;
  }

  #link(from: NodeId, to: NodeId): LinkModel {
    const a = this.#roles[from];
    const b = this.#roles[to];
    if (a === 'client' || b === 'client') return this.#model['client-gateway'];
    if (a === 'gateway' || b === 'gateway') return this.#model['gateway-replica'];
    return this.#model['replica-replica'];
  }
}
