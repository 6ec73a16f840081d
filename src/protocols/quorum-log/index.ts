/**
 * A fixture: a replicated log without an election. One node leads for good, three replicas vote,
 * an operator may grow them to five and back (`command: grow`, `command: shrink` at r1), and
 * clients come through one gateway. It keeps every promise but availability: while r1 is down
 * nothing is accepted. It is here to prove what *secured* means, over majorities, joint
 * configurations and power losses, before anything is elected. Left out: elections, snapshots,
 * retention, and disks that lie or rot.
 */
import { LayoutError, type NodeSpec, type Protocol, type RoomId, type Topology } from '../../contract/index.ts';
import { Client } from './client.ts';
import { codec } from './codec.ts';
import { QuorumLogDiskReader } from './disk-reader.ts';
import { Follower } from './follower.ts';
import { Gateway } from './gateway.ts';
import { Leader } from './leader.ts';
import { logFile } from './log.ts';
import { mutants } from './mutants.ts';
import type { Packet } from './packets.ts';
import { smallGroup } from './reconfiguration.ts';
import { bootReplica } from './replica.ts';
import { type Rules, soundRules } from './rules.ts';

/** `r1` leads. */
const leader = 1;
/** `r1` to `r5`; the first three vote at the beginning. */
const replicas = [1, 2, 3, 4, 5];
const voters = replicas.slice(0, smallGroup);
const gateway = replicas.length + 1;

/** `r1` … `r5`, `gw1`, then the clients. */
function layoutUnder(rules: Rules, topology: Topology): readonly NodeSpec<Packet>[] {
  if (topology.shards !== 1 || topology.replicas !== smallGroup) {
    const { shards, replicas: wanted } = topology;
    throw new LayoutError(`a quorum log has one shard of ${smallGroup} replicas, not ${shards} of ${wanted}`);
  }
  const members = new Map<RoomId, readonly number[]>();
  for (const room of topology.rooms)
    members.set(
      room.name,
      room.members.map((number) => gateway + number),
    );
  const format = () => new Map([[logFile, new Uint8Array(0)]]);
  return [
    ...replicas.map((id): NodeSpec<Packet> => {
      const boot: NodeSpec<Packet>['boot'] = (host) =>
        bootReplica(host, { rules, voters }, (log) =>
          id === leader
            ? new Leader(host, log, { rules, members, replicas, gateway })
            : new Follower(host, log, { members, leader }),
        );
      return { name: `r${id}`, role: 'replica', shard: 1, leads: id === leader, boot, format };
    }),
    { name: 'gw1', role: 'gateway', boot: (host) => new Gateway(host, { members, leader }) },
    ...Array.from({ length: topology.clients }, (_, nth): NodeSpec<Packet> => {
      return { name: `c${nth + 1}`, role: 'client', boot: (host) => new Client(host, gateway) };
    }),
  ];
}

/** The quorum log with some of its rules replaced. */
function quorumLogUnder(rules: Rules): Protocol<Packet> {
  return {
    name: 'quorum-log',
    summary: 'A replicated log with a fixed leader and joint reconfiguration; no elections.',
    layout: (topology) => layoutUnder(rules, topology),
    uses: ['shards', 'replicas'],
    codec,
    diskReader: ({ role }) => (role === 'replica' ? new QuorumLogDiskReader(voters) : undefined),
    observes: ['connected', 'disconnected', 'readStarted', 'readReturned', 'applied', 'memberAt', 'leftAt', 'led'],
    survives: { badCopies: 0, lostNodes: 1 },
    sometimes: [
      'torn-tail-cut',
      'divergent-tail-cut',
      'recovered-from-followers',
      'commit-without-leader-sync',
      'caught-up-follower',
      'duplicate-dropped',
      'reconfigured',
    ],
  };
}

export const quorumLog: Protocol<Packet> = { ...quorumLogUnder(soundRules), mutants: mutants(quorumLogUnder) };
