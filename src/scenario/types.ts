import type { RoomSpec } from '../contract/index.ts';
import type { AtLeast, FaultRule, Range, Target } from './fault-types.ts';

export type * from './fault-types.ts';

/** How long packets or disks take: a named shape, or quantiles in microseconds. */
export type LatencyPlan = string | LatencyQuantiles;

/** Non-decreasing, in microseconds. `min` defaults to half of `p50`. */
export interface LatencyQuantiles {
  readonly minUs: number;
  readonly p50Us: number;
  readonly p90Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
}

/**
 * Who stands at the ends of a link: `client-gateway` when one end is a client, else
 * `gateway-replica` when one is a gateway, else `replica-replica`.
 */
export type LinkClass = 'client-gateway' | 'gateway-replica' | 'replica-replica';

/** What one class of links does to packets. */
export interface LinkPlan {
  readonly latency: LatencyPlan;
  readonly lossPpm: number;
  readonly duplicatePpm: number;
  /** Share of packets held back for one to four further latencies, so that later ones overtake. */
  readonly reorderPpm: number;
  /** Share of packets of which another copy lands much later. */
  readonly stragglePpm: number;
  /** Share of packets of which the network flips bits; only on an encoded wire. */
  readonly corruptPpm: number;
  readonly bandwidth: BandwidthPlan | undefined;
}

/** Of each directed link. What waits is at most `bufferBytes`, or a single packet. */
export interface BandwidthPlan {
  readonly bytesPerS: number;
  readonly bufferBytes: number;
}

export interface NetworkPlan extends Readonly<Record<LinkClass, LinkPlan>> {
  /** `encoded`: every packet passes through the protocol's codec. */
  readonly wire: 'plain' | 'encoded';
  /** How late a straggler is. */
  readonly stragglerUs: Range;
  /** In the order of their names. */
  readonly regions: readonly RegionPlan[];
}

/** A part of the world. Who stands in none is everywhere: the latency of the link's class applies. */
export interface RegionPlan {
  readonly name: string;
  /** In the order of the file. A role's word means those of it that no region names. */
  readonly members: readonly RegionMember[];
  /** Latencies to other regions; `wan` to those that neither names. */
  readonly to: readonly { readonly region: string; readonly latency: LatencyPlan }[];
}

export type RegionMember = Extract<Target, { kind: 'named' | 'all' }>;

export interface DiskPlan {
  /** `ssd`, `hdd`, or quantiles of one write; a sync takes ten times as long, a read half. */
  readonly latency: LatencyPlan;
  readonly sectorBytes: number;
  /** Shares of reads, writes and syncs that fail, of syncs that lie, of writes that land elsewhere. */
  readonly failReadPpm: number;
  readonly failWritePpm: number;
  readonly failSyncPpm: number;
  readonly liePpm: number;
  readonly misdirectPpm: number;
  /** Share of the unsynced sectors of which a power loss leaves one half new and one half old. */
  readonly tearPpm: number;
}

/** Each node draws its own skew in ± skewUs and drift in ± driftPpm. */
export interface ClockPlan {
  readonly skewUs: number;
  readonly driftPpm: number;
}

export interface WorkloadPlan {
  /** How many messages in all. */
  readonly broadcasts: number;
  /** Gap between one broadcast and the next. */
  readonly everyUs: Range;
  /** `even`; `skewed` (a few clients say most); or client numbers, from 1. */
  readonly senders: 'even' | 'skewed' | readonly number[];
  /** Length of a message's body. */
  readonly sizeBytes: Range;
  /** How many history reads, spread over the same time; of how many messages each at most. */
  readonly reads: number;
  readonly readLimit: Range;
  /** How many joins and leaves, spread over the same time: each a seeded client and room. */
  readonly membership: number;
  /** Share of the broadcasts that may be refused; more, and the run proves nothing. */
  readonly refusedPpm: number;
}

/** A scripted operation. `node` is a node's name. */
export interface PlannedOperation {
  readonly atUs: number;
  readonly node: string;
  readonly operation:
    | { readonly kind: 'broadcast'; readonly room: string; readonly text: string }
    | { readonly kind: 'join' | 'leave'; readonly room: string }
    | { readonly kind: 'connect' | 'disconnect' }
    | { readonly kind: 'read'; readonly room: string; readonly from: number; readonly limit: number }
    | {
        readonly kind: 'command';
        readonly name: string;
        readonly arguments: Readonly<Record<string, string | number | boolean>>;
      };
}

export type Expectation =
  | { readonly kind: 'held' }
  | { readonly kind: 'stuck' }
  | { readonly kind: 'violated'; readonly properties: readonly string[] };

/** The shape of the system, but for what the protocol's settings add. */
export interface TopologyPlan {
  readonly shards: number;
  readonly replicas: number;
  readonly gateways: number;
  readonly clients: number;
  readonly rooms: readonly RoomSpec[];
  /** Messages kept per room; `Infinity` keeps all. */
  readonly retention: number;
}

/** What happens after the chaos. */
export interface HealPlan {
  /** `all`: everything heals. `core`: of each shard's replicas a quorum does, and the others never. */
  readonly mode: 'all' | 'core';
  /** Virtual time after the end of the chaos within which everything due must have arrived. */
  readonly withinUs: number;
}

/** A scenario with every default filled in: microseconds, parts per million, client numbers. Plain data but for Infinity. */
export interface Scenario {
  readonly name: string;
  readonly summary: string;
  readonly seed: string;
  readonly protocol: string;
  readonly mutant: string | undefined;
  readonly topology: TopologyPlan;
  /** Only those that the file sets. */
  readonly settings: Readonly<Record<string, number>>;
  readonly network: NetworkPlan;
  readonly disk: DiskPlan;
  readonly clocks: ClockPlan;
  readonly workload: WorkloadPlan;
  readonly operations: readonly PlannedOperation[];
  readonly faults: readonly FaultRule[];
  /** In which order comes up what is due in the same microsecond: that of entry, or one that chance decides. */
  readonly order: 'entry' | 'drawn';
  /** Each seed has a random part of all this on, each at a random strength; `sharePpm` is how much of it. */
  readonly swarm?: { readonly sharePpm: number } | undefined;
  /** How long a broadcast waits for its outcome, at most, while nothing fails. */
  readonly answered: { readonly withinUs: number };
  /** How long a connected client waits for a message, and a client to be connected, at most. */
  readonly prompt: { readonly withinUs: number };
  readonly heal: HealPlan;
  readonly limits: { readonly events: number; readonly virtualUs: number; readonly handlerMs: number };
  readonly sometimes: readonly string[];
  /** Counts of the report's `faults`, by name. */
  readonly atLeast: Readonly<Record<string, AtLeast>>;
  readonly expect: Expectation;
}
