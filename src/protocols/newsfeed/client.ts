import { messageOf } from '../../bytes/index.ts';
import type { Boot, NodeId, RoomId, Token } from '../../contract/index.ts';
import type { Packet } from './packets.ts';

/**
 * Posts without waiting for an answer, and shows what comes, once each, in the order in which it
 * comes. The third post it shows is its third, whatever others see.
 */
export function client(gateway: NodeId, followsAtFirst: readonly RoomId[]): Boot<Packet> {
  return (host) => {
    const follows = new Set(followsAtFirst);
    const shown = new Map<RoomId, Set<Token>>();
    let online = true;

    const follow = (room: RoomId, on: boolean): void => {
      if (on) follows.add(room);
      else follows.delete(room);
      host.send(gateway, { kind: 'follow', room, on });
    };

    return {
      perform(operation) {
        switch (operation.kind) {
          case 'broadcast': {
            const { room, message } = operation;
            host.observe.broadcast(room, message.token);
            if (!online) {
              host.observe.outcome(room, message.token, 'refused', 'offline');
              break;
            }
            host.send(gateway, { kind: 'post', room, bytes: message.bytes });
            host.observe.outcome(room, message.token, 'accepted');
            break;
          }
          case 'join':
          case 'leave':
            follow(operation.room, operation.kind === 'join');
            break;
          case 'connect':
          case 'disconnect':
            online = operation.kind === 'connect';
            break;
        }
      },

      receive(_from, packet) {
        if (packet.kind !== 'show' || !online || !follows.has(packet.room)) return;
        const { room, bytes } = packet;
        const message = messageOf(bytes);
        const feed = shown.get(room) ?? new Set();
        shown.set(room, feed);
        if (feed.has(message.token)) return;
        feed.add(message.token);
        host.observe.delivered(room, feed.size, message);
      },
    };
  };
}
