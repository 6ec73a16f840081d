import { closeSync, existsSync, openSync, rmSync, writeFileSync } from 'node:fs';
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
  const out = options.out ?? file.replace(/(-story)?(\.json)?$/, '-story.json');
  refuseUnwritable(out);
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
    toFile(out, () => writeFileSync(out, text));
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

/** Before minutes are spent on a story that has nowhere to go. What is in the file stays, and none is left behind. */
function refuseUnwritable(out: string): void {
  const isNew = !existsSync(out);
  toFile(out, () => closeSync(openSync(out, 'a')));
  if (isNew) rmSync(out, { force: true });
}

/** @throws UsageError when the file cannot be written. */
function toFile(out: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError([mistake('--out', `cannot write ${out} (${code})`, 'give a file that can be written')]);
  }
}
