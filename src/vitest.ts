/**
 * `import 'tutti/vitest'` teaches vitest's `expect` one matcher: `expect(simulate(…)).toHold()`. When
 * it fails, the failing run is made small, told as a story, and left in a file to replay.
 */
import { expect } from 'vitest';
import { type Exploration, keepFailure, type Run, replay, shrink } from './explore/library/index.ts';
import { chosenIn } from './explore/subject.ts';
import { runText, storyText } from './report/index.ts';

/** How a failure is told. */
export interface HoldOptions {
  /** Runs that may be spent on making a failure small; 300 unless given, 0 to leave it as it is. */
  readonly shrinkRuns?: number;
  /** The folder that failures are left in, seen from the current one; `failures` unless given, in CI as anywhere. `false`: none are. */
  readonly failures?: string | false;
  /** A run in which too little happened to mean anything is as good as one that held. */
  readonly allowVacuous?: boolean;
}

/** What can be asked whether it held. */
export type Holdable = Run | Exploration;

declare module 'vitest' {
  interface Matchers<T> {
    /**
     * The run, or every run of the exploration, kept all promises. Where too little happened to say
     * so it fails, and so does `.not.toHold()`. A failure is told as its shortest story; asked with
     * `not`, nothing is made small and no file is written.
     */
    toHold(...options: T extends Holdable | PromiseLike<Holdable> ? [options?: HoldOptions] : [never]): void;
  }
}

expect.extend({
  toHold(received: unknown, { shrinkRuns = 300, failures = 'failures', allowVacuous = false }: HoldOptions = {}) {
    if (!isHoldable(received)) {
      throw new TypeError('toHold() is asked of what simulate() gives, or explore() once it is awaited');
    }
    const verdict = verdictOf(received);
    const holds = verdict === 'held' || (verdict === 'vacuous' && allowVacuous);
    const provesNothing = verdict === 'untold' || (verdict === 'vacuous' && !allowVacuous);
    return {
      // What proves nothing fails either way.
      pass: this.isNot ? holds || provesNothing : holds,
      message: () => {
        if (holds) return `expected not to hold, but it did\n\n${summaryOf(received)}`;
        if (provesNothing)
          return `expected ${this.isNot ? 'not ' : ''}to hold, but it proves nothing\n\n${summaryOf(received)}`;
        return `expected to hold, but it did not\n\n${storiesOf(received, { shrinkRuns, failures })}`;
      },
    };
  },
});

function isHoldable(received: unknown): received is Holdable {
  if (typeof received !== 'object' || received === null) return false;
  return ('verdict' in received && 'failure' in received) || ('batches' in received && 'failing' in received);
}

/** That of an exploration is the gravest of its batches; `untold` where runs were lost, or came out otherwise when repeated. */
function verdictOf(of: Holdable): Run['verdict'] | 'untold' {
  if ('verdict' in of) return of.verdict;
  const { batches, lost } = of;
  const verdicts = batches.map(({ verdict }) => verdict);
  const failed = (['violated', 'stuck'] as const).find((verdict) => verdicts.includes(verdict));
  if (failed !== undefined) return failed;
  const isDiverged = batches.some(({ complaints }) => complaints.some(({ kind }) => kind === 'diverged'));
  if (isDiverged || lost.length > 0) return 'untold';
  return verdicts.includes('vacuous') ? 'vacuous' : 'held';
}

function summaryOf(of: Holdable): string {
  if ('verdict' in of) return runText(of);
  const told = of.batches.map(({ scenario, protocol, verdict, runs, complaints }) => {
    const why = complaints.map(({ sentence }) => `\n  ${sentence}`).join('');
    return `${verdict}  ${scenario}  ${protocol}  ${runs.length} seeds${why}`;
  });
  return [...told, ...of.lost.map(({ scenario, seed, why }) => `lost  ${scenario}  seed ${seed}  ${why}`)].join('\n');
}

type Telling = Required<Pick<HoldOptions, 'shrinkRuns' | 'failures'>>;

/** The first failure as a story, and what else failed in a line each. */
function storiesOf(of: Holdable, telling: Telling): string {
  if ('verdict' in of) return storyOf(of, telling);
  const [first, ...others] = of.failing;
  if (first === undefined) return summaryOf(of);
  const also = others.map((run) => `  ${run.scenario}  seed ${run.seed}  ${run.violations[0]?.sentence ?? run.reason}`);
  return [storyOf(first, telling), ...(also.length === 0 ? [] : ['', 'also failing', ...also]), '', summaryOf(of)].join(
    '\n',
  );
}

function storyOf(run: Run, { shrinkRuns, failures }: Telling): string {
  const found = run.failure();
  if (found === undefined) {
    return `${runText(run)}\n\nrun again, it does not fail: does something outlive a run, in the protocol's module say?`;
  }
  // Without a digest real time ended it, and each run would take as long.
  const isSmall = shrinkRuns > 0 && found.digest !== undefined;
  const failure = isSmall ? shrink(run, { runs: shrinkRuns }) : found;
  const replayed = isSmall ? replay(failure, { protocol: chosenIn(run.prepared) }) : { failure, result: run };
  if (failures === false) return storyText(replayed);
  try {
    const { name } = run.prepared.protocol;
    return storyText(replayed, { file: keepFailure(failure, { folder: failures, protocol: name, as: found }) });
  } catch (error) {
    // The story is what matters.
    return `${storyText(replayed)}\n\nno file was written: ${(error as Error).message}`;
  }
}
