import { formatError, type ScenarioError } from '../../scenario/index.ts';

/**
 * What was given cannot be used, and is the caller's to mend: a scenario that is none, a protocol
 * that does not exist or does not fit it, a failure file of another format. The message has each
 * mistake as `file:line:column: sentence`, with advice on a line of its own.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  /** At least one, in the file's order. `line` 0: of no file, `file` then names what was given. */
  readonly errors: readonly ScenarioError[];

  constructor(errors: readonly ScenarioError[]) {
    super(errors.map(formatError).join('\n'));
    this.errors = errors;
  }

  /** A single mistake in what was given as `what`, without a place in a file. */
  static of(what: string, message: string, remedy?: string): InputError {
    return new InputError([{ file: what, line: 0, column: 0, message, ...(remedy !== undefined && { remedy }) }]);
  }
}
