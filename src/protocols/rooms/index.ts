/**
 * Rooms: chat over replicated shards. A room lives on a shard, which is a Raft group of one, three,
 * five or seven replicas (Ongaro & Ousterhout 2014); rooms are placed by rendezvous hashing.
 * Gateways hold the clients' connections and fan out what is committed; clients retry and resume.
 * Left for later: reconfiguration and leadership transfer, snapshots and retention, rooms that move
 * or are made anew, eviction of sessions, repair of rotten logs, and refusals under overload.
 */
import {
  LayoutError,
  type NodeId,
  type NodeSpec,
  type Protocol,
  type RoomId,
  type Topology,
} from '../../contract/index.ts';
import { Client } from './client.ts';
import { codec } from './codec.ts';
import { RoomsDiskReader } from './disk-reader.ts';
import { Gateway } from './gateway.ts';
import { mutants } from './mutants.ts';
import type { Packet } from './packets.ts';
import { shardOf } from './placement.ts';
import { format } from './recovery.ts';
import { bootReplica } from './replica.ts';
import { type Rules, soundRules } from './rules.ts';
import { knobsOf, settings } from './settings.ts';

/** A replica's, with what its disk reader must know. */
interface ReplicaSpec extends NodeSpec<Packet> {
  readonly voters: readonly NodeId[];
}

interface Shard {
  readonly shard: number;
  readonly replicas: readonly NodeId[];
  readonly members: ReadonlyMap<RoomId, readonly NodeId[]>;
}

/** `s1r1` … `s1r3`, `s2r1` …, then `gw1` …, then the clients. */
function layoutUnder(rules: Rules, topology: Topology): readonly NodeSpec<Packet>[] {
  const knobs = knobsOf(topology);
  const { clients, gateways: gatewayCount } = topology;
  if (![1, 3, 5, 7].includes(topology.replicas)) {
    throw new LayoutError(`a shard of rooms has 1, 3, 5 or 7 replicas, not ${topology.replicas}`);
  }
  if (gatewayCount < 1) throw new LayoutError('rooms need at least one gateway');
  const shards = shardsOf(topology);
  const firstGateway = shards.length * topology.replicas + 1;
  const gateways = upFrom(firstGateway, gatewayCount);
  const rooms = topology.rooms.map(({ name }) => name);
  return [
    ...shards.flatMap(({ shard, replicas, members }) =>
      replicas.map((_, nth): ReplicaSpec => {
        const boot: NodeSpec<Packet>['boot'] = (host) =>
          bootReplica(host, { rules, knobs, shard, voters: replicas, members });
        return { name: `s${shard}r${nth + 1}`, role: 'replica', shard, boot, format, voters: replicas };
      }),
    ),
    ...gateways.map((_, nth): NodeSpec<Packet> => {
      return { name: `gw${nth + 1}`, role: 'gateway', boot: (host) => new Gateway(host, { rules, knobs, shards }) };
    }),
    ...Array.from({ length: clients }, (_, nth): NodeSpec<Packet> => {
      return { name: `c${nth + 1}`, role: 'client', boot: (host) => new Client(host, { knobs, gateways, rooms }) };
    }),
  ];
}

function shardsOf({ shards, replicas, gateways, rooms }: Topology): readonly Shard[] {
  const lastServer = shards * replicas + gateways;
  return upFrom(1, shards).map((shard) => {
    const members = new Map<RoomId, readonly NodeId[]>();
    for (const room of rooms) {
      if (shardOf(room.name, shards) !== shard) continue;
      members.set(
        room.name,
        room.members.map((number) => lastServer + number),
      );
    }
    return { shard, replicas: upFrom((shard - 1) * replicas + 1, replicas), members };
  });
}

function upFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, nth) => first + nth);
}

function isReplica(node: NodeSpec<Packet>): node is ReplicaSpec {
  return 'voters' in node;
}

/** Rooms with some of their rules replaced. */
function roomsUnder(rules: Rules): Protocol<Packet> {
  return {
    name: 'rooms',
    summary: 'Chat over Raft shards, gateways and clients that retry and resume.',
    layout: (topology) => layoutUnder(rules, topology),
    uses: ['shards', 'replicas', 'gateways'],
    settings,
    codec,
    diskReader: (node) => (isReplica(node) ? new RoomsDiskReader(node.shard ?? 1, node.voters) : undefined),
    observes: ['connected', 'disconnected', 'readStarted', 'readReturned', 'applied', 'memberAt', 'leftAt', 'led'],
    survives: { badCopies: 0, lostNodes: 0 },
    sometimes: [
      'torn-tail-cut',
      'divergent-tail-cut',
      'stale-candidate-refused',
      'stepped-down',
      'commit-without-leader-sync',
      'committed-for-predecessor',
      'repeat-dropped',
      'repeat-not-applied',
    ],
  };
}

export const rooms: Protocol<Packet> = { ...roomsUnder(soundRules), mutants: mutants(roomsUnder) };
