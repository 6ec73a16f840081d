import type { AnyPacket } from './host.ts';
import type { Protocol } from './protocol.ts';

/** A known-bad variant of a protocol: replaces one rule, or wraps one role or the disk. */
export interface Mutant<Packet extends AnyPacket> {
  readonly summary: string;
  /** Properties of which at least one must object. */
  readonly breaks: readonly string[];
  /** Where it is caught, for a mutant that serves as canary: the scenario's name, and a seed. */
  readonly caughtIn?: { readonly scenario: string; readonly seed: string };
  /** The variant; `protocol` is the sound one. */
  apply(protocol: Protocol<Packet>): Protocol<Packet>;
}
