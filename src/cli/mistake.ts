import type { ReportedError } from '../report/index.ts';
import { errorAt, type ScenarioError } from '../scenario/error.ts';
import { didYouMean } from '../scenario/nearest.ts';

/** The user's mistake on the command line; `place` names the option or the argument. */
export function mistake(place: string, message: string, remedy?: string): ScenarioError {
  return errorAt({ file: place, line: 0, column: 0 }, message, remedy);
}

/** The mistake as `--json` tells it. */
export function reported({ file, line, column, message, remedy }: ScenarioError): ReportedError {
  const place = line === 0 ? { line: null, column: null } : { line, column };
  return { file, ...place, message, remedy: remedy ?? null };
}

/** Ends a verb before anything ran. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly errors: readonly ScenarioError[];

  constructor(errors: readonly ScenarioError[]) {
    super(errors.map(({ message }) => message).join('; '));
    this.errors = errors;
  }
}

/**
 * The word, if it is one of those that are known.
 *
 * @throws UsageError with the nearest right word.
 */
export function chosenOf<Word extends string>(place: string, word: string, known: readonly Word[]): Word {
  const chosen = known.find((one) => one === word);
  if (chosen !== undefined) return chosen;
  const sentence = `there is no ${JSON.stringify(word)}${didYouMean(word, known)}`;
  throw new UsageError([mistake(place, sentence, `one of ${known.join(', ')}`)]);
}
