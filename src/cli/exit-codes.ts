/** What the command's exit says; see also `tutti run --help`. */
export const ExitCode = {
  asExpected: 0,
  notAsExpected: 1,
  /** Wrong options, a wrong scenario, a protocol that cannot be loaded or laid out. */
  usage: 2,
  /** Too little happened to mean anything. */
  vacuous: 3,
  /** A replay or a self-check came out differently. */
  diverged: 4,
  /** A bug in tutti. */
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

const byWeight: readonly ExitCode[] = [
  ExitCode.interrupted,
  ExitCode.bug,
  ExitCode.usage,
  ExitCode.diverged,
  ExitCode.notAsExpected,
  ExitCode.vacuous,
];

/** The one code for several outcomes: the heaviest, and 0 for none. */
export function heaviest(codes: readonly ExitCode[]): ExitCode {
  return byWeight.find((code) => codes.includes(code)) ?? ExitCode.asExpected;
}
