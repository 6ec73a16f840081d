import type { Boot, NodeId, RoomId } from '../../contract/index.ts';
import type { Packet } from './packets.ts';

/**
 * Passes each post of its clients on to every other gateway, once, and shows every post it hears
 * of to its own clients. Keeps nothing: what is lost on the way is lost.
 */
export function gateway(
  peers: readonly NodeId[],
  followersAtFirst: ReadonlyMap<RoomId, readonly NodeId[]>,
): Boot<Packet> {
  return (host) => {
    const followers = new Map([...followersAtFirst].map(([room, clients]) => [room, new Set(clients)]));

    const show = (room: RoomId, bytes: Uint8Array): void => {
      const packet: Packet = { kind: 'show', room, bytes };
      for (const client of followers.get(room) ?? []) host.send(client, packet);
    };

    return {
      receive(from, packet) {
        if (packet.kind === 'post') {
          for (const peer of peers) if (peer !== host.id) host.send(peer, { ...packet, kind: 'gossip' });
          show(packet.room, packet.bytes);
        } else if (packet.kind === 'gossip') {
          show(packet.room, packet.bytes);
        } else if (packet.kind === 'follow') {
          if (packet.on) followers.get(packet.room)?.add(from);
          else followers.get(packet.room)?.delete(from);
        }
      },
    };
  };
}
