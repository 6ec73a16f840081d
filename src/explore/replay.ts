/**
 * A failure made to happen again: its schedule is executed up to the first objection, and held
 * against what the file says. A run that is not the same run, or fails in no way or in another one,
 * is told with the first event that differs, as close as the file's ladder has it.
 */
import { execute, type RunOptions } from '../run/execute.ts';
import { examine, leadOf, type PathStep, type RunResult, signatureOf } from '../run/index.ts';
import { stepOf } from '../run/path.ts';
import type { TraceEntry } from '../sim/index.ts';
import { type Failure, type FailureViolation, violationOf } from './failure.ts';
import { compact, partingOf, spanOf } from './ladder.ts';
import { type Prepared, subjectOf } from './subject.ts';

/**
 * `reproduced`: the same violation in the same run. `otherwise`: the violation is there, in a run
 * that differs. `lost`: it is not. A file that expects to hold `holds` or `fails`.
 */
export type ReplayOutcome = 'reproduced' | 'otherwise' | 'lost' | 'holds' | 'fails';

/** See the head of this file. */
export interface Replay {
  readonly outcome: ReplayOutcome;
  readonly failure: Failure;
  /** Of the run as it is now, with the path to its objection; the one that the file knows comes first. */
  readonly result: RunResult;
  /** What it failed by; undefined where nothing objects. */
  readonly found: FailureViolation | undefined;
  /** Where the run parts from the one in the file; undefined where it does not, or the file cannot tell. */
  readonly parting: ReplayParting | undefined;
  /** Whether the protocol's code is another than it was. */
  readonly isChanged: boolean;
}

/** Both runs are alike up to and with event `after`, and differ once event `by` is done. */
export interface ReplayParting {
  readonly after: number;
  readonly by: number;
  /** Where the file's run was over before `by`. */
  readonly hadEnded: boolean;
  /** What the new run does in event `by`, where `by` follows on `after`; empty where it is over by then. */
  readonly steps: readonly PathStep[];
}

/** The run of a failure, as its file was made of it. */
export function runOf({ schedule }: Failure, prepared: Prepared): RunOptions {
  return { ...subjectOf(prepared), schedule, keepGoing: false };
}

/**
 * Replays a failure.
 *
 * @throws SetupError where its parts no longer fit each other.
 */
export function replay(failure: Failure, prepared: Prepared): Replay {
  const options = runOf(failure, prepared);
  // No further than the file's run went: so the rungs stand as close as there.
  const { result, execution } = examine(options, { rungs: { every: 1, until: failure.violation.event } });
  const names = execution.simulator.nodes.map((node) => node?.name ?? 'world');
  const told = foremost(result, failure.violation.signature);
  const found = violationOf(told, (id) => names[id] ?? 'world');
  const ladder = compact(execution.simulator.digest.ladder());
  const isSameRun = failure.digest === undefined ? isAlike(found, failure.violation) : result.digest === failure.digest;
  const stretch = isSameRun ? undefined : stretchOf(options, failure, { events: result.events, ladder });
  return {
    outcome: outcomeOf(failure, found, isSameRun),
    failure,
    result: { ...told, ...leadOf(options, told) },
    found,
    parting: stretch && { ...stretch, steps: stepsIn(options, stretch, found?.event) },
    isChanged: isOtherCode(failure.fingerprint, prepared.fingerprint),
  };
}

/** Of a protocol that was given as a value the code is not known. */
function isOtherCode(was: string, is: string): boolean {
  return was !== is && was !== '' && is !== '';
}

function outcomeOf({ expect, violation }: Failure, found: Replay['found'], isSameRun: boolean): ReplayOutcome {
  if (expect === 'held') return found === undefined ? 'holds' : 'fails';
  if (found?.signature !== violation.signature) return 'lost';
  return isSameRun && found.event === violation.event ? 'reproduced' : 'otherwise';
}

/** Where real time ended a run there is no digest: then the sentence tells, which names node and packet. */
function isAlike(found: Replay['found'], { signature, sentence }: FailureViolation): boolean {
  return found?.signature === signature && found.sentence === sentence;
}

/** Of all that objects in one event, the objection of this signature comes first. */
function foremost(result: RunResult, signature: string): RunResult {
  const wanted = result.violations.find((each) => `${each.property}/${each.clause}` === signature);
  if (wanted === undefined || signatureOf(result) === signature) return result;
  return { ...result, violations: [wanted, ...result.violations.filter((each) => each !== wanted)] };
}

type Stretch = Omit<ReplayParting, 'steps'>;
type Course = { readonly events: number; readonly ladder: NonNullable<Failure['ladder']> };

/** Where a run parts from that of a failure, whose digest it does not have. */
function stretchOf(options: RunOptions, failure: Failure, { events, ladder }: Course): Stretch | undefined {
  if (failure.ladder === undefined || failure.digest === undefined) return undefined;
  const parting = partingOf(failure.ladder, ladder);
  if (parting !== undefined) return { ...parting, hadEnded: false };
  const ended = failure.violation.event;
  if (events > ended && digestAt(options, ended) === failure.digest) {
    return { after: ended, by: ended + 1, hadEnded: true };
  }
  // Alike at every rung that both have, and not to the end: they part behind the last of these.
  const every = Math.max(failure.ladder.every, ladder.every);
  const both = Math.min(spanOf(failure.ladder), spanOf(ladder));
  const after = both - (both % every);
  const by = events < ended ? events + 1 : ended;
  return after < by ? { after, by, hadEnded: false } : undefined;
}

/** The digest as it stood once this event was done. */
function digestAt(options: RunOptions, event: number): string {
  const { digest } = execute(options, { rungs: { every: event, until: event } }).simulator;
  const [rung] = digest.ladder().rungs;
  return [rung?.a ?? 0, rung?.b ?? 0].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}

function stepsIn(options: RunOptions, { after, by }: Stretch, violating: number | undefined): readonly PathStep[] {
  if (by - after > 1) return [];
  const entries: TraceEntry[] = [];
  const record = (entry: TraceEntry) => {
    if (entry.event === by) entries.push(entry);
  };
  const { nodes } = execute(options, { tracer: { record } }).simulator;
  return entries.map((entry) => stepOf(entry, (id) => nodes[id]?.name ?? 'the world', violating));
}
