/**
 * Where the work of an exploration is done, in a worker thread or in this one: subjects are read
 * from their texts and protocols loaded anew, so that nothing but text and results passes between
 * threads. A task that goes wrong has an answer, too.
 */
import { seeded } from '../chance/index.ts';
import type { RunResult, SelfCheck } from '../run/index.ts';
import { SetupError, selfCheck } from '../run/index.ts';
import type { Found } from '../run/self-check.ts';
import type { RefusedScenario, ScenarioError } from '../scenario/index.ts';
import { type Failure, freshFailure } from './failure.ts';
import { misfitIn } from './failure-subject.ts';
import { asRegression, prepareRegression, type Regression, readRegression } from './regression.ts';
import { resultOf } from './result.ts';
import { setupMistake } from './setup-mistake.ts';
import { shrink } from './shrink/index.ts';
import { type Chosen, chooseProtocol, type Prepared, prepare, type SubjectText, subjectOf } from './subject.ts';

/** A subject in text: a scenario and the protocol that was asked for, or a regression's file. */
export type Source =
  | { readonly kind: 'scenario'; readonly told: SubjectText; readonly asked: string | undefined }
  | { readonly kind: 'regression'; readonly file: string; readonly text: string };

/** What there is to do with the subject at that place of the list of sources. */
export type Task =
  /** Run a seed, twice if wanted; a regression has its own. */
  | { readonly kind: 'run'; readonly subject: number; readonly seed: string; readonly isChecked: boolean }
  /** Write down how a seed fails that was found to, by a signature. */
  | {
      readonly kind: 'tell';
      readonly subject: number;
      readonly found: Found;
      readonly signature: string;
      readonly tool: string;
    }
  | { readonly kind: 'shrink'; readonly subject: number; readonly failure: Failure; readonly runs: number };

export type Answer =
  | { readonly kind: 'ran'; readonly result: RunResult; readonly selfCheck: SelfCheck | undefined }
  /** Without a failure where it does not fail so when it is tried again: then that was looked into. */
  | { readonly kind: 'told'; readonly failure: Failure | undefined; readonly selfCheck?: SelfCheck }
  /** Scenario and protocol do not fit each other. */
  | { readonly kind: 'misfit'; readonly error: ScenarioError }
  /** An assertion of ours failed. */
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string };

/** How shrinking comes along: sent before each run. */
export interface Inch {
  readonly kind: 'inch';
  /** Left of the failure; undefined until it is less than all. */
  readonly elements: number | undefined;
  readonly runs: number;
}

/** Does tasks, one at a time. */
export interface Workshop {
  do(task: Task, hear: (inch: Inch) => void): Answer;
}

/** Opens a workshop for these subjects; `isStopped` is asked while it shrinks. */
export async function openWorkshop(sources: readonly Source[], isStopped: () => boolean): Promise<Workshop> {
  const chosen = new Map<string, Chosen>();
  const opened: (Regression | (() => Prepared))[] = [];
  for (const source of sources) {
    if (source.kind === 'regression') opened.push(await regressionOf(source));
    else {
      const { asked } = source;
      if (asked !== undefined && !chosen.has(asked)) chosen.set(asked, await chooseProtocol(asked));
      opened.push(once(() => usable(prepare(source.told, asked === undefined ? undefined : chosen.get(asked)))));
    }
  }
  return {
    do(task, hear) {
      const subject = opened[task.subject];
      if (subject === undefined) throw new Error(`there are ${opened.length} subjects, and no ${task.subject}`);
      try {
        const { prepared, of, name } = typeof subject === 'function' ? { ...unnamed, prepared: subject() } : subject;
        return fitting({ prepared, of }, () => attempt(task, { prepared, of, name, hear, isStopped }));
      } catch (error) {
        const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
        return { kind: 'bug', message, stack };
      }
    },
  };
}

const unnamed = { of: undefined, name: undefined };

interface Fitted {
  readonly prepared: Prepared;
  readonly of: Regression['of'] | undefined;
}

/** The answer, or where scenario and protocol do not fit each other. */
function fitting({ prepared, of }: Fitted, act: () => Answer): Answer {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return { kind: 'misfit', error: (of && misfitIn(of, error)) ?? setupMistake(error, prepared) };
  }
}

interface Means extends Fitted {
  readonly name: string | undefined;
  readonly hear: (inch: Inch) => void;
  readonly isStopped: () => boolean;
}

function attempt(task: Task, { prepared, of, name, hear, isStopped }: Means): Answer {
  switch (task.kind) {
    case 'run': {
      const schedule = of?.failure.schedule ?? seeded(task.seed);
      const result = resultOf(prepared, schedule);
      const check = task.isChecked ? selfCheck({ ...subjectOf(prepared), schedule }, result) : undefined;
      return { kind: 'ran', result: name === undefined ? result : asRegression(result, name), selfCheck: check };
    }
    case 'tell': {
      const { found, signature, tool } = task;
      const failure = freshFailure(prepared, found.seed, tool);
      if (failure?.violation.signature === signature) return { kind: 'told', failure };
      // Real time ends a handler without end, and may end it elsewhere.
      if (signature === 'sound/endless') return { kind: 'told', failure: undefined };
      const check = selfCheck({ ...subjectOf(prepared), schedule: seeded(found.seed) }, found);
      // It may come out as it was found now, and yet it did not a moment ago.
      const { divergence = { cause: 'unrepeatable', parting: undefined } as const } = check;
      return { kind: 'told', failure: undefined, selfCheck: { ...check, divergence } };
    }
    case 'shrink': {
      let inch: Inch = { kind: 'inch', elements: undefined, runs: 0 };
      const progress = ({ elements, runs }: { readonly elements: number; readonly runs: number }) => {
        inch = { kind: 'inch', elements, runs };
      };
      // Asked before each run, and so a sign of life.
      const isOver = () => {
        hear(inch);
        return isStopped();
      };
      return {
        kind: 'told',
        failure: shrink(prepared, task.failure, { runs: task.runs, progress, isStopped: isOver }),
      };
    }
  }
}

async function regressionOf({ text, file }: Extract<Source, { kind: 'regression' }>): Promise<Regression> {
  const of = readRegression(text, file);
  if (!('failure' in of)) throw new Error(`${file} was read before, and cannot be read: ${of.message}`);
  return usable(await prepareRegression(of));
}

/** What passed when the command was planned passes here. */
function usable<Value extends object>(read: Value | RefusedScenario): Value {
  if (!isRefused(read)) return read;
  const [error] = read.errors;
  throw new Error(`${error?.file} was read before, and cannot be read: ${error?.message}`);
}

function isRefused(read: object): read is RefusedScenario {
  return 'errors' in read;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
