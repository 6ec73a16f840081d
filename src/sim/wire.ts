import { below, scramble } from '../chance/index.ts';
import type { AnyPacket, Codec } from '../contract/index.ts';
import type { SimNode } from './node.ts';
import type { Sealer } from './seal.ts';
import type { Stage } from './stage.ts';

/** A packet as it goes over the wire. */
export class Encoded implements AnyPacket {
  readonly kind: string;
  /** What was sent. */
  readonly packet: AnyPacket;
  readonly bytes: Uint8Array;
  readonly isGarbled: boolean;

  constructor(packet: AnyPacket, bytes: Uint8Array, isGarbled = false) {
    this.kind = packet.kind;
    this.packet = packet;
    this.bytes = bytes;
    this.isGarbled = isGarbled;
  }

  /** With one to three bits flipped; the word, which is not 0, says which. */
  garbled(word: number): Encoded {
    const flipped = Uint8Array.from(this.bytes);
    const bits = flipped.length * 8;
    const count = Math.min(1 + below(word, 3), bits);
    for (let nth = 1; nth <= count; nth++) {
      let bit = below(scramble(word + nth), bits);
      // Where two would fall on one bit and undo each other, the next is flipped.
      while (bitOf(flipped, bit) !== bitOf(this.bytes, bit)) bit = (bit + 1) % bits;
      flipped[bit >>> 3] = (flipped[bit >>> 3] as number) ^ (1 << (bit & 7));
    }
    return new Encoded(this.packet, flipped, true);
  }
}

/**
 * The encoded wire: every packet passes through the protocol's codec, as it does between real
 * machines, and the network can flip bits of it. What the codec does wrong is an offence of the
 * node whose side of the wire it is.
 */
export class Wire {
  readonly #codec: Codec<AnyPacket>;
  readonly #stage: Stage;
  readonly #sealer: Sealer;

  constructor(codec: Codec<AnyPacket>, stage: Stage, sealer: Sealer) {
    this.#codec = codec;
    this.#stage = stage;
    this.#sealer = sealer;
  }

  /** Within the sender's handler. */
  encode(packet: AnyPacket): Encoded {
    const { kind } = packet;
    const bytes = this.#stage.within(`encoding ${kind}`, () => this.#codec.encode(packet));
    if (!(bytes instanceof Uint8Array)) this.#stage.refuse('misread', `encodes ${kind} as something that is no bytes`);
    return new Encoded(packet, bytes);
  }

  /** What the receiver makes of it; undefined for what its codec refuses, and what the node does not survive. */
  decode(node: SimNode, { kind, packet, bytes, isGarbled }: Encoded): AnyPacket | undefined {
    let read: AnyPacket | undefined;
    this.#stage.run(node, 'the encoded packet', kind, () => {
      const decoded = this.#codec.decode(bytes);
      const isRight = decoded === undefined ? isGarbled : this.#sealer.seal(decoded) === this.#sealer.seal(packet);
      if (!isRight)
        this.#stage.noteMisread(
          isGarbled ? `takes a garbled ${kind} for a whole one` : `cannot read the ${kind} that its codec wrote`,
        );
      read = decoded;
    });
    return node.state === 'up' ? read : undefined;
  }
}

function bitOf(bytes: Uint8Array, bit: number): number {
  return ((bytes[bit >>> 3] as number) >>> (bit & 7)) & 1;
}
