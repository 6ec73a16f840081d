/**
 * What becomes of an exploration once it is concluded: text or JSON on stdout, always; annotations
 * for GitHub beside it; every other report in a file of the folder that failures go to.
 */
import { appendFileSync } from 'node:fs';
import { blobLines, blobName } from '../explore/blob.ts';
import { isDead } from '../explore/canary.ts';
import type { Exploration } from '../explore/conclude.ts';
import { failureText } from '../explore/failure-file.ts';
import { type Shard, wholeShard } from '../explore/places.ts';
import {
  annotations,
  closingText,
  exploredReport,
  exploredText,
  gathered,
  jobSummary,
  junitText,
  type ReportedError,
  reportPieces,
  runLine,
} from '../report/index.ts';
import { formatError } from '../scenario/index.ts';
import { bugText } from './bug.ts';
import { ExitCode, heaviest } from './exit-codes.ts';
import { chosenOf, mistake, reported } from './mistake.ts';
import { exitCodeOf } from './outcome.ts';
import type { Shelf } from './shelf.ts';
import type { Terminal } from './terminal.ts';

export const reporters = ['text', 'json', 'junit', 'github', 'blob', 'ndjson'] as const;

export type Reporter = (typeof reporters)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/** Those that are named, by commas or one by one, and GitHub's where it is who runs this. */
export function reportersOf(named: readonly string[], environment: Environment): ReadonlySet<Reporter> {
  const words = named.flatMap((word) => word.split(',')).map((word) => word.trim());
  const chosen = new Set(words.map((word) => chosenOf('--reporter', word, reporters)));
  if (environment.GITHUB_ACTIONS === 'true') chosen.add('github');
  return chosen;
}

export interface Telling {
  readonly reporters: ReadonlySet<Reporter>;
  readonly json: boolean;
  readonly shelf: Shelf;
  readonly terminal: Terminal;
  readonly environment: Environment;
  /** What else is wrong, and was told already where it is not JSON that is wanted. */
  readonly wrong?: readonly ReportedError[];
}

/** Tells an exploration in all the ways that are wanted; gives the exit code. */
export function tellExploration(exploration: Exploration, telling: Telling): ExitCode {
  const { shelf, terminal, json, wrong = [], environment } = telling;
  const { findings, failures, batches } = exploration;
  const names = new Set(failures.flatMap(({ file }) => file?.name ?? []));
  shelf.keepOnly(names);
  for (const { file } of failures) if (file !== undefined) shelf.write(file.name, failureText(file.caught.failure));
  const bug = findings.bug === undefined ? [] : [mistake('tutti', bugText(findings.bug))];
  const errors = () => [...wrong, ...[...findings.errors, ...shelf.problems, ...bug].map(reported)];
  const report = () => exploredReport(exploration, { exitCode: exitCode(), errors: errors(), out: shelf.folder });
  const exitCode = () => exploredExitCode(exploration, wrong.length + shelf.problems.length);
  writeFiles(exploration, telling, () => reportPieces(report()), errors);

  const annotated = telling.reporters.has('github') ? annotations(exploration, errors(), shelf.folder) : [];
  if (json) {
    for (const line of annotated) terminal.remark(line);
    for (const piece of reportPieces(report())) terminal.print(piece);
  } else {
    const { paint } = terminal;
    // Where nothing ran at all, what is lost, or a part without seeds, is still told; of errors more is said below.
    if (batches.length > 0 || (findings.errors.length === 0 && findings.bug === undefined)) {
      terminal.print(exploredText(exploration, { paint, out: shelf.folder, unwritten: shelf.unwritten }));
      terminal.print(
        closingText(
          batches.map(({ batch }) => batch),
          findings.measured.wallMs,
          paint,
        ),
      );
    }
    if (findings.ended === 'interrupted') terminal.print('interrupted: there would have been more');
    for (const line of annotated) terminal.print(line);
    for (const error of findings.errors) terminal.remark(formatError(error));
    if (findings.bug !== undefined) terminal.remark(bugText(findings.bug));
  }
  const summary = environment.GITHUB_STEP_SUMMARY ?? '';
  if (telling.reporters.has('github') && summary !== '') {
    append(summary, jobSummary(exploration, errors(), shelf.folder), terminal);
  }
  return exitCode();
}

function writeFiles(
  exploration: Exploration,
  { reporters: wanted, shelf }: Telling,
  json: () => Iterable<string>,
  errors: () => readonly ReportedError[],
): void {
  const { findings } = exploration;
  const { shard } = findings;
  if (wanted.has('blob')) shelf.writePieces(blobName(shard ?? wholeShard), gathered(blobLines(findings)));
  if (wanted.has('ndjson')) shelf.writePieces(runsFile(shard), gathered(runLines(exploration)));
  if (wanted.has('junit')) shelf.write(fileName('junit', 'xml', shard), junitText(exploration, errors(), shelf.folder));
  // Last, so that it tells what could not be written.
  if (wanted.has('json')) shelf.writePieces(fileName('report', 'json', shard), json());
}

function* runLines({ findings }: Exploration): Generator<string> {
  for (const { result } of findings.runs) yield runLine(result);
}

/** The file of the runs, one a line: as they finish, and in order once all are. */
export function runsFile(shard: Shard | undefined): string {
  return fileName('runs', 'ndjson', shard);
}

/** Parts do not overwrite each other where they share a folder. */
function fileName(stem: string, ending: string, shard: Shard | undefined): string {
  return shard === undefined ? `${stem}.${ending}` : `${stem}-${shard.index}-of-${shard.of}.${ending}`;
}

function append(path: string, text: string, terminal: Terminal): void {
  try {
    appendFileSync(path, text);
  } catch (error) {
    terminal.remark(`${path}: cannot append the summary (${(error as NodeJS.ErrnoException).code})`);
  }
}

function exploredExitCode({ findings, batches, coverage }: Exploration, problems: number): ExitCode {
  const { errors, bug, ended, lost, canaries, wantsCoverage } = findings;
  const open = [...coverage.protocols, ...coverage.scenarios].some(({ never }) => never.length > 0);
  return heaviest([
    exitCodeOf({ batches: batches.map(({ batch }) => batch), errors, bug }, ended === 'interrupted'),
    problems > 0 ? ExitCode.usage : ExitCode.asExpected,
    lost.length > 0 || canaries.some(isDead) ? ExitCode.notAsExpected : ExitCode.asExpected,
    wantsCoverage && open ? ExitCode.vacuous : ExitCode.asExpected,
  ]);
}
