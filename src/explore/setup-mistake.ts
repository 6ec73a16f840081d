import type { SetupError } from '../run/index.ts';
import { errorAt as atPlace } from '../scenario/error.ts';
import type { ScenarioError } from '../scenario/index.ts';
import type { Prepared } from './subject.ts';

/** What does not fit the scenario stands there; otherwise it is the protocol's, at a place in its code where one is known. */
export function setupMistake(
  { path, where, message }: SetupError,
  { errorAt, file, asked }: Pick<Prepared, 'errorAt' | 'file' | 'asked'>,
): ScenarioError {
  if (path.length > 0) return errorAt(path, message);
  if (where === undefined) return atPlace({ file: asked ?? file, line: 0, column: 0 }, message);
  const [, place = where, line = 0, column = 0] = /^(.+):(\d+):(\d+)$/.exec(where) ?? [];
  return atPlace({ file: place, line: Number(line), column: Number(column) }, message.replace(` (${where})`, ''));
}
