import type { AnyPacket, Codec } from '../contract/index.ts';
import { readFrame, writeFrame } from './frame.ts';
import { ByteReader } from './reader.ts';
import { ByteWriter } from './writer.ts';

/** How a protocol's packets are written, field by field. A kind's number is its place in `kinds`. */
export interface PacketFields<Packet extends AnyPacket> {
  readonly kinds: readonly Packet['kind'][];
  write(writer: ByteWriter, packet: Packet): void;
  /** Undefined for fields that make no packet of that kind. */
  read(reader: ByteReader, kind: Packet['kind']): Packet | undefined;
}

/**
 * Packets as bytes: one frame each, with a kind and its fields. The frame's checksum makes a packet
 * with a flipped bit garbage.
 */
export function framedPackets<Packet extends AnyPacket>({
  kinds,
  write,
  read,
}: PacketFields<Packet>): Pick<Codec<Packet>, 'encode' | 'decode'> {
  return {
    encode(packet) {
      const writer = new ByteWriter(128).u8(kinds.indexOf(packet.kind));
      write(writer, packet);
      return writeFrame(writer.finish());
    },

    decode(bytes) {
      const frame = readFrame(bytes, 0);
      if (frame === undefined || frame.next !== bytes.length) return undefined;
      const reader = new ByteReader(frame.payload);
      const kind = kinds[reader.u8()];
      const packet = kind === undefined ? undefined : read(reader, kind);
      return reader.atEnd ? packet : undefined;
    },
  };
}
