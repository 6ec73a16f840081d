/**
 * What a failure file is about, ready to be run again: its scenario, read where it stands in the
 * file, so that what is wrong with it is told by line and column, and the protocol that it names.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ScheduleError, type SetupError } from '../run/index.ts';
import { errorAt } from '../scenario/error.ts';
import type { RefusedScenario, ScenarioError } from '../scenario/index.ts';
import type { Failure } from './failure.ts';
import { type JsonPath, onlyValueOf, placeIn } from './json-place.ts';
import { ChoiceError, type Chosen, chooseProtocol, type Prepared, prepare } from './subject.ts';

/** A failure file: its path as it was given, its text, and what was read in it. */
export interface FailureFile {
  readonly file: string;
  readonly text: string;
  readonly failure: Failure;
}

/**
 * Scenario, protocol and mutant of a failure, or what is no longer as it was when the file was
 * written. `protocol` is who runs it instead of the one that the failure names.
 */
export async function prepareFailure(of: FailureFile, protocol?: string): Promise<Prepared | RefusedScenario> {
  const { file, text, failure } = of;
  try {
    const chosen = protocol === undefined ? await ownProtocol(of) : await chooseProtocol(protocol);
    const told = { file, text: onlyValueOf(text, 'scenario'), mutant: failure.mutant };
    const prepared = prepare(told, chosen);
    return 'errors' in prepared ? { errors: prepared.errors.map((error) => atHome(error, of)) } : prepared;
  } catch (error) {
    if (!(error instanceof ChoiceError)) throw error;
    return { errors: [protocol === undefined ? atHome(error.error, of) : error.error] };
  }
}

/** What does not fit together is told of its place in the file; undefined for what is the protocol's own. */
export function misfitIn({ file, text }: FailureFile, error: SetupError): ScenarioError | undefined {
  const path = error instanceof ScheduleError ? ['schedule', ...error.at] : ['scenario', ...error.path];
  return path.length === 1 ? undefined : errorAt(placeIn(text, file, path), error.message);
}

async function ownProtocol(of: FailureFile): Promise<Chosen | undefined> {
  const { protocol, fingerprint } = of.failure;
  if (protocol === undefined) return undefined;
  if (fingerprint !== '') return protocolOf(of, protocol);
  const message = `${protocol} was a value in the program that found this, and its file is not known`;
  throw new ChoiceError(errorAt(placeIn(of.text, of.file, ['protocol']), message, 'say where it is: --protocol FILE'));
}

/** A file is looked for where the failure was found, and where it lies now. */
async function protocolOf({ file, text }: FailureFile, asked: string): Promise<Chosen> {
  if (!/[./\\]/.test(asked) || existsSync(asked)) return chooseProtocol(asked);
  const beside = join(dirname(file), asked);
  if (existsSync(beside)) return chooseProtocol(beside);
  throw new ChoiceError(
    errorAt(
      placeIn(text, file, ['protocol']),
      `there is no protocol file ${asked}, neither here nor as seen from the failure file`,
      'go to the folder in which the failure was found, or correct the path',
    ),
  );
}

/** What would be wrong with an option is wrong with a value of the file. */
function atHome(error: ScenarioError, { file, text }: FailureFile): ScenarioError {
  const path: JsonPath | undefined = { '--protocol': ['protocol'], '--mutant': ['mutant'] }[error.file];
  return path === undefined ? error : errorAt(placeIn(text, file, path), error.message, error.remedy);
}
