import type { AnyPacket } from './host.ts';

/** How packets become bytes. `decode(encode(p))` equals `p`; garbage decodes to undefined, never throws. */
export interface Codec<Packet extends AnyPacket> {
  encode(packet: Packet): Uint8Array;
  /** Undefined for garbage, whatever it is: a checksum tells a packet of which a bit was flipped. Never throws. */
  decode(bytes: Uint8Array): Packet | undefined;
  /**
   * What a packet is about, for anchors (`send s1>s3 append 3/17 #1`): without spaces, stable
   * under unrelated change. Undefined: packets of a kind are told apart by their count alone.
   */
  key?(packet: Packet): string | undefined;
}
