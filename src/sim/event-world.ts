import type { NodeId } from '../contract/index.ts';
import type { SimNode } from './node.ts';
import type { Witness } from './witness.ts';

/** What all that happens to nodes needs of the simulator: the nodes, who hears of it, and a number for it. */
export interface EventWorld {
  readonly witness: Witness;
  /** By id; index 0 is empty. */
  readonly nodes: readonly (SimNode | undefined)[];
  /** @throws Error where no node has that id. */
  node(id: NodeId): SimNode;
  /** A new event begins. */
  begin(
    kind: number,
    node: NodeId,
    other: number,
    content: number,
    cause?: number,
    detail?: unknown,
    name?: string,
  ): void;
}
