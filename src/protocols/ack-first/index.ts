/**
 * The send path that a chat server begins with, as a contrast: one server, and an acknowledgement
 * before anything is durable. Everything else is in order (request ids, retries, resume by cursor,
 * recovery), so what it breaks it breaks for this one reason, and only when power is lost or the
 * process dies while a write is in flight.
 */
import type { NodeSpec, Protocol } from '../../contract/index.ts';
import { Client } from './client.ts';
import { codec, type Packet } from './packets.ts';
import { changesFile, Server } from './server.ts';

const syncEveryUs = {
  summary: 'From the end of a write to the sync that follows it, in microseconds.',
  default: 200_000,
  min: 0,
  max: 60_000_000,
};

export const ackFirst: Protocol<Packet> = {
  name: 'ack-first',
  summary: 'a chat server’s first send path: broadcast and acknowledge, then persist',
  uses: [],
  settings: { syncEveryUs },
  codec,
  observes: ['connected', 'disconnected', 'applied', 'memberAt', 'leftAt', 'readStarted', 'readReturned'],

  layout({ clients, rooms, settings }) {
    const server = 1;
    const members = rooms.map((room) => [room.name, room.members.map((number) => server + number)] as const);
    const options = {
      rooms: new Map(members),
      syncEveryUs: settings.syncEveryUs ?? syncEveryUs.default,
    };
    const nodes: NodeSpec<Packet>[] = [
      {
        name: 'chat1',
        role: 'replica',
        shard: 1,
        boot: (host) => new Server(host, options),
        format: () => new Map([[changesFile, new Uint8Array(0)]]),
      },
    ];
    for (let number = 1; number <= clients; number++) {
      nodes.push({ name: `c${number}`, role: 'client', boot: (host) => new Client(host, server) });
    }
    return nodes;
  },
};
