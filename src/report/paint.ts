import { Chalk } from 'chalk';

/** What colours stand for. Each function takes and gives one piece of text; plain text passes unchanged. */
export interface Paint {
  /** As it should be. */
  good(text: string): string;
  /** Not as it should be. */
  bad(text: string): string;
  /** Worth a look: faults, what proves nothing. */
  warn(text: string): string;
  /** Names and headings. */
  strong(text: string): string;
  /** What is there for the record. */
  faint(text: string): string;
}

/** Colours at chalk's level: 0 is none, 1 to 3 are what the terminal can do. */
export function paintAt(level: 0 | 1 | 2 | 3): Paint {
  const chalk = new Chalk({ level });
  return {
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    warn: (text) => chalk.yellow(text),
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
  };
}
