import chalk from 'chalk';
import { type Paint, paintAt } from '../report/index.ts';
import { ExitCode } from './exit-codes.ts';

/** Where a verb writes: results to the one, everything about their making to the other. */
export interface Terminal {
  /** Colours for `print`; remarks have none, so that their places stay clickable. */
  readonly paint: Paint;
  /** Results: one or more lines, the last line's end included by this call. */
  print(text: string): void;
  /** Errors and hints, on stderr. */
  remark(text: string): void;
  /** What is going on right now, on stderr and only where someone watches; replaced by the next. */
  progress(text: string): void;
}

/** The process's own streams, colours as the environment wants them. */
export function processTerminal(): Terminal {
  // Whoever reads has seen enough (`| head`): no error, and nothing more to say.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    process.stderr.write(`tutti: cannot write its results (${error.code ?? error.message})\n`);
    process.exit(ExitCode.usage);
  });
  // What protocol code prints is not a result: `--json` stays one object.
  console.log = console.info = console.debug = console.error;
  const watched = process.stderr.isTTY === true && !isSet('CI');
  let shown = false;
  const clear = () => {
    if (shown) process.stderr.write('\r\u001b[K');
    shown = false;
  };
  return {
    paint: paintAt(isSet('NO_COLOR') ? 0 : chalk.level),
    print(text) {
      clear();
      process.stdout.write(`${text}\n`);
    },
    remark(text) {
      clear();
      process.stderr.write(`${text}\n`);
    },
    progress(text) {
      if (!watched) return;
      clear();
      process.stderr.write(text.slice(0, (process.stderr.columns || 80) - 1));
      shown = true;
    },
  };
}

/** NO_COLOR and CI count when they are not empty. FORCE_COLOR is chalk's business, and outranks NO_COLOR. */
function isSet(name: 'NO_COLOR' | 'CI'): boolean {
  if (name === 'NO_COLOR' && process.env.FORCE_COLOR !== undefined) return false;
  return (process.env[name] ?? '') !== '';
}
