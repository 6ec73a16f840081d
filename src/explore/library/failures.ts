/** Failures in a program of the caller's own: read, made to happen again, made small, kept. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Failure, failureName } from '../failure.ts';
import { failureText, readFailure } from '../failure-file.ts';
import { type Replay, replay as replayOf } from '../replay.ts';
import { type ShrinkOptions, shrink as shrunk } from '../shrink/index.ts';
import { type Prepared, prepare } from '../subject.ts';
import { InputError } from './input-error.ts';
import { chosenOf, fitting, type ProtocolSource, readText } from './inputs.ts';
import type { Run } from './simulate.ts';

export interface FailureOptions {
  /** What runs it, where the failure names a protocol by its file, or one that was given as a value. */
  readonly protocol?: ProtocolSource | undefined;
}

/**
 * The failure in a file.
 *
 * @throws InputError when it cannot be read, or is none.
 */
export function loadFailure(file: string | URL): Failure {
  const { file: path, text } = readText(file);
  const failure = readFailure(text, path);
  if ('schedule' in failure) return failure;
  throw new InputError([failure]);
}

/**
 * Makes a failure happen again, and says whether it did. Never silently passes: see `outcome`.
 *
 * @throws InputError when its protocol or its scenario is no longer there, or they no longer fit each other.
 */
export function replay(failure: Failure | string | URL, options: FailureOptions = {}): Replay {
  const of = typeof failure === 'string' || failure instanceof URL ? loadFailure(failure) : failure;
  const prepared = prepareFailing(of, options);
  return fitting(prepared, () => replayOf(of, prepared));
}

/**
 * The shortest story that still fails in the same way: what is left cannot be taken away. Takes
 * hundreds of runs, at most `runs` of them (6,000 unless told otherwise).
 *
 * @throws InputError as `replay` does, and for a run that did not fail or a failure that no longer does.
 */
export function shrink(of: Run | Failure, options: FailureOptions & ShrinkOptions = {}): Failure {
  const failure = 'violation' in of ? of : of.failure();
  if (failure === undefined) throw InputError.of('shrink', 'the run did not fail: there is nothing to make small');
  const prepared = 'prepared' in of ? of.prepared : prepareFailing(of, options);
  const small = fitting(prepared, () => shrunk(prepared, failure, options));
  if (small !== undefined) return small;
  const remedy = 'replay it to see where its run parts from what it was';
  throw InputError.of('shrink', `the failure is gone: nothing objects as ${failure.violation.signature}`, remedy);
}

/** Writes a failure to its file in this folder, which is made if need be. Gives the path. */
export function keepFailure(failure: Failure, { folder, protocol, as = failure }: Keeping): string {
  const file = join(folder, failureName(as, protocol));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, failureText(failure));
  return file.replaceAll('\\', '/');
}

interface Keeping {
  readonly folder: string;
  readonly protocol: string;
  /** Whose name the file has: a story bears that of the seed it comes from. */
  readonly as?: Failure;
}

function prepareFailing(failure: Failure, { protocol = failure.protocol }: FailureOptions): Prepared {
  const told = { file: 'failure.scenario', text: JSON.stringify(failure.scenario, undefined, 2) };
  const prepared = prepare({ ...told, mutant: failure.mutant }, chosenFor(protocol));
  if ('errors' in prepared) throw new InputError(prepared.errors);
  return prepared;
}

function chosenFor(protocol: ProtocolSource | undefined) {
  try {
    return protocol === undefined ? undefined : chosenOf(protocol);
  } catch (error) {
    if (!(error instanceof InputError) || typeof protocol !== 'string') throw error;
    const remedy = 'hand it in: { protocol }, the value or what loadProtocol gives';
    throw InputError.of('failure.protocol', `the failure is of ${protocol}, which does not come with tutti`, remedy);
  }
}
