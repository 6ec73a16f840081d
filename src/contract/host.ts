import type { Disk } from './disk.ts';
import type { NodeId } from './ids.ts';
import type { Observer } from './observer.ts';
import type { Operation } from './operation.ts';

/**
 * A packet is plain data: primitives, arrays, plain objects, `Uint8Array`. It is sealed when
 * sent: frozen, with its byte arrays copied.
 */
export interface AnyPacket {
  readonly kind: string;
}

/** Boots a process on its node: once at the start and again after every restart. */
export type Boot<Packet extends AnyPacket> = (host: Host<Packet>) => Process<Packet>;

/** Protocol code in memory. Handlers are synchronous, return nothing and do not throw. */
export interface Process<Packet extends AnyPacket> {
  /** A packet has arrived: lost, doubled, late and overtaken ones are normal. */
  receive(from: NodeId, packet: Packet): void;
  /** The application, or an operator, asks this node. */
  perform?(operation: Operation): void;
}

/** All that a process may touch. Only while one of its own handlers runs. */
export interface Host<Packet extends AnyPacket> {
  readonly id: NodeId;
  /** Microseconds since 1970; may be skewed, drift, step or stand still. */
  wallClockUs(): number;
  /** Microseconds since some moment; may drift or stand still, never goes back within an incarnation. */
  monotonicUs(): number;
  /** A number in [0, 1): the nth draw of that name in this incarnation. */
  random(name: string): number;
  /** May be lost, doubled, delayed or overtaken. A node may send to itself. */
  send(to: NodeId, packet: Packet): void;
  /** Arms, or re-arms, the timer of that name: one fire, `delayUs` of this node's monotonic clock from now. */
  setTimer(name: string, delayUs: number, fire: () => void): void;
  /** Does nothing when the timer is not armed. */
  clearTimer(name: string): void;
  readonly disk: Disk;
  readonly observe: Observer;
}
