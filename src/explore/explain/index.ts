/**
 * Why a run fails: the nearest run that holds, beside it, and how likely the failure was at each
 * step towards it. A failure without a story is shrunk first, for only of what it needs there is
 * something to say.
 */
import { examine, leadOf, type RunResult, signatureOf } from '../../run/index.ts';
import type { Failure } from '../failure.ts';
import { shrink } from '../shrink/index.ts';
import { type Prepared, prepareAgain, subjectOf } from '../subject.ts';
import { type Contrast, contrastOf } from './contrast.ts';
import { type Odds, oddsOf } from './odds.ts';
import { stepsOf } from './steps.ts';

export type { Contrast } from './contrast.ts';
export type { Odds } from './odds.ts';

export interface ExplainOptions {
  /** Executions for the odds; shrinking has a budget of its own. */
  readonly runs?: number | undefined;
  /** Hears what is being done. */
  readonly progress?: ((told: string) => void) | undefined;
}

/** See the head of this file. */
export interface Explanation {
  /** With its story: as it was given, or as it was shrunk. */
  readonly failure: Failure;
  /** Whether it was shrunk for this. */
  readonly isShrunk: boolean;
  /** Of the run that is explained, with what led to its objection. */
  readonly result: RunResult;
  /** Undefined where no single element makes the difference. */
  readonly contrast: Contrast | undefined;
  readonly odds: Odds;
}

/** Executions for the odds unless told otherwise. */
const usualRuns = 200;

/** Executions for a story, where there is none. */
const shrinkingRuns = 2_000;

/**
 * Explains a failure; undefined where it is no longer there.
 *
 * @throws SetupError where its parts no longer fit each other.
 */
export function explain(prepared: Prepared, failure: Failure, options: ExplainOptions = {}): Explanation | undefined {
  const { runs = usualRuns, progress } = options;
  const told = failure.story === undefined ? shrunk(prepared, failure, progress) : failure;
  if (told === undefined) return undefined;
  const world = told === failure ? prepared : prepareAgain(prepared, told.scenario);
  if (world === undefined) throw new Error('the scenario of a story is one');
  const { schedule, violation } = told;
  const run = { ...subjectOf(world), schedule, keepGoing: false };
  const { result } = examine(run, {});
  if (signatureOf(result) !== violation.signature) return undefined;
  progress?.('looking for the nearest run that holds');
  const contrast = contrastOf(world, schedule, violation);
  const odds = oddsOf(world, schedule, violation, stepsOf(world, schedule), {
    runs,
    progress: (done, of) => progress?.(`drawing anew from step ${done + 1} of ${of}`),
  });
  return { failure: told, isShrunk: told !== failure, result: { ...result, ...leadOf(run, result) }, contrast, odds };
}

function shrunk(prepared: Prepared, failure: Failure, progress: ExplainOptions['progress']): Failure | undefined {
  return shrink(prepared, failure, {
    runs: shrinkingRuns,
    progress: ({ elements, runs }) => progress?.(`shrinking: ${elements} elements after ${runs} runs`),
  });
}
