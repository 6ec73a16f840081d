import type { Decisions } from '../chance/index.ts';
import type { NodeId, Operation, Role } from '../contract/index.ts';
import type { Clocks, Counters, Disks, Links, Machines } from '../sim/index.ts';

/** What the nemesis sees of a node. */
export interface StruckNode {
  readonly id: NodeId;
  readonly name: string;
  readonly spec: { readonly role: Role; readonly shard?: number };
  readonly state: 'up' | 'paused' | 'down';
  readonly incarnation: number;
  /** It never comes back. */
  readonly retired: boolean;
}

/** The simulator's public verbs, as far as the nemesis uses them. It has no others. */
export interface NemesisWorld {
  readonly nowUs: number;
  /** How many events there were. */
  readonly events: number;
  readonly decisions: Decisions;
  /** Whoever's handler runs; undefined between two. */
  readonly current: unknown;
  readonly counters: Counters;
  /** By id: `nodes[id]`; index 0 is empty. */
  readonly nodes: readonly (StruckNode | undefined)[];
  at(timeUs: number, act: () => void): void;
  /** Whether anything else waits to happen at this very moment. */
  readonly hasMoreNow: boolean;
  readonly machines: Pick<
    Machines,
    'crash' | 'restart' | 'powerLoss' | 'pause' | 'resume' | 'hinder' | 'unhinder' | 'wipe' | 'retire'
  >;
  readonly clocks: Pick<Clocks, 'step' | 'freeze' | 'thaw' | 'hurry'>;
  readonly links: Pick<Links, 'cut' | 'clog' | 'grey' | 'mend'>;
  readonly disks: Omit<Disks, 'heal'>;
  perform(node: NodeId, operation: Operation): boolean;
}

/** Who stands where, as far as that has been observed. */
export interface Sightings {
  leaderOf(shard: number): NodeId | undefined;
  /** Whom a client is connected to now. */
  gatewayOf(client: NodeId): NodeId | undefined;
}

/** The rule of the fault budget on copies that may go bad. */
export interface BadCopies {
  /** Whether bad copies on this node, beside those that there are, are within what the protocol survives. */
  allows(node: NodeId): boolean;
}
