import type { NodeId, Operation } from '../contract/index.ts';

/** A decision taken by hand: the anchor's text and an integer. */
export interface Override {
  readonly at: string;
  readonly value: number;
}

/** An operation and the moment the application asks for it. */
export interface TimedOperation {
  readonly atUs: number;
  readonly node: NodeId;
  readonly operation: Operation;
}

/**
 * All that chance decides in a run, as data. `base` answers every decision that no override
 * answers: a seed draws it, `plain` lets nothing unusual happen. `operations` replaces what the
 * workload would ask for.
 */
export interface Schedule {
  readonly base: { readonly seed: string } | 'plain';
  readonly overrides: readonly Override[];
  readonly operations?: readonly TimedOperation[];
}

/** A schedule of nothing but a seed. */
export function seeded(seed: string): Schedule {
  return { base: { seed }, overrides: [] };
}
