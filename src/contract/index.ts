export type { Codec } from './codec.ts';
export type { Disk, DiskError, Done } from './disk.ts';
export type { DiskReader, Durable } from './disk-reader.ts';
export type { FaultBudget } from './fault-budget.ts';
export type { AnyPacket, Boot, Host, Process } from './host.ts';
export type { NodeId, RoomId, Slot, Token } from './ids.ts';
export { isProbe, type Message, makeMessage } from './message.ts';
export type { Mutant } from './mutant.ts';
export { type ObservationName, type Observer, type Outcome, observationNames } from './observer.ts';
export type { Operation, OperationKind } from './operation.ts';
export { isPosition, isPrefix } from './position.ts';
export type {
  Bounds,
  Chronicle,
  Court,
  JudgedNode,
  LinkCut,
  Observations,
  Offence,
  Property,
  PropertyFactory,
  WorldFacts,
} from './property.ts';
export { LayoutError, type NodeSpec, type Protocol, type Role } from './protocol.ts';
export type { RoomSpec, Setting, Topology } from './topology.ts';
export type { Finding, Violation } from './violation.ts';
