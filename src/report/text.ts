/**
 * Results for people. A batch is one line, and beneath it as much as its reader needs: for a pass
 * among many nothing, for what is not as expected the objection and the command that repeats it,
 * and everything for a batch that stands alone.
 */
import type { Batch, RunResult } from '../run/index.ts';
import { type Column, line } from './columns.ts';
import { type Repeat, repeatCommand } from './command.ts';
import { counted, duration, grouped } from './figures.ts';
import type { Paint } from './paint.ts';
import { exercised, section } from './sections.ts';
import { objection } from './story.ts';

export interface TextOptions {
  readonly paint: Paint;
  /** Of the columns of the first line; see {@link batchWidths}. */
  readonly widths: readonly number[];
  /**
   * `headline`: what it came to, and what is not as expected; `line`: that in full; `full`: what is as
   * expected, too; `everything`: and no list cut short.
   */
  readonly detail: 'headline' | 'line' | 'full' | 'everything';
  /** How to see one of the batch's runs again. */
  readonly repeat: (run: RunResult) => Repeat;
}

/** What is known of a batch before its first run. */
export interface PlannedBatch {
  readonly scenario: string;
  readonly protocol: string;
  readonly mutant: string | null;
  readonly seeds: readonly string[];
}

/** Different objections of one batch that are told; one run each. */
const mostTold = 3;

/** Widths that fit every batch that is planned, so that lines can be printed one by one. */
export function batchWidths(planned: readonly PlannedBatch[]): number[] {
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length));
  const names = widest(planned.map(({ scenario }) => scenario));
  const protocols = widest(planned.map(nameOfProtocol));
  return [1, 'violated'.length, names, protocols, widest(planned.map(({ seeds }) => tellSeeds(seeds))), 16, 18, 6];
}

/** One batch, without a final line end. */
export function batchText(batch: Batch, options: TextOptions): string {
  const { paint, detail } = options;
  const { selfChecks, runs } = batch;
  const parted = selfChecks.find(({ divergence }) => divergence !== undefined);
  const inFull = detail === 'full' || detail === 'everything';
  const full = inFull || (detail === 'line' && !batch.asExpected && batch.runs.length === 1);
  const lines = [headline(batch, options), ...beyondBudget(batch, paint)];
  for (const { sentence } of batch.complaints) lines.push(`  ${paint.bad(sentence)}`);
  const told = full || (detail === 'line' && !batch.asExpected) ? worthTelling(batch) : [];
  for (const run of told) {
    lines.push('');
    if (batch.runs.length > 1) lines.push(`  ${paint.strong(`seed ${run.seed}`)}`);
    lines.push(...objection(run, paint));
  }
  if (full) {
    lines.push('', ...exercised(batch.runs, paint, detail === 'everything'));
    const seeds = parted === undefined ? selfChecks.map(({ seed }) => seed) : [];
    lines.push(...section('self-check', alike(seeds), paint.strong));
    const [only] = batch.runs;
    if (batch.runs.length === 1 && only !== undefined) lines.push(...section('digest', [only.digest], paint.strong));
  } else if (told.length > 0) {
    lines.push('');
  }
  const again = told.length > 0 ? told : full ? batch.runs.slice(0, 1) : [];
  const strange = parted && runs.find(({ seed }) => seed === parted.seed);
  const repeats = again.map((run) => options.repeat(run));
  if (strange !== undefined) repeats.unshift({ ...options.repeat(strange), checked: true });
  const commands = repeats.map(repeatCommand);
  lines.push(...section('again', commands, paint.strong));
  if (told.length === 0) lines.push(...caught(batch, paint));
  return lines.join('\n');
}

/** All batches in one line, and the names of those that are not as expected. */
export function closingText(batches: readonly Batch[], wallMs: number, paint: Paint): string {
  const strange = batches.filter(({ asExpected }) => !asExpected);
  const runs = batches.reduce((total, batch) => total + batch.runs.length, 0);
  const good = `${counted(batches.length - strange.length, 'scenario')} as expected`;
  const figures = [
    strange.length === 0 ? paint.good(good) : good,
    ...(strange.length === 0 ? [] : [paint.bad(`${grouped(strange.length)} not`)]),
    ...(runs === batches.length ? [] : [counted(runs, 'run')]),
    wallTime(wallMs),
  ];
  const names = strange.map((batch) => `  ${paint.bad(markOf(batch))} ${batch.scenario}  ${nameOfProtocol(batch)}`);
  return [...names, figures.join(', ')].join('\n');
}

function alike(seeds: readonly string[]): string[] {
  if (seeds.length < 2) return seeds.map((seed) => `seed ${seed} ran twice, and alike`);
  return [`${seeds.length} seeds ran twice, and alike`];
}

function headline(batch: Batch, { paint, widths }: TextOptions): string {
  const { asExpected, verdict, runs } = batch;
  const sum = (of: (run: RunResult) => number) => runs.reduce((total, run) => total + of(run), 0);
  const colour = asExpected
    ? paint.good
    : batch.complaints.every(({ kind }) => kind === 'vacuous')
      ? paint.warn
      : paint.bad;
  const deliveries = sum((run) => run.deliveries);
  const row = [
    markOf(batch),
    asExpected && verdict === 'violated' ? 'caught' : verdict,
    batch.scenario,
    nameOfProtocol(batch),
    tellSeeds(runs.map(({ seed }) => seed)),
    counted(
      sum((run) => run.events),
      'event',
    ),
    counted(deliveries, 'delivery', 'deliveries'),
    wallTime(sum((run) => run.wallMs)),
  ];
  const figure: Column = { align: 'right', paint: paint.faint };
  const left: Column = { align: 'left' };
  const coloured: Column = { align: 'left', paint: colour };
  const name: Column = { align: 'left', paint: paint.strong };
  return line(row, widths, [coloured, coloured, name, left, left, figure, figure, figure]);
}

function markOf({ asExpected, complaints }: Batch): string {
  if (asExpected) return '✓';
  return complaints.every(({ kind }) => kind === 'vacuous') ? '?' : '✗';
}

/** One run for each different objection: of those that nobody expected, or else of all. */
function worthTelling({ runs, asExpected }: Batch): readonly RunResult[] {
  const bad = runs.filter(({ verdict, asExpected: expected }) => verdict !== 'held' && (asExpected || !expected));
  const bySignature = new Map<string, RunResult>();
  for (const run of bad) {
    const [violation] = run.violations;
    const signature = violation === undefined ? run.verdict : `${violation.property}/${violation.clause}`;
    if (!bySignature.has(signature)) bySignature.set(signature, run);
  }
  return [...bySignature.values()].slice(0, mostTold);
}

/** A label: what befell some of the runs is more than the protocol claims to survive. */
function beyondBudget({ protocol, runs }: Batch, paint: Paint): string[] {
  const names = new Set(runs.flatMap((run) => run.beyondBudget));
  if (names.size === 0) return [];
  const tallies = [...names].sort().map((name) => {
    return `${name} ${grouped(runs.reduce((total, { faults }) => total + (faults.get(name) ?? 0), 0))}`;
  });
  return [paint.warn(`   beyond the budget of ${protocol}: ${tallies.join(', ')}`)];
}

/** For a batch in one line whose violation was expected: what was caught. */
function caught({ asExpected, runs }: Batch, paint: Paint): string[] {
  const violation = runs.find(({ violations }) => violations.length > 0)?.violations[0];
  if (!asExpected || violation === undefined) return [];
  return [paint.faint(`   ${violation.property}/${violation.clause}: ${violation.sentence}`)];
}

/** `sequencer`, `sequencer+ack-before-sync` */
export function nameOfProtocol({
  protocol,
  mutant,
}: {
  readonly protocol: string;
  readonly mutant: string | null;
}): string {
  return mutant === null ? protocol : `${protocol}+${mutant}`;
}

function tellSeeds(seeds: readonly string[]): string {
  if (seeds.length > 1) return `${seeds.length} seeds`;
  // A schedule that stands on no seed.
  return seeds[0] === 'plain' ? 'story' : `seed ${seeds[0]}`;
}

/** Real time: all that is not the same in the next run. */
function wallTime(wallMs: number): string {
  return duration(Math.round(wallMs) * 1000);
}
