/** An exploration for people: a line for each scenario, what failed with its story, what was covered. */
import type { Exploration, FoundFailure } from '../explore/conclude.ts';
import type { Subject } from '../explore/findings.ts';
import type { RunResult } from '../run/index.ts';
import { pathIn, type Repeat, repeatCommand } from './command.ts';
import { measuredOf } from './explored-json.ts';
import { counted, duration, grouped } from './figures.ts';
import type { Paint } from './paint.ts';
import { section, summed, tallies, wrapped } from './sections.ts';
import { storyLines } from './story.ts';
import { batchText, batchWidths, nameOfProtocol } from './text.ts';

export interface ExploredTextOptions {
  readonly paint: Paint;
  /** The folder of failure files, and those that could not be written to it. */
  readonly out: string;
  readonly unwritten: ReadonlySet<string>;
}

/** Names of one list that are told. */
const mostNames = 24;

/** Without a final line end. */
export function exploredText(exploration: Exploration, options: ExploredTextOptions): string {
  const { batches, failures } = exploration;
  const widths = batchWidths(batches.map(({ batch }) => ({ ...batch, seeds: batch.runs.map(({ seed }) => seed) })));
  const lines = batches.map(({ batch, subject }) => {
    const repeat = ({ seed }: RunResult) => repeatOf(subject, seed);
    const detail = subject.isRegression ? 'line' : 'headline';
    return batchText(batch, { paint: options.paint, widths, detail, repeat });
  });
  for (const failure of failures) lines.push('', ...failureLines(failure, options));
  return [...lines, ...(lines.length === 0 ? [] : ['']), ...summary(exploration, options.paint)].join('\n');
}

/** How to see a run again. */
function repeatOf({ file, asked, sets, mutant, isRegression }: Subject, seed: string): Repeat {
  const protocol = asked ?? undefined;
  return { file, seed, protocol, mutant: mutant ?? undefined, sets, keepGoing: false, replays: isRegression };
}

/** One failure: what objects, its story, and the command that shows it. */
function failureLines(failure: FoundFailure, { paint, out, unwritten }: ExploredTextOptions): string[] {
  const { subject, signature, sentence, seed, seeds, file } = failure;
  const tried = nameOfProtocol(subject);
  const shown = seeds.slice(0, 5).join(', ');
  const all = `${counted(seeds.length, 'seed')} (${shown}${seeds.length > 5 ? ', …' : ''})`;
  const written = file === undefined || unwritten.has(file.name) ? undefined : pathIn(out, file.name);
  const repeat = repeatOf(subject, seed);
  const again = repeatCommand(written === undefined ? repeat : { ...repeat, file: written, replays: true });
  return [
    `${paint.bad('✗')}  ${paint.bad(signature)}  ${paint.strong(subject.name)}  ${tried}  ${all}`,
    `  ${sentence}`,
    '',
    ...storyLines(file?.caught.failure ?? {}, paint),
    ...section('again', [again], paint.strong),
  ];
}

function summary(exploration: Exploration, paint: Paint): string[] {
  const { findings, coverage, batches } = exploration;
  const { runs, subjects, lost, shard, seeds, wantsCoverage, ended } = findings;
  const { wallMs, workers, runsPerS, eventsPerS } = measuredOf(exploration);
  const virtualUs = runs.reduce((total, { result }) => total + result.virtualUs, 0);
  const events = runs.reduce((total, { result }) => total + result.events, 0);
  const explored = [
    `${counted(runs.length, 'run')} of ${counted(batches.length, 'scenario')}${tellPart(wantsCoverage || ended !== 'done' ? undefined : seeds, shard)}`,
    `${duration(virtualUs)} of virtual time, ${counted(events, 'event')}`,
  ];
  const speed = [
    `${grouped(runsPerS)} runs and ${grouped(eventsPerS)} events per second`,
    workers === 0 ? 'in one thread' : `by ${counted(workers, 'worker')}`,
    `in ${duration(wallMs * 1000)}`,
  ];
  const { protocols, scenarios } = coverage;
  const reached = summed(protocols.map((one) => one.reached));
  const never = protocols.flatMap((one) => (one.never.length === 0 ? [] : [`${one.protocol}: ${names(one.never)}`]));
  const wanting = scenarios.map((one) => `${subjects[one.subject]?.name} wants ${names(one.never)}`);
  return [
    ...section('explored', explored, paint.strong),
    ...section('speed', [speed.join(', ')], paint.strong),
    ...section('faults', wrapped(tallies(summed(runs.map(({ result }) => result.faults))), 'none'), paint.strong),
    ...section('sometimes', wrapped(tallies(reached)), paint.strong),
    ...section(
      'never',
      [...never, ...wanting].flatMap((text) => wrapped(text.split(', '))),
      paint.warn,
    ),
    ...section('self-check', selfChecked(batches), paint.strong),
    ...section('canary', canaryLines(exploration), paint.strong),
    ...section(
      'lost',
      lost.map(({ subject, seed, why }) => `${subjects[subject]?.name} seed ${seed}: ${why}`),
      paint.bad,
    ),
  ];
}

/** Some of many. */
function names(all: readonly string[]): string {
  const shown = all.slice(0, mostNames);
  return [...shown, ...(all.length > mostNames ? [`and ${all.length - mostNames} more`] : [])].join(', ');
}

function tellPart(seeds: number | undefined, shard: Exploration['findings']['shard']): string {
  const each = seeds === undefined ? '' : `, with ${counted(seeds, 'seed')} each`;
  return shard === undefined ? each : `${each}: part ${shard.index} of ${shard.of}`;
}

function selfChecked(batches: Exploration['batches']): string[] {
  const checks = batches.flatMap(({ batch }) => batch.selfChecks);
  if (checks.length === 0) return [];
  const parted = checks.filter(({ divergence }) => divergence !== undefined).length;
  const outcome = parted === 0 ? 'and came out alike' : `and ${grouped(parted)} came out differently`;
  return [`${counted(checks.length, 'run was', 'runs were')} made twice, ${outcome}`];
}

function canaryLines({ findings: { canaries, shard } }: Exploration): string[] {
  if (shard !== undefined && shard.index !== 1) return ['with part 1'];
  return canaries.map(({ protocol, mutant, scenario, seed, isCaught, sentence }) => {
    if (mutant === null) return `no canary for ${protocol}: ${sentence}`;
    return `${protocol}+${mutant} ${isCaught ? 'was' : 'was NOT'} caught in ${scenario} with seed ${seed}: ${sentence}`;
  });
}
