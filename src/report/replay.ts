/** A replay for people: what became of the failure, what led to it now, and where the run is another one. */
import type { Replay } from '../explore/replay.ts';
import type { PathStep } from '../run/index.ts';
import { line, widthsOf } from './columns.ts';
import { quoted } from './command.ts';
import { grouped, moment } from './figures.ts';
import type { Paint } from './paint.ts';
import { section } from './sections.ts';
import { objection, storyLines } from './story.ts';

export interface ReplayTextOptions {
  readonly paint: Paint;
  /** The failure file, as it was given. */
  readonly file: string;
  /** What was told to run it in place of its own protocol. */
  readonly protocol?: string | undefined;
  /** Name and version of this tutti. */
  readonly tool: string;
  /** What stands in place of the path to the violation. */
  readonly listing?: readonly PathStep[] | undefined;
}

/** Without a final line end. */
export function replayText(replay: Replay, { paint, file, protocol, tool, listing }: ReplayTextOptions): string {
  const { failure, result, found } = replay;
  const words = ['npx', 'tutti', 'replay', file, ...(protocol === undefined ? [] : ['--protocol', protocol])];
  const told = listing === undefined ? result : { ...result, path: [] };
  const lines = [headline(replay, paint), ''];
  if (found !== undefined) lines.push(...objection(told, paint), '');
  if (listing !== undefined && listing.length > 0) lines.push(...listingLines(listing, paint), '');
  lines.push(
    ...section('was', was(replay), paint.strong),
    ...section('parts', parted(replay), paint.bad),
    ...steps(replay, paint),
    ...section('changed', changes(replay, tool), paint.warn),
    ...storyLines(failure, paint),
    ...section('digest', [digests(replay)], paint.strong),
    ...section('again', [words.map(quoted).join(' ')], paint.strong),
  );
  return lines.join('\n');
}

/** Steps with times and events in columns. */
export function listingLines(listed: readonly PathStep[], paint: Paint): string[] {
  const rows = listed.map(({ atUs, event }) => [moment(atUs), grouped(event)]);
  const widths = widthsOf(rows);
  return listed.map(({ text, mark }, place) => {
    const when = paint.faint(line(rows[place] ?? [], widths, [{ align: 'right' }, { align: 'right' }]));
    if (mark === 'fault') return `  ${paint.warn('!')} ${when}  ${paint.warn(text)}`;
    return `  ${mark === 'violation' ? paint.bad('✗') : ' '} ${when}  ${text}`;
  });
}

/** What became of it, in a few words. */
function tellOutcome({ outcome, failure, parting, found }: Replay): string {
  switch (outcome) {
    case 'reproduced':
      return 'reproduced';
    case 'holds':
      return 'holds, as the file expects';
    case 'fails':
      return `fails${found?.signature === failure.violation.signature ? ' again' : ''}, and is expected to hold`;
    case 'lost':
      return `not reproduced${parting === undefined ? '' : `, run differs from ${tellFrom(parting)}`}`;
    case 'otherwise':
      return `reproduced, run differs${parting === undefined ? '' : ` from ${tellFrom(parting)}`}`;
  }
}

function tellFrom({ after, by }: NonNullable<Replay['parting']>): string {
  return by - after === 1 ? `event ${grouped(by)}` : `between events ${grouped(after)} and ${grouped(by)}`;
}

function headline(replay: Replay, paint: Paint): string {
  const { outcome, failure, result } = replay;
  const colour = isGood(outcome) ? paint.good : paint.bad;
  const { base } = failure.schedule;
  const tried = result.mutant === null ? result.protocol : `${result.protocol}+${result.mutant}`;
  const which = base === 'plain' ? 'story' : `seed ${base.seed}`;
  const words = [isGood(outcome) ? '✓' : '✗', tellOutcome(replay)].map(colour);
  return [...words, paint.strong(result.scenario), tried, which].join('  ');
}

function isGood(outcome: Replay['outcome']): boolean {
  return outcome === 'reproduced' || outcome === 'holds';
}

/** What the file says, where the run of now does not say the same. */
function was({ outcome, failure, found }: Replay): string[] {
  if (outcome === 'reproduced') return [];
  const { signature, sentence, event, atUs } = failure.violation;
  const isThere = found?.signature === signature;
  const lines = [`${signature} at ${moment(atUs)}, event ${grouped(event)}`, sentence];
  if (outcome !== 'lost') return isThere && found.sentence === sentence ? lines.slice(0, 1) : lines;
  return [...lines, found === undefined ? 'nothing objects now' : 'something else objects now'];
}

function parted({ outcome, failure, parting, result }: Replay): string[] {
  if (isGood(outcome) || failure.digest === undefined) return [];
  if (result.digest === failure.digest) return ['nowhere: the run is the same, and judged otherwise'];
  if (parting === undefined)
    return [`somewhere: the file has ${failure.ladder === undefined ? 'no' : 'a wrong'} ladder to tell where`];
  const { after, by, hadEnded, steps: now } = parting;
  const alike = after === 0 ? '' : `; up to and with event ${grouped(after)} both are alike`;
  if (by - after > 1) return [`between events ${grouped(after)} and ${grouped(by)}${alike}`];
  if (hadEnded) return [`at event ${grouped(by)}: the failure was over, and this run goes on with`];
  return [
    `at event ${grouped(by)}${alike}`,
    now.length === 0 ? 'this run is over by then' : 'and this run goes on with',
  ];
}

function steps({ outcome, parting }: Replay, paint: Paint): string[] {
  return isGood(outcome) || parting === undefined ? [] : listingLines(parting.steps, paint);
}

function changes({ failure, isChanged }: Replay, tool: string): string[] {
  const lines = isChanged ? ["the protocol's code is not what it was when the file was written"] : [];
  return failure.tool === tool ? lines : [...lines, `the file was written by ${failure.tool}, and this is ${tool}`];
}

function digests({ outcome, failure, result }: Replay): string {
  if (failure.digest === undefined) return 'none: real time ended the run';
  if (outcome === 'reproduced') return result.digest;
  return result.digest === failure.digest ? result.digest : `${result.digest}, was ${failure.digest}`;
}
