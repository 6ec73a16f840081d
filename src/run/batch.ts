/**
 * One scenario over one seed or many, against what it expects. One seed is judged alone, by its
 * run. Over many, what chance may or may not show (deliveries, faults, `sometimes`) is asked of
 * them together, and an expected violation of at least one of them; what must never happen is
 * asked of each.
 */
import type { Expectation, Scenario } from '../scenario/index.ts';
import { tellLack } from './lacks.ts';
import type { Lack, RunResult, Verdict } from './result.ts';
import { type SelfCheck, tellDivergence } from './self-check.ts';

/** Why a batch is not as expected. `vacuous`: too little happened to say; `diverged`: its runs prove nothing. */
export interface Complaint {
  readonly kind: 'verdict' | 'vacuous' | 'diverged';
  /** Without the scenario's name, without a full stop. */
  readonly sentence: string;
}

/** All runs of one scenario with one protocol. */
export interface Batch {
  readonly scenario: string;
  readonly protocol: string;
  readonly mutant: string | null;
  /** What the scenario expects, in words: `held`, `violated by persisted`. */
  readonly expected: string;
  readonly verdict: Verdict;
  readonly asExpected: boolean;
  /** Empty exactly when as expected. */
  readonly complaints: readonly Complaint[];
  /** One for each run that was executed again, in order of execution. */
  readonly selfChecks: readonly SelfCheck[];
  /** At least one, in order of execution. */
  readonly runs: readonly RunResult[];
}

interface JudgingOptions {
  readonly unfinished?: boolean;
  readonly selfChecks?: readonly SelfCheck[];
}

/** What judging asks of a scenario. */
type Judged = Pick<Scenario, 'expect' | 'seed'>;

/**
 * Judges runs of one scenario. An `unfinished` batch (the user interrupted it, or others run the
 * rest of it) is not asked for what the seeds that are missing might have shown.
 */
export function judgeBatch(
  scenario: Judged,
  runs: readonly RunResult[],
  { unfinished = false, selfChecks = [] }: JudgingOptions = {},
): Batch {
  const [first] = runs;
  if (first === undefined) throw new Error('a batch has at least one run, not 0');
  const lacks = unfinished ? [] : lacksOfAll(runs);
  const single = runs.length === 1 && !unfinished;
  const complaints = single ? alone(scenario, first) : together(scenario, runs, lacks, unfinished);
  complaints.unshift(...diverged(selfChecks));
  return {
    scenario: first.scenario,
    protocol: first.protocol,
    mutant: first.mutant,
    expected: tellExpectation(scenario.expect),
    verdict: verdictOf(runs, lacks),
    asExpected: complaints.length === 0,
    complaints,
    selfChecks,
    runs,
  };
}

/** Whether a run came to what its scenario does not want to see with any seed. */
export function isFailure(expect: Expectation, run: RunResult): boolean {
  if (expect.kind === 'violated') return objectingIn(run).some((property) => !expect.properties.includes(property));
  return run.verdict === 'violated' || (run.verdict === 'stuck' && expect.kind === 'held');
}

/** The first divergence in a sentence; each seed that parts says the same of the protocol. */
function diverged(selfChecks: readonly SelfCheck[]): Complaint[] {
  const parted = selfChecks.filter(({ divergence }) => divergence !== undefined);
  const [first] = parted;
  if (first?.divergence === undefined) return [];
  const others = parted.length === 1 ? '' : ` (and ${parted.length - 1} more of ${selfChecks.length} seeds)`;
  return [{ kind: 'diverged', sentence: `${tellDivergence(first.seed, first.divergence)}${others}` }];
}

function alone(scenario: Judged, run: RunResult): Complaint[] {
  if (run.asExpected) return [];
  const sentence = `expected ${tellExpectation(scenario.expect)}, but ${tellVerdict(run)}`;
  return [{ kind: run.verdict === 'vacuous' ? 'vacuous' : 'verdict', sentence }];
}

function together(
  scenario: Judged,
  runs: readonly RunResult[],
  lacks: readonly string[],
  unfinished: boolean,
): Complaint[] {
  const { expect } = scenario;
  const complaints: Complaint[] = [];
  if (expect.kind === 'violated') {
    if (!unfinished) complaints.push(...uncaught(expect.properties, runs, lacks));
    complaints.push(...strangers(expect.properties, runs));
  } else {
    complaints.push(...others(expect, runs));
    for (const lack of lacks) complaints.push({ kind: 'vacuous', sentence: lack });
  }
  const own = runs.find(({ seed }) => seed === scenario.seed);
  if (own !== undefined && complaints.length === 0) {
    for (const { kind, sentence } of alone(scenario, own)) {
      complaints.push({ kind, sentence: `its own seed ${own.seed} alone: ${sentence}` });
    }
  }
  return complaints;
}

/** Every seed must come to the expected verdict; whether enough happened is asked of all together. */
function others(expect: Expectation, runs: readonly RunResult[]): Complaint[] {
  const seedsByVerdict = new Map<string, { readonly vacuous: boolean; readonly seeds: string[] }>();
  for (const run of runs) {
    const fits = run.verdict === expect.kind || (run.verdict === 'vacuous' && expect.kind === 'held');
    if (fits) continue;
    const [violation] = run.violations;
    const name = violation === undefined ? run.verdict : `violated ${violation.property}/${violation.clause}`;
    const group = seedsByVerdict.get(name) ?? { vacuous: run.verdict === 'vacuous', seeds: [] };
    group.seeds.push(run.seed);
    seedsByVerdict.set(name, group);
  }
  return [...seedsByVerdict].map(([name, { vacuous, seeds }]) => ({
    kind: vacuous ? 'vacuous' : 'verdict',
    sentence: `expected ${tellExpectation(expect)}, but ${name} with ${tellSeeds(seeds, runs.length)}`,
  }));
}

/** Every listed property must object somewhere. */
function uncaught(properties: readonly string[], runs: readonly RunResult[], lacks: readonly string[]): Complaint[] {
  const why = lacks.length === 0 ? '' : ` (${lacks.join('; ')})`;
  return properties
    .filter((property) => seedsWith(property, runs).length === 0)
    .map((property) => ({
      kind: lacks.length === 0 ? 'verdict' : 'vacuous',
      sentence: `expected violated by ${property}, which objected with none of ${runs.length} seeds${why}`,
    }));
}

/** No other may object anywhere. */
function strangers(properties: readonly string[], runs: readonly RunResult[]): Complaint[] {
  const objecting = new Set(runs.flatMap(objectingIn));
  return [...objecting]
    .filter((property) => !properties.includes(property))
    .map((property) => ({
      kind: 'verdict',
      sentence: `${property}, which is not expected to, objected with ${tellSeeds(seedsWith(property, runs), runs.length)}`,
    }));
}

function seedsWith(objecting: string, runs: readonly RunResult[]): string[] {
  return runs.filter((run) => objectingIn(run).includes(objecting)).map(({ seed }) => seed);
}

/** The properties that object in a run. One that it leaves open when it is stuck is among them. */
export function objectingIn({ violations, leavesOpen }: RunResult): readonly string[] {
  return [...violations, ...(leavesOpen === null ? [] : [leavesOpen])].map(({ property }) => property);
}

/** What a batch lacks, in words: what no seed showed, and what too few of them reached. */
function lacksOfAll(runs: readonly RunResult[]): string[] {
  const seedsByLack = new Map<string, { readonly lack: Lack; readonly seeds: string[] }>();
  for (const { seed, lacks } of runs) {
    for (const lack of lacks) {
      // How many may be refused hangs on how many were asked for, with each seed.
      const wanted = lack.kind === 'refused' ? '' : ` ${lack.wanted}`;
      const key = `${lack.kind} ${lack.name}${wanted} ${lack.ofPpm}`;
      const group = seedsByLack.get(key) ?? { lack, seeds: [] };
      group.seeds.push(seed);
      seedsByLack.set(key, group);
    }
  }
  const told: string[] = [];
  for (const { lack, seeds } of seedsByLack.values()) {
    if (lack.kind !== 'at-least') {
      if (seeds.length === runs.length) told.push(tellLack(lack));
      continue;
    }
    const reached = runs.length - seeds.length;
    const needed = Math.ceil((runs.length * lack.ofPpm) / 1_000_000);
    if (reached >= needed) continue;
    told.push(
      runs.length === 1
        ? tellLack(lack)
        : `"${lack.name}" reached ${lack.wanted} with ${reached} of ${runs.length} seeds, ${needed} wanted`,
    );
  }
  return told;
}

function verdictOf(runs: readonly RunResult[], lacks: readonly string[]): Verdict {
  if (runs.length === 1) return runs[0]?.verdict ?? 'held';
  if (runs.some(({ verdict }) => verdict === 'violated')) return 'violated';
  if (runs.some(({ verdict }) => verdict === 'stuck')) return 'stuck';
  return lacks.length > 0 ? 'vacuous' : 'held';
}

/** What a scenario expects, in words. */
function tellExpectation(expect: Expectation): string {
  return expect.kind === 'violated' ? `violated by ${listed(expect.properties)}` : expect.kind;
}

function tellVerdict({ verdict, violations }: RunResult): string {
  const properties = [...new Set(violations.map(({ property }) => property))];
  return properties.length > 0 ? `violated by ${listed(properties)}` : verdict;
}

/** `seed 4`, `2 of 20 seeds (4, 9)`, `12 of 20 seeds (1, 2, 3, 4, 5, …)`. */
function tellSeeds(seeds: readonly string[], of: number): string {
  const shown = seeds.slice(0, 5).join(', ');
  return `${seeds.length} of ${of} seeds (${shown}${seeds.length > 5 ? ', …' : ''})`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
