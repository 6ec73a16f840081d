/**
 * Many runs: every scenario over many seeds, on as many workers as there are. Regressions come
 * first, then the canaries, then the seeds, all scenarios with one seed before any with the next;
 * last, what failed is written down and shrunk. With a number of seeds the findings are the same
 * whatever the number of workers, but for what was measured.
 */
import { canariesOf, isDead, judgeCanary, type PlannedCanary } from './canary.ts';
import { Course, type Hearing, type Seat } from './course.ts';
import { uncovered } from './coverage.ts';
import type { Canary, Caught, Findings, Subject } from './findings.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type Group, groupsOf, mostOfGroup } from './groups.ts';
import { isOfShard, type Shard, seedAt, wholeShard } from './places.ts';
import { openPool, type PoolOptions } from './pool.ts';
import { type Regression, regressionExpects } from './regression.ts';
import type { Prepared, SubjectText } from './subject.ts';
import type { Source } from './workshop.ts';

/** What is to be explored. */
export interface ToExplore {
  readonly regressions: readonly Regression[];
  readonly scenarios: readonly { readonly told: SubjectText; readonly prepared: Prepared }[];
}

export interface ExploreOptions extends PoolOptions {
  /** Name and version, for failure files. */
  readonly tool: string;
  /** How many seeds each scenario gets; undefined for as many as there is time for. */
  readonly seeds: number | undefined;
  /** Milliseconds of real time; each scenario gets one seed, whatever the time. */
  readonly forMs: number | undefined;
  /** Goes on, in turns of as many seeds, until everything that may happen sometimes did. */
  readonly untilCovered: boolean;
  /** The part of it that is done here; undefined for all. */
  readonly shard: Shard | undefined;
  /** Share of the runs that are made twice. */
  readonly selfCheckPpm: number;
  readonly stopOnFirst: boolean;
  /** How many runs the shrinking of one failure may take; 0: failures are left as they are. */
  readonly shrinkRuns: number;
  /** Ends it early; what was found by then counts. */
  readonly signal: AbortSignal | undefined;
  readonly hear: Hearing;
}

/** Turns of seeds at most, until everything was covered. */
const mostTurns = 20;

/** Groups of failures that are shrunk. */
const mostShrunk = 10;

/** Explores. What is wrong with a scenario or its protocol is among the findings. */
export async function explore(plan: ToExplore, options: ExploreOptions): Promise<Findings> {
  const startedMs = performance.now();
  const { shard = wholeShard, signal, tool } = options;
  const subjects = subjectsOf(plan);
  options.hear.began?.(subjects);
  const isLeading = shard.index === 1;
  const scenarios = plan.scenarios.map(({ told, prepared }) => {
    return { source: { kind: 'scenario', told, asked: prepared.asked } as const, prepared };
  });
  const canaries = isLeading ? canariesOf(scenarios) : [];
  const sources: Source[] = [
    ...plan.regressions.map(({ of }) => ({ kind: 'regression', file: of.file, text: of.text }) as const),
    ...scenarios.map(({ source }) => source),
    ...canaries.flatMap(({ source }) => (source === undefined ? [] : [source])),
  ];
  const pool = await openPool(sources, options);
  const stop = () => pool.stop();
  signal?.addEventListener('abort', stop);
  const course = new Course(subjects, pool, options);
  let judged: readonly Canary[] = [];
  try {
    const regressions = plan.regressions.map((_, subject) => ({ subject, place: 0, seed: '' }));
    if (isLeading) await course.run(regressions.values());
    judged = await judgedCanaries(canaries, subjects.length, course);
    if (!judged.some(isDead)) await runSeeds(course, subjects, options);
    await tellFailures(course, subjects, options);
  } finally {
    signal?.removeEventListener('abort', stop);
    await pool.close();
  }
  const { runs, lost, bug, misfits } = course;
  return {
    tool,
    plan: planOf(plan, options),
    subjects,
    seeds: options.seeds,
    shard: options.shard,
    wantsCoverage: options.untilCovered,
    runs,
    lost,
    caught: groupsOf({ subjects, runs }).flatMap((group) => caughtOf(group, course)),
    canaries: judged,
    errors: [...misfits].sort(([one], [other]) => one - other).map(([, error]) => error),
    bug,
    ended: course.isInterrupted ? 'interrupted' : course.isAtFirst ? 'at-first' : 'done',
    measured: { wallMs: performance.now() - startedMs, workers: options.workers },
  };
}

/** Of texts and code, and of everything that says which runs are made and what is made of them. */
function planOf({ regressions, scenarios }: ToExplore, options: ExploreOptions): string {
  const { seeds, forMs, selfCheckPpm, shrinkRuns, stopOnFirst, untilCovered } = options;
  const how = JSON.stringify({ seeds, forMs, selfCheckPpm, shrinkRuns, stopOnFirst, untilCovered });
  const texts = [
    ...regressions.map(({ of, prepared }) => [of.text, prepared.fingerprint]),
    ...scenarios.map(({ told, prepared }) => [
      told.text,
      told.set,
      prepared.mutant,
      prepared.asked,
      prepared.fingerprint,
    ]),
  ];
  return fingerprintOf([['', how], ...texts.map((text, at) => [`${at}`, JSON.stringify(text)] as const)]);
}

function subjectsOf({ regressions, scenarios }: ToExplore): readonly Subject[] {
  const subjectOf = ({ file, scenario, protocol, mutant, asked }: Prepared, sets: readonly string[]): Subject => ({
    file,
    name: scenario.name,
    protocol: protocol.name,
    mutant: mutant ?? null,
    asked: asked ?? null,
    sets,
    isRegression: false,
    expect: scenario.expect,
    seed: scenario.seed,
    sometimes: scenario.sometimes,
    reachable: protocol.sometimes ?? [],
  });
  return [
    ...regressions.map(({ of, prepared, name }) => {
      return { ...subjectOf(prepared, []), file: of.file, name, isRegression: true, ...regressionExpects };
    }),
    ...scenarios.map(({ prepared, told }) => subjectOf(prepared, told.set ?? [])),
  ];
}

/** Each by its run; sources of canaries stand behind those of the subjects. */
async function judgedCanaries(
  planned: readonly PlannedCanary[],
  firstSource: number,
  course: Course,
): Promise<readonly Canary[]> {
  const judged: Canary[] = [];
  let next = firstSource;
  for (const one of planned) {
    const { canary, source } = one;
    if (source === undefined || canary.seed === null || course.isInterrupted) {
      judged.push(canary);
      continue;
    }
    const reply = await course.runCanary(next++, canary.seed);
    if (reply.kind === 'ran') judged.push(judgeCanary(one, reply.result));
    else if (reply.kind === 'lost') judged.push({ ...canary, sentence: reply.why });
    else if (reply.kind === 'misfit') judged.push({ ...canary, sentence: reply.error.message });
    else if (reply.kind === 'bug') judged.push({ ...canary, sentence: reply.message });
  }
  return judged;
}

async function runSeeds(course: Course, subjects: readonly Subject[], options: ExploreOptions): Promise<void> {
  const { seeds, forMs, untilCovered } = options;
  const endMs = forMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + forMs;
  const scenarios = new Set([...subjects.entries()].flatMap(([at, { isRegression }]) => (isRegression ? [] : [at])));
  const isDue = () => performance.now() < endMs;
  const turn = seeds ?? Number.POSITIVE_INFINITY;
  await course.run(seats({ from: 0, to: turn, of: scenarios, isDue }, options));
  if (!untilCovered) return;
  for (let nth = 1; nth < mostTurns && !course.isInterrupted; nth++) {
    const of = uncovered({ subjects, runs: course.runs });
    if (of.size === 0) return;
    await course.run(seats({ from: nth * turn, to: (nth + 1) * turn, of, isDue }, options));
  }
}

interface Turn {
  readonly from: number;
  readonly to: number;
  readonly of: ReadonlySet<number>;
  readonly isDue: () => boolean;
}

function* seats({ from, to, of, isDue }: Turn, { shard = wholeShard }: ExploreOptions): Generator<Seat> {
  let isFirst = true;
  for (let place = from; place < to; place++) {
    if (!isOfShard(place, shard)) continue;
    for (const subject of of) {
      if (!isFirst && !isDue()) return;
      yield { subject, place, seed: seedAt(place, 1) };
    }
    isFirst = false;
  }
}

/** The fastest of each group first, then a few more of it, whose stories may be other ones. */
async function tellFailures(course: Course, subjects: readonly Subject[], options: ExploreOptions): Promise<void> {
  const groups = groupsOf({ subjects, runs: course.runs });
  await course.tell(groups);
  if (options.shrinkRuns === 0) return;
  // Each trial of a handler without end would take as long as the first.
  const shrunk = groups.filter(({ signature }) => signature !== 'sound/endless').slice(0, mostShrunk);
  await course.shrink(
    shrunk.flatMap((group) => caughtOf(group, course).slice(0, 1)),
    options.shrinkRuns,
  );
  const more = shrunk.map(({ runs, ...group }) => ({ ...group, runs: runs.slice(1, mostOfGroup) }));
  if (course.isInterrupted) return;
  const singles = more.flatMap(({ runs, ...group }) => runs.map((ran) => ({ ...group, runs: [ran] })));
  await course.tell(singles);
  await course.shrink(
    singles.flatMap((group) => caughtOf(group, course)),
    options.shrinkRuns,
  );
}

/** What was written down of the fastest of a group. */
function caughtOf({ signature, runs }: Group, course: Course): readonly Caught[] {
  return runs.slice(0, mostOfGroup).flatMap((ran) => course.caught(ran, signature) ?? []);
}
