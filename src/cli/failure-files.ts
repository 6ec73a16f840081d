import { readFileSync } from 'node:fs';
import { readFailure } from '../explore/failure-file.ts';
import { type FailureFile, misfitIn, prepareFailure } from '../explore/failure-subject.ts';
import { setupMistake } from '../explore/setup-mistake.ts';
import type { Prepared } from '../explore/subject.ts';
import { SetupError } from '../run/index.ts';
import { mistake, UsageError } from './mistake.ts';

/** A failure file, and what it takes to run it again. */
export interface OpenedFailure extends FailureFile {
  readonly prepared: Prepared;
}

/** `protocol` may run it instead of its own. @throws UsageError when it cannot be read, is none, or is of what is no longer there. */
export async function openFailure(file: string, protocol?: string): Promise<OpenedFailure> {
  const text = textOf(file);
  const failure = readFailure(text, file);
  if (!('schedule' in failure)) throw new UsageError([failure]);
  const prepared = await prepareFailure({ file, text, failure }, protocol);
  if ('errors' in prepared) throw new UsageError(prepared.errors);
  return { file, text, failure, prepared };
}

/** @throws UsageError in place of a SetupError: parts of the failure no longer fit each other. */
export function fitting<Value>(opened: OpenedFailure, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    throw new UsageError([misfitIn(opened, error) ?? setupMistake(error, opened.prepared)]);
  }
}

/** The text of a file that the user names; of a folder there is none. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'there is no such file', EISDIR: 'is a folder: give a file in it' }[code];
    throw new UsageError([mistake(file, why ?? `cannot be read (${code})`)]);
  }
}
