import type { Offence } from '../contract/index.ts';
import { describeThrown, guard, installGuard, placeOf, runBounded } from '../sim/index.ts';

/** What came of protocol code that ran outside any handler; without a value when a banned call ended it. */
export interface UserCode<Value> {
  readonly value: Value | undefined;
  readonly offences: readonly Offence[];
}

/** Code of the user's that did not do what it is for; the message says so in a sentence. */
export class UserCodeError extends Error {
  override readonly name = 'UserCodeError';
  /** What was thrown, where anything was. */
  override readonly cause: unknown;

  constructor(message: string, cause?: unknown) {
    super(message);
    this.cause = cause;
  }
}

/**
 * Runs protocol code that is no handler: watched by the guard, and ended when it takes longer than
 * `boundMs` of real time.
 *
 * @throws UserCodeError when it throws, or does not end.
 */
export function userCode<Value>(act: () => Value, boundMs: number): UserCode<Value> {
  installGuard();
  guard.offences.length = 0;
  const outcome: { value?: Value; thrown?: { readonly what: unknown } } = {};
  const ended = runBounded(() => {
    guard.watching = true;
    try {
      outcome.value = act();
    } catch (what) {
      outcome.thrown = { what };
    } finally {
      guard.watching = false;
    }
  }, boundMs);
  const offences = guard.offences.splice(0);
  if (ended === 'endless') throw new UserCodeError(`it has not ended after ${boundMs} ms`);
  if (outcome.thrown === undefined || offences.length > 0) return { value: outcome.value, offences };
  const where = placeOf(outcome.thrown.what);
  const place = where === undefined ? '' : ` (${where})`;
  throw new UserCodeError(`it throws ${describeThrown(outcome.thrown.what)}${place}`, outcome.thrown.what);
}
