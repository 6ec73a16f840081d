import type { Decisions } from '../chance/index.ts';
import type { AnyPacket, Codec, NodeId, NodeSpec, ObservationName } from '../contract/index.ts';
import type { ClockModel } from './clock.ts';
import type { Rungs } from './digest.ts';
import type { DiskModel } from './disk.ts';
import type { DiskDamage } from './disk-world.ts';
import type { NetworkModel } from './link-table.ts';
import type { Tracer } from './trace.ts';
import type { Witness } from './witness.ts';

/** Bounds of a run: events handled, virtual time, and real time for one handler. */
export interface Limits {
  readonly events: number;
  readonly virtualUs: number;
  readonly handlerMs: number;
}

export interface SimulatorOptions {
  readonly layout: readonly NodeSpec<AnyPacket>[];
  /** Initial disks, in the order of the layout. */
  readonly formatted?: readonly (ReadonlyMap<string, Uint8Array> | undefined)[];
  readonly codec?: Codec<AnyPacket> | undefined;
  /** What the protocol declares that it reports, the minimum included; default: everything. */
  readonly observes?: ReadonlySet<ObservationName> | undefined;
  /** The names it may report to `sometimes`; default: any. */
  readonly sometimes?: readonly string[] | undefined;
  /** Whether every packet passes through the codec, which there must be then. */
  readonly encoded?: boolean | undefined;
  readonly decisions: Decisions;
  readonly network: NetworkModel;
  readonly disk: DiskModel;
  readonly clocks: ClockModel;
  readonly limits: Limits;
  readonly witness: Witness;
  readonly durable?: DurableFeed | undefined;
  /** Hears of each copy on a disk that goes bad, or never came to be, behind its process's back. */
  readonly damaged?: ((node: NodeId, fault: DiskDamage) => void) | undefined;
  readonly tracer?: Tracer | undefined;
  /** Which rungs the digest keeps. */
  readonly rungs?: Rungs | undefined;
  /** In which order comes up what is due in the same microsecond: that of entry unless given; see `order.ts`. */
  readonly order?: 'entry' | 'drawn';
  /** Runs on after an objection. */
  readonly keepGoing?: boolean | undefined;
}

/** What becomes durable on disks, as truthful syncs and power losses leave it. */
export interface DurableFeed {
  changed(node: NodeId, file: string, from: number, to: number, bytes: Uint8Array): void;
  removed(node: NodeId, file: string): void;
  /** All that one of them changed has been told. */
  synced(node: NodeId): void;
}

/** Why a run ended: `stop` was called, an objection stands, a bound was reached, nothing is left to happen. */
export type End = 'stopped' | 'objected' | 'events' | 'virtual-time' | 'idle';
