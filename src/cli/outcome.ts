import type { Batch } from '../run/index.ts';
import { ExitCode, heaviest } from './exit-codes.ts';

/** What batches came to, and what kept others from coming to anything. */
interface Outcome {
  readonly batches: readonly Batch[];
  readonly errors: readonly unknown[];
  /** A bug in tutti that ended it. */
  readonly bug: unknown;
}

/** The one exit code for all of it. */
export function exitCodeOf({ batches, errors, bug }: Outcome, isInterrupted: boolean): ExitCode {
  const codes: ExitCode[] = batches.map(({ asExpected, complaints }) => {
    if (asExpected) return ExitCode.asExpected;
    if (complaints.some(({ kind }) => kind === 'diverged')) return ExitCode.diverged;
    return complaints.every(({ kind }) => kind === 'vacuous') ? ExitCode.vacuous : ExitCode.notAsExpected;
  });
  if (errors.length > 0) codes.push(ExitCode.usage);
  if (bug !== undefined) codes.push(ExitCode.bug);
  if (isInterrupted) codes.push(ExitCode.interrupted);
  return heaviest(codes);
}
