import { Aspect, below, type PacketDecisions, scramble, strikes } from '../chance/index.ts';
import type { NodeId, Role } from '../contract/index.ts';
import type { Counters } from './counters.ts';
import { type Bandwidth, type LinkModel, LinkTable, type NetworkModel } from './link-table.ts';
import { drawYields } from './order.ts';
import { Pipes } from './pipes.ts';
import { type Clog, type Grey, Troubles } from './troubles.ts';

/** What took a packet: chance, a cut, a grey link, a buffer that was full. */
export type Loss = 'drop' | 'cut' | 'grey-drop' | 'tail-drop';

/** What becomes of one packet: when its copies land, in microseconds from now; -1 for never. */
export interface Fate {
  landsUs: number;
  /** Whether it lands once, as it was sent, and yields to nothing: then nothing below says anything. */
  isUsual: boolean;
  copyLandsUs: number;
  stragglesUs: number;
  lostTo: Loss | undefined;
  /** Holds the packet and all its copies until it is released. */
  heldBy: Clog | undefined;
  /** Which bits are flipped on the way, as a word; 0 for none. */
  flips: number;
  copyFlips: number;
  /** How often it yields to what else comes up in its microsecond. */
  yields: number;
  copyYields: number;
}

/**
 * Datagrams between nodes: each is lost, doubled, delayed, held back, flipped or left behind for
 * minutes by decisions of its own. Cuts swallow what is sent while they are in force, clogs hold it,
 * grey links slow and lose it; what is under way lands. Where links have a bandwidth, packets wait
 * in a bounded queue. A node's packets to itself take a microsecond and never fail.
 */
export class Network {
  /** What is wrong with links for a while. */
  readonly troubles = new Troubles();
  readonly pipes = new Pipes();
  /** Whether sizes of packets matter. */
  isMetered: boolean;
  readonly #links: LinkTable;
  readonly #stragglerUs: NetworkModel['stragglerUs'];
  readonly #packets: PacketDecisions;
  readonly #counters: Counters;
  readonly #onFull: (from: NodeId, to: NodeId) => void;
  readonly #drawsOrder: boolean;
  #calm = false;
  #sizeBytes = 0;
  #nowUs = 0;
  /** Overwritten by each call of `decide`. */
  readonly #fate: Fate = {
    landsUs: 0,
    isUsual: true,
    copyLandsUs: -1,
    stragglesUs: -1,
    lostTo: undefined,
    heldBy: undefined,
    flips: 0,
    copyFlips: 0,
    yields: 0,
    copyYields: 0,
  };

  constructor(options: {
    readonly roles: readonly (Role | undefined)[];
    readonly model: NetworkModel;
    readonly packets: PacketDecisions;
    readonly counters: Counters;
    /** Hears of each packet that a full buffer drops. */
    readonly onFull: (from: NodeId, to: NodeId) => void;
    /** Whether the order of what lands in the same microsecond is drawn. */
    readonly drawsOrder?: boolean;
  }) {
    this.#links = new LinkTable(options.roles, options.model);
    this.#stragglerUs = options.model.stragglerUs;
    this.#packets = options.packets;
    this.#counters = options.counters;
    this.#onFull = options.onFull;
    this.#drawsOrder = options.drawsOrder ?? false;
    this.isMetered = this.#links.isMetered;
  }

  /** No more losses, duplicates, reordering, flipped bits, stragglers or queues; latency and troubles stay. */
  calm(): void {
    this.#calm = true;
    this.isMetered = false;
  }

  /** Where links are metered: how long the packet is about which `decide` is asked next, and what time it is. */
  weigh(sizeBytes: number, nowUs: number): void {
    this.#sizeBytes = sizeBytes;
    this.#nowUs = nowUs;
  }

  /** The fate of a packet that is being sent now; valid until the next call. */
  decide(from: NodeId, to: NodeId, kind: string, key: string | undefined): Readonly<Fate> {
    const fate = this.#fate;
    if (!fate.isUsual) asUsual(fate);
    if (from === to) {
      fate.landsUs = 1;
      return fate;
    }
    const packets = this.#packets;
    packets.begin(from, to, kind, key);
    const isTroubled = this.troubles.any;
    if (isTroubled && this.troubles.isCut(from, to)) return this.#lose('cut');
    const link = this.#links.of(from, to);
    let waitsUs = 0;
    if (this.isMetered && link.bandwidth !== undefined) {
      waitsUs = this.#wait(from, to, link.bandwidth);
      if (waitsUs < 0) return this.#lose('tail-drop');
    }
    if (isTroubled) {
      const delayUs = this.#trouble(from, to);
      if (delayUs < 0) return this.#lose('grey-drop');
      waitsUs += delayUs;
    }
    if (!this.#calm) {
      const { lossPpm, duplicatePpm, stragglePpm, corruptPpm } = link;
      if (this.#happens(Aspect.loss, lossPpm)) return this.#lose('drop');
      if (this.#happens(Aspect.duplicate, duplicatePpm)) {
        this.#counters.count('duplicate');
        fate.isUsual = false;
        fate.copyLandsUs = waitsUs + this.#latency(link, Aspect.copyLatency, Aspect.copyReorder);
        if (this.#drawsOrder) fate.copyYields = this.#yields(Aspect.copyOrder);
        if (corruptPpm > 0) fate.copyFlips = this.#flips(Aspect.copyCorrupt, corruptPpm);
      }
      if (stragglePpm > 0) fate.stragglesUs = this.#straggle(stragglePpm);
      if (corruptPpm > 0) fate.flips = this.#flips(Aspect.corrupt, corruptPpm);
    }
    fate.landsUs = waitsUs + this.#latency(link, Aspect.latency, Aspect.reorder);
    if (this.#drawsOrder) fate.yields = this.#yields(Aspect.order);
    return fate;
  }

  #lose(to: Loss): Readonly<Fate> {
    this.#counters.count(to);
    this.#fate.isUsual = false;
    this.#fate.landsUs = -1;
    this.#fate.lostTo = to;
    return this.#fate;
  }

  /** How long it waits in the queue and leaves it; -1 when the queue is full. */
  #wait(from: NodeId, to: NodeId, bandwidth: Bandwidth): number {
    const { pipes } = this;
    const isBusy = pipes.drainedUs(from, to) > this.#nowUs;
    const leavesUs = pipes.enter(from, to, this.#sizeBytes, bandwidth, this.#nowUs);
    if (leavesUs < 0) this.#onFull(from, to);
    else if (isBusy) this.#counters.count('queued');
    return leavesUs;
  }

  /** By how much a grey link delays it, -1 when that loses it; and whether a clog holds it. */
  #trouble(from: NodeId, to: NodeId): number {
    const grey = this.troubles.greyOn(from, to);
    const delayUs = grey === undefined ? 0 : this.#grey(grey);
    const clog = this.troubles.clogOn(from, to);
    if (clog !== undefined && delayUs >= 0) {
      this.#counters.count('held');
      this.#fate.isUsual = false;
      this.#fate.heldBy = clog;
    }
    return delayUs;
  }

  #grey({ lossPpm, delayUs: { min, max } }: Grey): number {
    if (this.#happens(Aspect.greyLoss, lossPpm)) return -1;
    const packets = this.#packets;
    return packets.settle(Aspect.greyDelay, 0, min + below(packets.word(Aspect.greyDelay), max - min + 1));
  }

  #happens(aspect: number, ppm: number): boolean {
    const drawn = ppm > 0 && strikes(this.#packets.word(aspect), ppm) ? 1 : 0;
    return this.#packets.settle(aspect, 0, drawn) !== 0;
  }

  /** The decision is how late the straggler is; plain 0: there is none. */
  #straggle(ppm: number): number {
    const word = this.#packets.word(Aspect.straggle);
    const { min, max } = this.#stragglerUs;
    const drawnUs = strikes(word, ppm) ? min + below(scramble(word), max - min + 1) : 0;
    const lateUs = this.#packets.settle(Aspect.straggle, 0, drawnUs);
    if (lateUs === 0) return -1;
    this.#fate.isUsual = false;
    this.#counters.count('straggler');
    return lateUs;
  }

  /** The decision is a word that says which bits; plain 0: none. */
  #flips(aspect: number, ppm: number): number {
    const word = this.#packets.word(aspect);
    const flips = this.#packets.settle(aspect, 0, strikes(word, ppm) ? scramble(word) >>> 0 || 1 : 0);
    if (flips !== 0) this.#fate.isUsual = false;
    return flips;
  }

  #yields(aspect: number): number {
    const packets = this.#packets;
    const yields = packets.settle(aspect, 0, drawYields(packets.word(aspect)));
    if (yields > 0) this.#fate.isUsual = false;
    return yields;
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
}

function asUsual(fate: Fate): void {
  fate.isUsual = true;
  fate.copyLandsUs = -1;
  fate.stragglesUs = -1;
  fate.lostTo = undefined;
  fate.heldBy = undefined;
  fate.flips = 0;
  fate.copyFlips = 0;
  fate.yields = 0;
  fate.copyYields = 0;
}
