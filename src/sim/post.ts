import type { AnyPacket, Codec, NodeId } from '../contract/index.ts';
import { Flights } from './flights.ts';
import type { Network } from './network.ts';
import { Sealer } from './seal.ts';

/** What the post needs of its simulator. */
export interface PostWorld {
  readonly nowUs: number;
  readonly events: number;
  /** A copy of a packet comes up at its receiver at that time. */
  enterPacket(timeUs: number, to: NodeId, slot: number): void;
  trace(
    what: 'send' | 'lost' | 'duplicate',
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
  readonly #codec: Codec<AnyPacket> | undefined;
  #sent = 0;

  constructor(world: PostWorld, network: Network, codec: Codec<AnyPacket> | undefined) {
    this.#world = world;
    this.#network = network;
    this.#codec = codec;
  }

  /** @throws SealError when the packet is not plain data. */
  send(from: NodeId, to: NodeId, packet: AnyPacket): void {
    const world = this.#world;
    const sent = this.#sent++;
    const strict = sent < strictAtFirst || (sent & sampleMask) === 0;
    const content = strict ? this.sealer.sealStrictly(packet) : this.sealer.seal(packet);
    const fate = this.#network.decide(from, to, packet.kind, this.#codec?.key?.(packet));
    if (fate.lostTo !== undefined) {
      world.trace('lost', from, to, world.events, packet, fate.lostTo);
      return;
    }
    world.trace('send', from, to, world.events, packet);
    this.#fly(from, to, packet, content, fate.landsUs);
    if (fate.copyLandsUs >= 0) {
      world.trace('duplicate', from, to, world.events, packet);
      this.#fly(from, to, packet, content, fate.copyLandsUs);
    }
  }

  /** Whether the packet of a sampled event is no longer what was sent: somebody changed its bytes. */
  isTampered(event: number, packet: AnyPacket, content: number): boolean {
    return (event & sampleMask) === 0 && this.sealer.audit(packet) !== content;
  }

  #fly(from: NodeId, to: NodeId, packet: AnyPacket, content: number, inUs: number): void {
    const landsUs = this.#world.nowUs + inUs;
    if (landsUs > this.lastLandingUs) this.lastLandingUs = landsUs;
    this.#world.enterPacket(landsUs, to, this.flights.add(packet, from, content, this.#world.events));
  }
}
