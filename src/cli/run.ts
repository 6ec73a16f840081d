import { resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { seeded } from '../chance/index.ts';
import { misfitIn } from '../explore/failure-subject.ts';
import { asRegression, type Regression, regressionExpects } from '../explore/regression.ts';
import { resultOf } from '../explore/result.ts';
import { setupMistake } from '../explore/setup-mistake.ts';
import { type Prepared, subjectOf } from '../explore/subject.ts';
import { batchText, batchWidths, closingText, counted, type Repeat, reportOf } from '../report/index.ts';
import { type Batch, judgeBatch, type RunResult, type SelfCheck, SetupError, selfCheck } from '../run/index.ts';
import { formatError, type ScenarioError } from '../scenario/index.ts';
import { asError, bugText } from './bug.ts';
import type { ExitCode } from './exit-codes.ts';
import { type Interrupts, watchInterrupts } from './interrupts.ts';
import { mistake, reported, UsageError } from './mistake.ts';
import { exitCodeOf } from './outcome.ts';
import { type Plan, type PlanRequest, plan } from './plan.ts';
import { seedsOf } from './seeds.ts';
import type { Terminal } from './terminal.ts';
import { openTrace, type TraceFile } from './trace-file.ts';
import { tool } from './version.ts';

export interface RunOptions extends PlanRequest {
  readonly seed?: string;
  readonly seeds?: string;
  /** The file that a trace goes to. */
  readonly trace?: string;
  readonly keepGoing?: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** One scenario with its seeds, or a regression with the one that it was found with. */
interface Planned {
  readonly prepared: Prepared;
  /** As results call it. */
  readonly name: string;
  readonly seeds: readonly string[];
  readonly regression?: Regression;
}

/** What became of everything that was planned, or of as much as was reached. */
interface Outcome {
  readonly batches: Batch[];
  readonly errors: ScenarioError[];
  /** A bug in tutti that ended it. */
  bug: Error | undefined;
}

/** `tutti run`: every scenario with every seed, one after another, in this thread. */
export async function runVerb(files: readonly string[], options: RunOptions, terminal: Terminal): Promise<ExitCode> {
  const planned = plannedOf(await plan(files, options), options);
  const runs = planned.reduce((total, { seeds }) => total + seeds.length, 0);
  if (options.trace !== undefined && runs !== 1) {
    throw new UsageError([mistake('--trace', `a trace is of one run, and ${counted(runs, 'run')} would be made`)]);
  }
  if (options.trace !== undefined) refuseInputs(options.trace, planned, options.protocol);
  const trace = options.trace === undefined ? undefined : openTrace(options.trace);
  // One run cannot be stopped half-way: there the interrupt ends the process, as it does by default.
  const interrupts = watchInterrupts(runs > 1);
  const startedMs = performance.now();
  const outcome: Outcome = { batches: [], errors: [], bug: undefined };
  try {
    const print = options.json ? undefined : batchPrinter(planned, options, terminal);
    await runAll(planned, { options, terminal, trace, interrupts, outcome, print });
  } finally {
    interrupts.stop();
    trace?.close();
  }
  const exitCode = exitCodeOf(outcome, interrupts.seen);
  const { batches, errors, bug } = outcome;
  if (options.json) {
    const told = bug === undefined ? errors : [...errors, mistake('tutti', bugText(bug))];
    const report = reportOf({ tool, exitCode, interrupted: interrupts.seen, errors: told.map(reported), batches });
    terminal.print(JSON.stringify(report, undefined, 2));
    return exitCode;
  }
  const done = batches.reduce((total, batch) => total + batch.runs.length, 0);
  if (interrupts.seen) terminal.print(`interrupted after ${done} of ${counted(runs, 'run')}`);
  if (planned.length > 1 && batches.length > 0)
    terminal.print(closingText(batches, performance.now() - startedMs, terminal.paint));
  if (bug !== undefined) terminal.remark(bugText(bug));
  return exitCode;
}

function plannedOf({ regressions, scenarios }: Plan, { seed, seeds }: RunOptions): readonly Planned[] {
  return [
    ...regressions.map((regression) => {
      const { base } = regression.of.failure.schedule;
      const { name, prepared } = regression;
      return { name, prepared, seeds: [base === 'plain' ? base : base.seed], regression };
    }),
    ...scenarios.map(({ prepared }) => {
      const { scenario } = prepared;
      return { prepared, name: scenario.name, seeds: seedsOf(scenario.seed, seed, seeds) };
    }),
  ];
}

/** A trace replaces what is in its file: that must not be what the run is made from. */
function refuseInputs(trace: string, planned: readonly Planned[], protocol: string | undefined): void {
  const inputs = [...planned.map(({ prepared }) => prepared.file), ...(protocol === undefined ? [] : [protocol])];
  if (!inputs.some((input) => resolve(input) === resolve(trace))) return;
  throw new UsageError([mistake('--trace', `${trace} is what the run is made from`, 'give another file')]);
}

interface Course {
  readonly options: RunOptions;
  readonly terminal: Terminal;
  readonly trace: TraceFile | undefined;
  readonly interrupts: Interrupts;
  readonly outcome: Outcome;
  readonly print: ((batch: Batch, planned: Planned) => void) | undefined;
}

async function runAll(planned: readonly Planned[], course: Course): Promise<void> {
  const { interrupts, outcome, options, terminal, print } = course;
  for (const one of planned) {
    const runs: RunResult[] = [];
    let check: SelfCheck | undefined;
    try {
      for (const [place, seed] of one.seeds.entries()) {
        terminal.progress(`${one.name}  ${place + 1} of ${one.seeds.length}`);
        runs.push(runOne(one, seed, course));
        // Lets an interrupt in, between two runs that let nothing in.
        await nextTurn();
        if (interrupts.seen) break;
      }
      const [first] = runs;
      if (first !== undefined && runs.length > 1 && !interrupts.seen) {
        terminal.progress(`${one.name}  seed ${first.seed} again`);
        check = selfCheck(
          { ...subjectOf(one.prepared), schedule: seeded(first.seed), keepGoing: options.keepGoing || undefined },
          first,
        );
      }
    } catch (error) {
      if (!(error instanceof SetupError)) outcome.bug = asError(error);
      else {
        const wrong = mistakeIn(error, one);
        outcome.errors.push(wrong);
        if (!options.json) terminal.remark(formatError(wrong));
      }
    }
    if (runs.length > 0) {
      const unfinished = runs.length < one.seeds.length;
      const expected = one.regression === undefined ? one.prepared.scenario : regressionExpects;
      const batch = judgeBatch(expected, runs, {
        unfinished,
        selfChecks: unfinished || check === undefined ? [] : [check],
      });
      outcome.batches.push(batch);
      print?.(batch, one);
    }
    if (interrupts.seen || outcome.bug !== undefined) return;
  }
}

function mistakeIn(error: SetupError, { prepared, regression }: Planned): ScenarioError {
  return (regression && misfitIn(regression.of, error)) ?? setupMistake(error, prepared);
}

function runOne({ prepared, regression }: Planned, seed: string, { options, trace }: Course): RunResult {
  const { scenario, protocol, mutant } = prepared;
  const tracer = trace?.begin({ scenario, protocol, mutant, seed });
  const schedule = regression?.of.failure.schedule ?? seeded(seed);
  const result = resultOf(prepared, schedule, { tracer, keepGoing: options.keepGoing || undefined });
  trace?.end(result);
  return regression === undefined ? result : asRegression(result, regression.name);
}

function batchPrinter(planned: readonly Planned[], options: RunOptions, terminal: Terminal) {
  const { paint } = terminal;
  const { protocol, mutant, set = [], keepGoing = false } = options;
  const widths = batchWidths(
    planned.map(({ name, prepared: { protocol, mutant = null }, seeds }) => {
      return { scenario: name, protocol: protocol.name, mutant, seeds };
    }),
  );
  const detail = options.verbose === true ? 'everything' : planned.length === 1 ? 'full' : 'line';
  return (batch: Batch, { prepared: { file }, regression }: Planned) => {
    const replays = regression !== undefined;
    const repeat = ({ seed }: RunResult): Repeat => ({ file, seed, protocol, mutant, sets: set, keepGoing, replays });
    const text = batchText(batch, { paint, widths, detail, repeat });
    terminal.print(text.includes('\n\n') && planned.length > 1 ? `${text}\n` : text);
  };
}
