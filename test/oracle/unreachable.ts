/** Clauses that random histories cannot show to matter, each with the reason. */

const ofSound = 'sound: histories have no offences; its unit test has one of each';
const timed = 'timed: histories have no bounds of time; its unit test has them';

export const unreachable: ReadonlyMap<string, string> = new Map([
  ...['threw', 'endless', 'asynchronous', 'banned', 'misused', 'impure', 'misread'].map(
    (clause) => [`sound/${clause}`, ofSound] as const,
  ),
  ...['answered/late', 'prompt/late', 'prompt/connected-late'].map((clause) => [clause, timed] as const),
]);
