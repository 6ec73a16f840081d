/**
 * The sequencer: each room lives on one durable node that orders its messages, and volatile
 * clients retry and resume until everything is durable and delivered. It keeps every promise under
 * any fault of network, disk and process, but for availability: while a sequencer is down its
 * rooms wait. Rooms are placed by name, so nothing is agreed on and nothing moves. Left out:
 * replication, and disks that lie about their syncs or rot.
 */
import {
  type Boot,
  LayoutError,
  type NodeSpec,
  type Protocol,
  type RoomId,
  type Topology,
} from '../../contract/index.ts';
import { bootClient } from './client.ts';
import { codec } from './codec.ts';
import { SequencerDiskReader } from './disk-reader.ts';
import { snapshotFile } from './files.ts';
import { mutants } from './mutants.ts';
import type { SequencerPacket } from './packets.ts';
import { shardOf } from './placement.ts';
import { type Rules, soundRules } from './rules.ts';
import { bootServer } from './server.ts';
import { knobsOf, settings } from './settings.ts';
import { encodeSnapshot } from './snapshot-format.ts';
import { firstSnapshot } from './state.ts';

/** A sequencer named `q1`, `q2`, … per shard, then the clients. */
function layoutUnder(rules: Rules, topology: Topology): readonly NodeSpec<SequencerPacket>[] {
  const { shards, clients, rooms, retention } = topology;
  if (shards < 1) throw new LayoutError(`a sequencer needs at least one shard, not ${shards}`);
  for (const { name, members } of rooms) {
    const stranger = members.find((number) => !(number >= 1 && number <= clients));
    if (stranger !== undefined) throw new LayoutError(`${name} has member ${stranger}, of ${clients} clients`);
  }
  const knobs = knobsOf(topology);
  const sequencers = Array.from({ length: shards }, (_, nth) => nth + 1);
  const clientIds = Array.from({ length: clients }, (_, nth) => shards + nth + 1);
  const homes = new Map<RoomId, number>(rooms.map(({ name }) => [name, shardOf(name, shards)]));
  const servers = sequencers.map((shard): NodeSpec<SequencerPacket> => {
    const own = rooms.filter(({ name }) => homes.get(name) === shard);
    const format = () => new Map([[snapshotFile, encodeSnapshot(firstSnapshot(own, clientIds))]]);
    const boot: Boot<SequencerPacket> = (host) => bootServer(host, { knobs, rules, retention });
    return { name: `q${shard}`, role: 'replica', shard, boot, format };
  });
  const options = { knobs, rules, sequencers, sequencerOf: (room: RoomId) => homes.get(room) };
  return [
    ...servers,
    ...clientIds.map((_, nth): NodeSpec<SequencerPacket> => {
      return { name: `c${nth + 1}`, role: 'client', boot: (host) => bootClient(host, options) };
    }),
  ];
}

/** The sequencer with some of its rules replaced. */
function sequencerUnder(rules: Rules): Protocol<SequencerPacket> {
  return {
    name: 'sequencer',
    summary: 'One durable sequencer per room; clients retry and resume.',
    layout: (topology) => layoutUnder(rules, topology),
    uses: ['shards', 'retention'],
    settings,
    codec,
    diskReader: ({ name, shard }) => (shard === undefined ? undefined : new SequencerDiskReader(name, shard)),
    observes: [
      'truncated',
      'connected',
      'disconnected',
      'readStarted',
      'readReturned',
      'applied',
      'restored',
      'memberAt',
      'leftAt',
    ],
    survives: { badCopies: 0, lostNodes: 0 },
    sometimes: [
      'torn-tail-cut',
      'snapshot-loaded',
      'segment-removed',
      'duplicate-answered',
      'session-fenced',
      'caught-up-by-page',
      'page-from-disk',
      'truncated-reader',
    ],
  };
}

export const sequencer: Protocol<SequencerPacket> = {
  ...sequencerUnder(soundRules),
  mutants: mutants(sequencerUnder),
};
