import type { Prepared } from '../explore/subject.ts';
import type { SetupError } from '../run/index.ts';
import type { ScenarioError } from '../scenario/index.ts';
import { mistake, mistakeAt } from './mistake.ts';

/** What does not fit the scenario stands there; otherwise it is the protocol's, at a place in its code where one is known. */
export function setupMistake(
  { path, where, message }: SetupError,
  { errorAt, file, asked }: Pick<Prepared, 'errorAt' | 'file' | 'asked'>,
): ScenarioError {
  if (path.length > 0) return errorAt(path, message);
  return where === undefined ? mistake(asked ?? file, message) : mistakeAt(where, message.replace(` (${where})`, ''));
}
