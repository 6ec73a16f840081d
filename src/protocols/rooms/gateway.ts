/**
 * A gateway holds clients' connections, hands their requests to the leaders of the rooms' shards,
 * and fans out what is committed. Retries are the clients' business, end to end; whether a request
 * is a repeat is the log's. Left for later: draining, refusing what is too much, and rooms that move.
 */
import type { Host, NodeId, Process, RoomId } from '../../contract/index.ts';
import { GatewayReaders } from './gateway-readers.ts';
import { GatewayShard, type ShardOptions } from './gateway-shard.ts';
import type { Packet, PacketOf } from './packets.ts';
import type { Rules } from './rules.ts';
import type { Knobs } from './settings.ts';

export interface GatewayOptions {
  readonly rules: Rules;
  readonly knobs: Knobs;
  readonly shards: readonly Pick<ShardOptions, 'shard' | 'replicas' | 'members'>[];
}

export class Gateway implements Process<Packet> {
  readonly #host: Host<Packet>;
  readonly #shards: readonly GatewayShard[];
  readonly #byReplica = new Map<NodeId, GatewayShard>();
  readonly #byRoom = new Map<RoomId, GatewayShard>();
  readonly #readers: GatewayReaders;

  constructor(host: Host<Packet>, { rules, knobs, shards }: GatewayOptions) {
    this.#host = host;
    this.#shards = shards.map((options) => {
      const shard = new GatewayShard(host, { rules, knobs, ...options });
      for (const replica of options.replicas) this.#byReplica.set(replica, shard);
      for (const room of options.members.keys()) this.#byRoom.set(room, shard);
      return shard;
    });
    this.#readers = new GatewayReaders(host, knobs, {
      rooms: () => this.#byRoom.keys(),
      room: (room) => this.#byRoom.get(room)?.state.rooms.get(room),
      done: (client, session) => this.#shards.flatMap(({ state }) => state.done.of(client, session)),
    });
  }

  receive(from: NodeId, packet: Packet): void {
    switch (packet.kind) {
      case 'hint':
        this.#byReplica.get(from)?.hint(from, packet.leader);
        break;
      case 'feed':
        this.#feed(from, packet);
        break;
      case 'hello':
        this.#readers.hello(from, packet);
        break;
      case 'bye':
        this.#readers.bye(from, packet);
        break;
      case 'submit': {
        const { client, session, room, first, requests } = packet;
        const shard = this.#byRoom.get(room);
        if (shard === undefined) break;
        const isDone = first + requests.length - 1 <= shard.state.done.last(client, session, room);
        if (isDone) this.#readers.welcome(client);
        else this.#host.send(shard.leader, packet);
        break;
      }
      case 'read': {
        const shard = this.#byRoom.get(packet.room);
        if (shard !== undefined) this.#host.send(shard.leader, packet);
        break;
      }
      case 'history':
        this.#host.send(packet.client, packet);
        break;
    }
  }

  #feed(from: NodeId, packet: PacketOf<'feed'>): void {
    const rooms = new Set<RoomId>();
    const senders = new Set<NodeId>();
    for (const { body } of this.#byReplica.get(from)?.feed(from, packet) ?? []) {
      if (body.kind !== 'request') continue;
      rooms.add(body.request.room);
      senders.add(body.sender.client);
    }
    if (rooms.size > 0) this.#readers.committed(rooms, senders);
  }
}
