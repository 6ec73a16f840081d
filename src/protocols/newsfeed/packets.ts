import { ByteReader, ByteWriter, tokenOf } from '../../bytes/index.ts';
import type { Codec, RoomId } from '../../contract/index.ts';

export type Packet =
  /** Client to gateway: a new post. */
  | { readonly kind: 'post'; readonly room: RoomId; readonly bytes: Uint8Array }
  /** Gateway to gateway: a post that one of its clients has made. */
  | { readonly kind: 'gossip'; readonly room: RoomId; readonly bytes: Uint8Array }
  /** Gateway to client: a post for its feed. */
  | { readonly kind: 'show'; readonly room: RoomId; readonly bytes: Uint8Array }
  /** Client to gateway: wants the room in its feed, or no longer. */
  | { readonly kind: 'follow'; readonly room: RoomId; readonly on: boolean };

const kinds = ['post', 'gossip', 'show', 'follow'] as const;

/** One byte for the kind, then the fields in order. */
export const codec: Codec<Packet> = {
  encode(packet) {
    const writer = new ByteWriter().u8(kinds.indexOf(packet.kind)).text(packet.room);
    return (packet.kind === 'follow' ? writer.u8(packet.on ? 1 : 0) : writer.bytes(packet.bytes)).finish();
  },

  decode(bytes) {
    const reader = new ByteReader(bytes);
    const kind = kinds[reader.u8()];
    const room = reader.text();
    if (kind === undefined) return undefined;
    const packet = kind === 'follow' ? readFollow(reader, room) : { kind, room, bytes: reader.bytes() };
    return reader.atEnd ? packet : undefined;
  },

  key(packet) {
    return packet.kind === 'follow' ? packet.room : `${packet.room}/${tokenOf(packet.bytes)}`;
  },
};

function readFollow(reader: ByteReader, room: RoomId): Packet | undefined {
  const on = reader.u8();
  return on > 1 ? undefined : { kind: 'follow', room, on: on === 1 };
}
