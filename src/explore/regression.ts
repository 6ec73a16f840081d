/**
 * Regressions: failures that were mended, kept to be run again. Asked is one thing only, whether
 * anything objects; what a story leaves out (deliveries, faults) is not asked for again.
 */
import { basename } from 'node:path';
import { type RunResult, signatureOf } from '../run/index.ts';
import { errorAt } from '../scenario/error.ts';
import type { Expectation, RefusedScenario, ScenarioError } from '../scenario/index.ts';
import { readFailure } from './failure-file.ts';
import { type FailureFile, prepareFailure } from './failure-subject.ts';
import type { Prepared } from './subject.ts';

/** A failure file that expects to hold, ready to be run. */
export interface Regression {
  /** As results call it: its file's, without the ending. */
  readonly name: string;
  readonly of: FailureFile;
  readonly prepared: Prepared;
}

/** What all regressions expect; none has a seed that is asked for more than others. */
export const regressionExpects: { readonly expect: Expectation; readonly seed: string } = {
  expect: { kind: 'held' },
  seed: '',
};

/** Whether a text is that of a failure file, and not of a scenario in JSON. */
export function isFailureText(text: string): boolean {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null && 'format' in data && 'schedule' in data;
  } catch {
    return false;
  }
}

/** The failure in a file among regressions, or what is wrong with it: one that nobody mended, for example. */
export function readRegression(text: string, file: string): FailureFile | ScenarioError {
  const failure = readFailure(text, file);
  if (!('schedule' in failure)) return failure;
  if (failure.expect === 'held') return { file, text, failure };
  return errorAt(
    { file, line: 1, column: 1 },
    'is a failure that is not said to be mended, and no regression',
    `tutti replay shows it; once it is mended, write "expect": "held" into it`,
  );
}

/** The regression in a file, with the protocol that it names. */
export async function prepareRegression(of: FailureFile): Promise<Regression | RefusedScenario> {
  const prepared = await prepareFailure(of);
  return 'errors' in prepared ? prepared : { name: basename(of.file, '.json'), of, prepared };
}

/** The result under the regression's name: held unless something objects. */
export function asRegression(result: RunResult, scenario: string): RunResult {
  const held = { ...result, scenario, lacks: [] };
  if (signatureOf(result) !== undefined) return { ...held, asExpected: false };
  return { ...held, verdict: 'held', reason: null, asExpected: true };
}
