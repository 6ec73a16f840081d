/** What is asked for in a run, and when its chaos ends: as its schedule says, until that has no say any more. */
import type { Schedule, TimedOperation } from '../chance/index.ts';
import type { FaultRule } from '../scenario/index.ts';
import type { WorkloadOptions } from '../workload/index.ts';
import { chaosEndUs } from './chaos.ts';

export interface AskedForOptions {
  readonly faults: readonly FaultRule[];
  /** The operations that a schedule tells. */
  readonly told: (operations: NonNullable<Schedule['operations']>) => readonly TimedOperation[];
  /** Those that the scenario has for a seed, undefined for the schedule's own, with what was asked for before. */
  readonly planned: (seed: string | undefined, past: WorkloadOptions['past']) => readonly TimedOperation[];
}

/** None of the operations is later than `endUs`, with which the chaos ends. */
export function askedFor(
  schedule: Schedule,
  { faults, told, planned }: AskedForOptions,
): { readonly operations: readonly TimedOperation[]; readonly endUs: number } {
  const { operations, healAtUs, turn } = schedule;
  const own = operations === undefined ? planned(undefined, undefined) : told(operations);
  const ownEndUs = healAtUs ?? chaosEndUs(own, faults);
  // Where the chaos was over by then, there is nothing more to ask for.
  if (turn === undefined || turn.atUs > ownEndUs) {
    return { operations: own.filter(({ atUs }) => atUs <= ownEndUs), endUs: ownEndUs };
  }
  const past = { operations: own.filter(({ atUs }) => atUs < turn.atUs), untilUs: turn.atUs };
  const all = planned(turn.seed, past);
  return { operations: all, endUs: Math.max(turn.atUs, chaosEndUs(all, faults)) };
}
