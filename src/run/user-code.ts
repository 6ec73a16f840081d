import { describeThrown, placeOf, runUserCode, type UserCode } from '../sim/index.ts';

/** Code of the user's that did not do what it is for; the message says so in a sentence. */
export class UserCodeError extends Error {
  override readonly name = 'UserCodeError';
  /** The place in the user's code, which the message ends with; undefined where none is known. */
  readonly where: string | undefined;
  /** What was thrown, where anything was. */
  override readonly cause: unknown;

  constructor(sentence: string, where?: string, cause?: unknown) {
    super(where === undefined ? sentence : `${sentence} (${where})`);
    this.where = where;
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
  throw new UserCodeError(`it throws ${describeThrown(thrown)}`, placeOf(thrown), thrown);
}

/** As `userCode`, where an offence leaves nothing to go on with: it is an error too. */
export function userValue<Value>(act: () => Value, boundMs: number): Value {
  const { value, offences } = userCode(act, boundMs);
  const [offence] = offences;
  if (offence !== undefined) throw new UserCodeError(`it ${offence.sentence}`, offence.where);
  return value as Value;
}
