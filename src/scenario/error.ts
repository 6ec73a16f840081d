/** Where something stands in a scenario. `line` and `column` count from 1; `line` 0: on the command line, named by `file`. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The user's mistake, as a value: where, what was found, what was expected, and what to do about it. */
export interface ScenarioError extends Place {
  /** One line, without the place. */
  readonly message: string;
  /** One line of advice: the keys that are allowed, how a unit is written. */
  readonly remedy?: string;
}

/** Errors that are reported of one file; the rest is counted. */
export const maxErrors = 20;

/** `file:line:column: message`, and the remedy indented on a line of its own. */
export function formatError(error: ScenarioError): string {
  const place = error.line === 0 ? error.file : `${error.file}:${error.line}:${error.column}`;
  return error.remedy === undefined ? `${place}: ${error.message}` : `${place}: ${error.message}\n  ${error.remedy}`;
}

/** An error at a place; leaves the remedy out where there is none. */
export function errorAt(place: Place, message: string, remedy?: string): ScenarioError {
  const { file, line, column } = place;
  return remedy === undefined ? { file, line, column, message } : { file, line, column, message, remedy };
}

/** In the file's order and without repetition; beyond {@link maxErrors} only counted. */
export function inOrder(errors: readonly ScenarioError[]): readonly ScenarioError[] {
  const sorted = [...errors].sort((one, other) => one.line - other.line || one.column - other.column);
  const distinct = sorted.filter((error, index) => {
    const before = sorted[index - 1];
    return before === undefined || formatError(before) !== formatError(error);
  });
  if (distinct.length <= maxErrors) return distinct;
  const last = distinct[maxErrors - 1]!;
  return [...distinct.slice(0, maxErrors), errorAt(last, `and ${distinct.length - maxErrors} more`)];
}
