import type { Schedule } from '../chance/index.ts';
import { type RunOptions, type RunResult, run } from '../run/index.ts';
import { type Prepared, subjectOf } from './subject.ts';

/** What may be wanted of a run besides its result. */
export type Besides = Pick<RunOptions, 'tracer' | 'keepGoing'>;

/** Runs a subject with a schedule, by a clock of real time, and notes what its scenario says in vain. */
export function resultOf(prepared: Prepared, schedule: Schedule, besides: Besides = {}): RunResult {
  const { ignored, protocol } = prepared;
  const result = run({ ...subjectOf(prepared), schedule, ...besides, stopwatch: () => performance.now() });
  return { ...result, notes: [...result.notes, ...ignored.map((name) => `${protocol.name} makes no use of ${name}`)] };
}
