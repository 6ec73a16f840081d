import { writeFileSync } from 'node:fs';
import type { Failure } from '../explore/failure.ts';
import { readFailure } from '../explore/failure-file.ts';
import { replay } from '../explore/replay.ts';
import { shrinkApart } from '../explore/shrink/apart.ts';
import { shrinkText } from '../report/index.ts';
import { ExitCode } from './exit-codes.ts';
import { fitting, openFailure } from './failure-files.ts';
import { watchInterrupts } from './interrupts.ts';
import { mistake, UsageError } from './mistake.ts';
import type { Terminal } from './terminal.ts';
import { tool } from './version.ts';

export interface ShrinkVerbOptions {
  /** Runs at most. */
  readonly runs?: string;
  /** The file that the story goes to. */
  readonly out?: string;
  readonly json?: boolean;
}

/** `tutti shrink`: makes a failure small, writes its story down, and tells it. */
export async function shrinkVerb(file: string, options: ShrinkVerbOptions, terminal: Terminal): Promise<ExitCode> {
  const runs = options.runs === undefined ? undefined : countOf(options.runs);
  const opened = await openFailure(file);
  // What no longer fits is told before anything is tried.
  const now = fitting(opened, () => replay(opened.failure, opened.prepared));
  if (now.found?.signature !== opened.failure.violation.signature) {
    const what = `${file} does not fail any more by ${opened.failure.violation.signature}`;
    if (options.json)
      terminal.print(
        JSON.stringify({ tool, asExpected: false, exitCode: ExitCode.diverged, file, story: null }, undefined, 2),
      );
    else terminal.print(`${what}; npx tutti replay ${file} says where it parts`);
    return ExitCode.diverged;
  }
  const interrupts = watchInterrupts(true);
  const shrinking = shrinkApart({ file, text: opened.text, runs }, ({ elements, events, runs: done }) => {
    terminal.progress(`${file}  ${elements} elements, ${events} events, after ${done} runs`);
  });
  const watch = setInterval(() => {
    if (interrupts.seen) shrinking.stop();
  }, 50);
  try {
    const text = await shrinking.text;
    if (text === undefined) throw new Error('a failure that was just replayed does not fail');
    const out = options.out ?? file.replace(/(-story)?(\.json)?$/, '-story.json');
    writeStory(out, text);
    const small = readFailure(text, out) as Failure;
    const exitCode = interrupts.seen ? ExitCode.interrupted : ExitCode.asExpected;
    if (options.json) {
      const { violation, digest, story } = small;
      terminal.print(
        JSON.stringify(
          { tool, asExpected: exitCode === 0, exitCode, file, out, violation, digest, story },
          undefined,
          2,
        ),
      );
    } else {
      const { prepared } = await openFailure(out);
      terminal.print(
        shrinkText(replay(small, prepared), { paint: terminal.paint, out, isInterrupted: interrupts.seen }),
      );
    }
    return exitCode;
  } finally {
    clearInterval(watch);
    interrupts.stop();
  }
}

function countOf(told: string): number {
  if (/^[1-9]\d{0,6}$/.test(told)) return Number(told);
  throw new UsageError([mistake('--runs', `expected a number from 1 on, found ${JSON.stringify(told)}`)]);
}

function writeStory(out: string, text: string): void {
  try {
    writeFileSync(out, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError([mistake('--out', `cannot write ${out} (${code})`, 'give a file that can be written')]);
  }
}
