import { type Replay, replay, runOf } from '../explore/replay.ts';
import { listingLines, replayText, testSnippet } from '../report/index.ts';
import { type Listed, type Listing, listingOf } from '../run/listing.ts';
import { nearest } from '../scenario/index.ts';
import { duration, readMeasure } from '../scenario/units.ts';
import { ExitCode } from './exit-codes.ts';
import { fitting, type OpenedFailure, openFailure } from './failure-files.ts';
import { mistake, UsageError } from './mistake.ts';
import { processKeyboard, stepThrough } from './step-terminal.ts';
import type { Terminal } from './terminal.ts';
import { tool } from './version.ts';

export interface ReplayOptions {
  /** A number of an event, or a moment of virtual time. */
  readonly until?: string;
  /** See `Listed`. */
  readonly follow?: string;
  readonly step?: boolean;
  readonly json?: boolean;
  /** Prints a test that fails as the file does, and replays nothing. */
  readonly vitest?: boolean;
  /** The name or the file of a protocol that runs it instead of its own. */
  readonly protocol?: string;
}

/** `tutti replay`: makes a failure happen again, and says whether it did. */
export async function replayVerb(file: string, options: ReplayOptions, terminal: Terminal): Promise<ExitCode> {
  const { until, follow, step = false, json = false } = options;
  const keyboard = step ? processKeyboard() : undefined;
  if (step && json) throw new UsageError([mistake('--step', 'cannot go with --json', 'leave one of them out')]);
  if (step && keyboard === undefined) {
    const advice = '--until and --follow print the same, without stopping';
    throw new UsageError([mistake('--step', 'needs a terminal, and this is none', advice)]);
  }
  const listed: Listed = { until: until === undefined ? undefined : endOf(until), follow };
  const opened = await openFailure(file, options.protocol);
  if (options.vitest === true) {
    terminal.print(testOf(opened, options).trimEnd());
    return ExitCode.asExpected;
  }
  terminal.progress(`${file}  replaying`);
  const replayed = fitting(opened, () => replay(opened.failure, opened.prepared));
  const listing = until === undefined && follow === undefined && !step ? undefined : list(opened, replayed, listed);
  const exitCode = exitCodeOf(replayed);
  if (json) {
    terminal.print(JSON.stringify(replayJson(replayed, { file, exitCode, listing }), undefined, 2));
    return exitCode;
  }
  if (listing?.isCutShort) terminal.remark('the run is long: only the last two million lines of it are told');
  if (keyboard !== undefined && listing !== undefined) {
    const lines = listingLines(listing.steps, terminal.paint);
    await stepThrough(keyboard, { events: listing.steps.map(({ event }) => event), lines });
  }
  const { paint } = terminal;
  terminal.print(
    replayText(replayed, { paint, file, protocol: options.protocol, tool, listing: step ? undefined : listing?.steps }),
  );
  return exitCode;
}

/** @throws UsageError beside options that ask for something else. */
function testOf({ failure, prepared }: OpenedFailure, { until, follow, step, json }: ReplayOptions): string {
  const other = Object.entries({ until, follow, step, json }).find(([, value]) => value !== undefined)?.[0];
  if (other !== undefined) {
    throw new UsageError([mistake('--vitest', `cannot go with --${other}`, 'leave one of them out')]);
  }
  const { asked } = prepared;
  return testSnippet(failure, { protocolFile: asked !== undefined && /[./\\]/.test(asked) ? asked : undefined });
}

/** @throws UsageError for what is neither. */
function endOf(until: string): NonNullable<Listed['until']> {
  if (/^\d{1,15}$/.test(until)) return { event: Number(until) };
  const read = readMeasure(duration, until);
  if ('value' in read) return { atUs: read.value };
  throw new UsageError([
    mistake('--until', `expected the number of an event or a time, found ${JSON.stringify(until)}`, read.remedy),
  ]);
}

/** @throws UsageError when nothing is about what is to be followed. */
function list({ failure, prepared }: OpenedFailure, { found }: Replay, listed: Listed): Listing {
  const listing = listingOf(runOf(failure, prepared), found?.event, listed);
  const { follow } = listed;
  if (follow === undefined || listing.steps.length > 0) return listing;
  const near = nearest(follow, listing.nodes);
  const message = `nothing is about ${JSON.stringify(follow)}${near === undefined ? '' : `; did you mean "${near}"?`}`;
  throw new UsageError([mistake('--follow', message, "give a node's name, a message's token, or ROOM#POSITION")]);
}

function exitCodeOf({ outcome }: Replay): ExitCode {
  if (outcome === 'fails') return ExitCode.notAsExpected;
  return outcome === 'reproduced' || outcome === 'holds' ? ExitCode.asExpected : ExitCode.diverged;
}

/** What `--json` prints. */
function replayJson(
  { outcome, failure, result, found, parting, isChanged }: Replay,
  { file, exitCode, listing }: { file: string; exitCode: ExitCode; listing: Listing | undefined },
): object {
  const { verdict, digest, events, scenario, protocol, mutant, path, moment } = result;
  const { violation, schedule, story } = failure;
  return {
    tool,
    asExpected: exitCode === ExitCode.asExpected,
    exitCode,
    file,
    outcome,
    scenario,
    protocol,
    mutant,
    seed: schedule.base === 'plain' ? null : schedule.base.seed,
    was: { ...violation, digest: failure.digest ?? null, tool: failure.tool },
    now: { verdict, violation: found ?? null, digest, events },
    parting: parting ?? null,
    protocolChanged: isChanged,
    story: story ?? null,
    moment,
    path: (listing?.steps ?? path).map(({ mark, ...step }) => ({ ...step, mark: mark ?? null })),
  };
}
