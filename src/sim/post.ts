import type { AnyPacket, Codec, NodeId } from '../contract/index.ts';
import { Flights } from './flights.ts';
import type { Fate, Network } from './network.ts';
import { Sealer } from './seal.ts';
import type { Stage } from './stage.ts';
import type { Clog } from './troubles.ts';
import { weightOf } from './weight.ts';
import { Encoded, Wire } from './wire.ts';

/** What the post needs of its simulator. */
export interface PostWorld {
  readonly nowUs: number;
  readonly events: number;
  /** A copy of a packet comes up at its receiver at that time, having yielded so often. */
  enterPacket(timeUs: number, to: NodeId, slot: number, yields: number): void;
  trace(
    what: 'send' | 'lost' | 'duplicate' | 'straggler',
    node: NodeId,
    other: NodeId,
    cause: number,
    detail?: unknown,
    name?: string,
  ): void;
}

/** Every packet whose first 256 predecessors were checked strictly is checked strictly itself one time in 64. */
const strictAtFirst = 256;
const sampleMask = 63;

/** Seals what is sent, asks the network for its fate, and keeps what is under way. */
export class Post {
  /** When the last packet now in flight lands, in microseconds. */
  lastLandingUs = 0;
  readonly flights = new Flights();
  readonly sealer = new Sealer();
  readonly #world: PostWorld;
  readonly #network: Network;
  /** Where every packet passes through the codec. */
  readonly wire: Wire | undefined;
  readonly #codec: Codec<AnyPacket> | undefined;
  #sent = 0;

  constructor(
    world: PostWorld,
    network: Network,
    {
      codec,
      encoded,
      stage,
    }: { readonly codec?: Codec<AnyPacket> | undefined; readonly encoded: boolean; readonly stage: Stage },
  ) {
    this.#world = world;
    this.#network = network;
    this.#codec = codec;
    if (encoded && codec === undefined) throw new Error('an encoded wire needs a codec');
    this.wire = encoded && codec !== undefined ? new Wire(codec, stage, this.sealer) : undefined;
  }

  /** @throws SealError when the packet is not plain data. */
  send(from: NodeId, to: NodeId, packet: AnyPacket): void {
    const world = this.#world;
    const sent = this.#sent++;
    const strict = sent < strictAtFirst || (sent & sampleMask) === 0;
    const content = strict ? this.sealer.sealStrictly(packet) : this.sealer.seal(packet);
    const network = this.#network;
    const flown = this.wire === undefined ? packet : this.wire.encode(packet);
    if (network.isMetered) network.weigh(sizeOf(flown), world.nowUs);
    const fate = network.decide(from, to, packet.kind, this.#codec?.key?.(packet));
    if (fate.isUsual) {
      world.trace('send', from, to, world.events, packet);
      this.#fly(from, to, flown, content, fate.landsUs);
    } else this.#sendUnusually(from, to, packet, flown, content, fate);
  }

  /** What a clog holds goes on, in order of sending: at once, unless it would have landed later, or another clog takes it. */
  release(clog: Clog): void {
    const { nowUs } = this.#world;
    for (const held of clog.held) {
      const next = this.#network.troubles.clogOn(held.from, held.to);
      if (next === undefined) this.#land(Math.max(nowUs, held.landsUs), held.to, held.slot, held.yields);
      else next.held.push(held);
    }
    clog.held.length = 0;
  }

  /** Whether the packet of a sampled event is no longer what was sent: somebody changed its bytes. */
  isTampered(event: number, packet: AnyPacket, content: number): boolean {
    return (event & sampleMask) === 0 && this.sealer.audit(packet) !== content;
  }

  /** Lost, held, garbled, out of turn, or more than once. `flown` is the packet as the wire has it. */
  #sendUnusually(
    from: NodeId,
    to: NodeId,
    packet: AnyPacket,
    flown: AnyPacket,
    content: number,
    { lostTo, heldBy, landsUs, flips, copyLandsUs, copyFlips, stragglesUs, yields, copyYields }: Readonly<Fate>,
  ): void {
    const world = this.#world;
    if (lostTo !== undefined) {
      world.trace('lost', from, to, world.events, packet, lostTo);
      return;
    }
    world.trace('send', from, to, world.events, packet);
    this.#fly(from, to, flipped(flown, flips), content, landsUs, yields, heldBy);
    if (copyLandsUs >= 0) {
      world.trace('duplicate', from, to, world.events, packet);
      this.#fly(from, to, flipped(flown, copyFlips), content, copyLandsUs, copyYields, heldBy);
    }
    if (stragglesUs >= 0) {
      world.trace('straggler', from, to, world.events, packet);
      this.#fly(from, to, flown, content, stragglesUs, 0, heldBy);
    }
  }

  #fly(from: NodeId, to: NodeId, packet: AnyPacket, content: number, inUs: number, yields = 0, clog?: Clog): void {
    const landsUs = this.#world.nowUs + inUs;
    const slot = this.flights.add(packet, from, content, this.#world.events);
    if (clog === undefined) this.#land(landsUs, to, slot, yields);
    else clog.held.push({ from, to, slot, landsUs, yields });
  }

  #land(landsUs: number, to: NodeId, slot: number, yields: number): void {
    if (landsUs > this.lastLandingUs) this.lastLandingUs = landsUs;
    this.#world.enterPacket(landsUs, to, slot, yields);
  }
}

function flipped(flown: AnyPacket, word: number): AnyPacket {
  return word !== 0 && flown instanceof Encoded ? flown.garbled(word) : flown;
}

function sizeOf(flown: AnyPacket): number {
  return flown instanceof Encoded ? flown.bytes.length : weightOf(flown);
}
