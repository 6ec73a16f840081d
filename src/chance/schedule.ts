import type { NodeId, Operation } from '../contract/index.ts';

/**
 * A decision taken by hand: the anchor's text and an integer, or for one that is about a node its
 * name. A family of anchors (see `familyOf`) takes it for all of them that are not taken by themselves.
 */
export interface Override {
  readonly at: string;
  readonly value: number | string;
}

/** An operation and the moment the application asks for it. */
export interface TimedOperation {
  readonly atUs: number;
  readonly node: NodeId;
  readonly operation: Operation;
}

/** An operation of a schedule, in which nodes have names: ids hang on how many nodes there are. */
export interface ScheduledOperation {
  readonly atUs: number;
  readonly node: string;
  readonly operation: Operation;
}

/** A moment of virtual time, or so long after the event of that name: see `EventNames` in `faults/`. */
export type Moment = { readonly atUs: number } | { readonly after: string; readonly delayUs: number };

/** One act of the nemesis: `crash-leader #3` is the third act of that rule of the fault plan. */
export interface ScheduledAct {
  readonly act: string;
  readonly when: Moment;
}

/** The moment, not 0, from which on a schedule has no say any more and a seed decides. */
export interface Turn {
  readonly atUs: number;
  readonly seed: string;
}

/**
 * All that chance decides in a run, as data. `base` answers every decision that no override
 * answers: a seed draws it, `plain` lets nothing unusual happen. `operations` replaces what the
 * workload would ask for, `acts` when the fault plan would strike; with `healAtUs` the chaos ends then,
 * whatever is planned for later. `turn` ends all this: what is decided, asked for, struck or healed
 * from that moment on is so as a seed has it, with this run for its past.
 */
export interface Schedule {
  readonly base: { readonly seed: string } | 'plain';
  readonly overrides: readonly Override[];
  readonly operations?: readonly ScheduledOperation[];
  readonly acts?: readonly ScheduledAct[];
  readonly healAtUs?: number;
  readonly turn?: Turn;
}

/** The same up to a moment, and from then on as a seed decides; from 0 on it is that seed's own. */
export function turned(schedule: Schedule, turn: Turn): Schedule {
  return turn.atUs === 0 ? seeded(turn.seed) : { ...schedule, turn };
}

/** A schedule of nothing but a seed. */
export function seeded(seed: string): Schedule {
  return { base: { seed }, overrides: [] };
}
