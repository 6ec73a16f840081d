import { resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { seeded } from '../chance/index.ts';
import { misfitIn } from '../explore/failure-subject.ts';
import { asRegression, type Regression, regressionExpects } from '../explore/regression.ts';
import { resultOf } from '../explore/result.ts';
import { setupMistake } from '../explore/setup-mistake.ts';
import { type Prepared, subjectOf } from '../explore/subject.ts';
import { pointIn, pointText, type SyncPoint, struckAt, syncPointsOf } from '../explore/sync-points.ts';
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
  /** One run for each point at which something becomes durable; or for that one. */
  readonly everySync?: boolean;
  readonly atSync?: string;
  /** The file that a trace goes to. */
  readonly trace?: string;
  readonly keepGoing?: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** One scenario with its runs, or a regression with the only one that it has. */
interface Planned {
  readonly prepared: Prepared;
  /** As results call it. */
  readonly name: string;
  readonly runs: readonly PlannedRun[];
  readonly regression?: Regression;
}

/** A seed; and where in its run a node loses power, where that is asked for. */
interface PlannedRun {
  readonly seed: string;
  readonly point?: SyncPoint;
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
  const runs = planned.reduce((total, one) => total + one.runs.length, 0);
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
    const unwritten = trace?.close();
    if (unwritten !== undefined) {
      outcome.errors.push(unwritten);
      if (!options.json) terminal.remark(formatError(unwritten));
    }
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

/** @throws UsageError for a sync point that is none. */
function plannedOf({ regressions, scenarios }: Plan, options: RunOptions): readonly Planned[] {
  return [
    ...regressions.map((regression) => {
      const { base } = regression.of.failure.schedule;
      const { name, prepared } = regression;
      return { name, prepared, runs: [{ seed: base === 'plain' ? base : base.seed }], regression };
    }),
    ...scenarios.map(({ prepared }) => {
      const { scenario } = prepared;
      const seeds = seedsOf(scenario.seed, options.seed, options.seeds);
      return { prepared, name: scenario.name, runs: seeds.flatMap((seed) => runsOf(prepared, seed, options)) };
    }),
  ];
}

function runsOf(prepared: Prepared, seed: string, { everySync, atSync }: RunOptions): readonly PlannedRun[] {
  if (atSync !== undefined) {
    if (everySync === true)
      throw new UsageError([mistake('--at-sync', 'cannot go with --every-sync', 'leave one of them out')]);
    const point = pointIn(atSync);
    if (point === undefined) {
      const message = `expected the sync of a node, found ${JSON.stringify(atSync)}`;
      throw new UsageError([mistake('--at-sync', message, 'r1#17 is the 17th sync of r1')]);
    }
    return [{ seed, point }];
  }
  if (everySync !== true) return [{ seed }];
  const points = syncPointsOf(prepared, seed);
  if (points.length === 0) {
    const message = `no disk is synced in ${prepared.scenario.name} with seed ${seed}: there is no point to try`;
    throw new UsageError([mistake('--every-sync', message)]);
  }
  return points.map((point) => ({ seed, point }));
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
      for (const [place, planned] of one.runs.entries()) {
        terminal.progress(`${one.name}  ${place + 1} of ${one.runs.length}`);
        runs.push(runOne(one, planned, course));
        // Lets an interrupt in, between two runs that let nothing in.
        await nextTurn();
        if (interrupts.seen) break;
      }
      const [first] = runs;
      const [{ seed, point } = { seed: '' }] = one.runs;
      if (first !== undefined && runs.length > 1 && !interrupts.seen) {
        terminal.progress(`${one.name}  seed ${first.seed} again`);
        const subject = subjectOf(point === undefined ? one.prepared : struckAt(one.prepared, point));
        check = selfCheck({ ...subject, schedule: seeded(seed), keepGoing: options.keepGoing || undefined }, first);
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
      const unfinished = runs.length < one.runs.length;
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

function runOne({ prepared: given, regression }: Planned, run: PlannedRun, { options, trace }: Course): RunResult {
  const { seed, point } = run;
  const prepared = point === undefined ? given : struckAt(given, point);
  const { scenario, protocol, mutant } = prepared;
  const tracer = trace?.begin({ scenario, protocol, mutant, seed });
  const schedule = regression?.of.failure.schedule ?? seeded(seed);
  const result = resultOf(prepared, schedule, { tracer, keepGoing: options.keepGoing || undefined });
  trace?.end(result);
  if (regression !== undefined) return asRegression(result, regression.name);
  return { ...result, seed: wordOf(run) };
}

/** What results call a run by. */
function wordOf({ seed, point }: PlannedRun): string {
  return point === undefined ? seed : `${seed} ${pointText(point)}`;
}

function batchPrinter(planned: readonly Planned[], options: RunOptions, terminal: Terminal) {
  const { paint } = terminal;
  const { protocol, mutant, set = [], keepGoing = false } = options;
  const widths = batchWidths(
    planned.map(({ name, prepared: { protocol, mutant = null }, runs }) => {
      return { scenario: name, protocol: protocol.name, mutant, seeds: runs.map(wordOf) };
    }),
  );
  const detail = options.verbose === true ? 'everything' : planned.length === 1 ? 'full' : 'line';
  return (batch: Batch, { prepared: { file }, regression, runs }: Planned) => {
    const replays = regression !== undefined;
    const repeat = (result: RunResult): Repeat => {
      const { seed, point }: PlannedRun = runs.find((run) => wordOf(run) === result.seed) ?? result;
      const atSync = point && pointText(point);
      return { file, seed, atSync, protocol, mutant, sets: set, keepGoing, replays };
    };
    const text = batchText(batch, { paint, widths, detail, repeat });
    terminal.print(text.includes('\n\n') && planned.length > 1 ? `${text}\n` : text);
  };
}
