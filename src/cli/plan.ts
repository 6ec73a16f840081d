/**
 * From what stands on the command line to the batches to run, or to everything that is wrong with
 * it: a wrong scenario among many is told before the first one runs. Regressions come first.
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { FailureFile } from '../explore/failure-subject.ts';
import { isFailureText, prepareRegression, type Regression, readRegression } from '../explore/regression.ts';
import {
  ChoiceError,
  type Chosen,
  chooseProtocol,
  type Prepared,
  prepare,
  type SubjectText,
} from '../explore/subject.ts';
import type { ScenarioError } from '../scenario/index.ts';
import { scenarioFiles } from './files.ts';
import { UsageError } from './mistake.ts';

/** What the user asks for, as commander has it. */
export interface PlanRequest {
  readonly set?: readonly string[];
  /** A name, or the path of a file. */
  readonly protocol?: string;
  readonly mutant?: string;
}

/** One scenario, ready to run. */
export interface PlannedScenario {
  readonly told: SubjectText;
  readonly prepared: Prepared;
}

/** All there is to run. */
export interface Plan {
  readonly regressions: readonly Regression[];
  readonly scenarios: readonly PlannedScenario[];
}

/** @throws UsageError that has everything that is wrong. */
export async function plan(given: readonly string[], request: PlanRequest): Promise<Plan> {
  const found = scenarioFiles(given);
  if (found.errors.length > 0) throw new UsageError(found.errors);
  const chosen = request.protocol === undefined ? undefined : await chosenProtocol(request.protocol);
  const scenarios: PlannedScenario[] = [];
  const regressions: Regression[] = [];
  const wrong: ScenarioError[] = [];
  const keep = async (text: string, file: string) => {
    const of = readRegression(text, file);
    if (!('failure' in of)) wrong.push(of);
    else if (isMeant(of, request, chosen)) {
      const regression = await prepareRegression(of);
      if ('errors' in regression) wrong.push(...regression.errors);
      else regressions.push(regression);
    }
  };
  for (const file of found.regressions) await keep(readFileSync(file, 'utf8'), file);
  for (const file of found.files) {
    const text = readFileSync(file, 'utf8');
    if (file.endsWith('.json') && isFailureText(text)) {
      await keep(text, file);
      continue;
    }
    const told = { file, text, set: request.set, mutant: request.mutant };
    const prepared = prepare(told, chosen);
    if ('errors' in prepared) wrong.push(...prepared.errors);
    else scenarios.push({ told, prepared });
  }
  // One wrong option is wrong for every file: it is told once.
  const told = new Map(wrong.map((error) => [JSON.stringify(error), error]));
  if (told.size > 0) throw new UsageError([...told.values()]);
  return { regressions, scenarios };
}

/** A regression is one of a protocol: another one, or a known-bad variant, is not tried on it. */
function isMeant({ failure }: FailureFile, { mutant }: PlanRequest, chosen: Chosen | undefined): boolean {
  if (mutant !== undefined) return false;
  if (chosen === undefined) return true;
  const { protocol = failure.scenario.protocol } = failure;
  return protocol === chosen.protocol.name || relative('.', String(protocol)) === relative('.', chosen.asked);
}

/** @throws UsageError when there is no such protocol. */
export async function chosenProtocol(asked: string): Promise<Chosen> {
  try {
    return await chooseProtocol(asked);
  } catch (error) {
    throw error instanceof ChoiceError ? new UsageError([error.error]) : error;
  }
}
