/**
 * From what stands on the command line to the batches to run, or to everything that is wrong with
 * it: a wrong scenario among many is told before the first one runs.
 */
import { readFileSync } from 'node:fs';
import { ChoiceError, type Chosen, chooseProtocol, type Prepared, prepare } from '../explore/subject.ts';
import type { ScenarioError } from '../scenario/index.ts';
import { scenarioFiles } from './files.ts';
import { UsageError } from './mistake.ts';
import { seedsOf } from './seeds.ts';

/** What the user asks for, as commander has it. */
export interface RunRequest {
  readonly seed?: string;
  readonly seeds?: string;
  readonly set?: readonly string[];
  /** A name, or the path of a file. */
  readonly protocol?: string;
  readonly mutant?: string;
}

/** One scenario with its seeds, ready to run. */
export interface Planned extends Prepared {
  readonly seeds: readonly string[];
}

/** @throws UsageError that has everything that is wrong. */
export async function plan(given: readonly string[], request: RunRequest): Promise<readonly Planned[]> {
  const { files, errors } = scenarioFiles(given);
  if (errors.length > 0) throw new UsageError(errors);
  const chosen = request.protocol === undefined ? undefined : await chosenProtocol(request.protocol);
  const planned: Planned[] = [];
  const wrong: ScenarioError[] = [];
  for (const file of files) {
    const told = { file, text: readFileSync(file, 'utf8'), set: request.set, mutant: request.mutant };
    const prepared = prepare(told, chosen);
    if ('errors' in prepared) wrong.push(...prepared.errors);
    else planned.push({ ...prepared, seeds: seedsOf(prepared.scenario.seed, request.seed, request.seeds) });
  }
  // One wrong option is wrong for every file: it is told once.
  const told = new Map(wrong.map((error) => [JSON.stringify(error), error]));
  if (told.size > 0) throw new UsageError([...told.values()]);
  return planned;
}

/** @throws UsageError when there is no such protocol. */
export async function chosenProtocol(asked: string): Promise<Chosen> {
  try {
    return await chooseProtocol(asked);
  } catch (error) {
    throw error instanceof ChoiceError ? new UsageError([error.error]) : error;
  }
}
