import type { Codec } from './codec.ts';
import type { DiskReader } from './disk-reader.ts';
import type { FaultBudget } from './fault-budget.ts';
import type { AnyPacket, Host, Process } from './host.ts';
import type { Mutant } from './mutant.ts';
import type { ObservationName } from './observer.ts';
import type { PropertyFactory } from './property.ts';
import type { Setting, Topology } from './topology.ts';

/**
 * What a node is for. Clients are who the promises are made to, gateways stand between, and
 * replicas hold rooms (the only server of a small protocol is a replica of one).
 */
export type Role = 'client' | 'gateway' | 'replica';

/** One node of a layout; its id is its place there, from 1. */
export interface NodeSpec<Packet extends AnyPacket = AnyPacket> {
  /** Unique; clients are `c1`, `c2`, … in order. */
  readonly name: string;
  readonly role: Role;
  /** For replicas: which shard, from 1. */
  readonly shard?: number;
  /** It leads its shard for good: while others cannot reach it nothing is due to them. */
  readonly leads?: boolean;
  boot(host: Host<Packet>): Process<Packet>;
  /** The node's initial disk, by file; durable before the first event. */
  format?(): ReadonlyMap<string, Uint8Array>;
}

/** A protocol: how to lay it out, and what it claims. The default export of a user's file. */
export interface Protocol<Packet extends AnyPacket = AnyPacket> {
  /** `[a-z0-9-]+` */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** Pure: the same topology gives the same layout. Throws a `LayoutError` for an impossible one. */
  layout(topology: Topology): readonly NodeSpec<Packet>[];
  /** The parts of a topology that make a difference to `layout`; default: all. */
  readonly uses?: readonly ('shards' | 'replicas' | 'gateways' | 'retention')[];
  readonly settings?: Readonly<Record<string, Setting>>;
  readonly codec?: Codec<Packet>;
  /** An offline view of one node's synced bytes; undefined for a node that holds no log. */
  diskReader?(node: NodeSpec<Packet>): DiskReader | undefined;
  /** Observations that it reports beyond the minimum: `broadcast`, `outcome`, `delivered`. */
  readonly observes?: readonly ObservationName[];
  readonly survives?: FaultBudget;
  /** Names it may report to `observe.sometimes`. */
  readonly sometimes?: readonly string[];
  /** Promises of its own, judged beside the common ones. */
  readonly properties?: readonly PropertyFactory[];
  readonly mutants?: Readonly<Record<string, Mutant<Packet>>>;
}

/** Thrown by `layout` for a topology it cannot serve; the message says what would do. */
export class LayoutError extends Error {
  override readonly name = 'LayoutError';
}
