import type { Decisions } from '../chance/index.ts';
import type { NodeId, Operation, Role } from '../contract/index.ts';
import type { Counters, Cut } from '../sim/index.ts';

/** What the nemesis sees of a node. */
export interface StruckNode {
  readonly id: NodeId;
  readonly name: string;
  readonly spec: { readonly role: Role; readonly shard?: number };
  readonly state: 'up' | 'paused' | 'down';
  readonly incarnation: number;
}

/** The simulator's public verbs, as far as the nemesis uses them. It has no others. */
export interface NemesisWorld {
  readonly nowUs: number;
  readonly decisions: Decisions;
  readonly counters: Counters;
  /** By id: `nodes[id]`; index 0 is empty. */
  readonly nodes: readonly (StruckNode | undefined)[];
  at(timeUs: number, act: () => void): void;
  crash(node: NodeId): void;
  restart(node: NodeId): void;
  powerLoss(nodes: readonly NodeId[]): void;
  pause(node: NodeId): void;
  resume(node: NodeId): void;
  cut(from: readonly NodeId[], to: readonly NodeId[]): Cut;
  mend(cut: Cut): void;
  perform(node: NodeId, operation: Operation): boolean;
}
