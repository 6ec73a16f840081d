import { describeThrown, placeOf, runUserCode, type UserCode } from '../sim/index.ts';

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
 * The value of protocol code that is no handler, and its offences; without a value when a banned
 * call ended it.
 *
 * @throws UserCodeError when it throws for any other reason, or does not end within `boundMs`.
 */
export function userCode<Value>(act: () => Value, boundMs: number): Pick<UserCode<Value>, 'value' | 'offences'> {
  const { ended, thrown, ...result } = runUserCode(act, boundMs);
  if (ended === 'endless') throw new UserCodeError(`it has not ended after ${boundMs} ms`);
  if (ended === 'returned' || result.offences.length > 0) return result;
  const where = placeOf(thrown);
  const place = where === undefined ? '' : ` (${where})`;
  throw new UserCodeError(`it throws ${describeThrown(thrown)}${place}`, thrown);
}
