/** What one run came to, and what a failure needs to happen: for whoever has them as values, in a test say. */
import type { Replay } from '../explore/replay.ts';
import type { RunResult } from '../run/index.ts';
import { quoted } from './command.ts';
import { type Paint, paintAt } from './paint.ts';

import { exercised, section } from './sections.ts';
import { objection, storyLines } from './story.ts';

/** One run: its verdict, what went wrong in it, and what it exercised. Without colours unless given, and without a final line end. */
export function runText(run: RunResult, paint: Paint = plain): string {
  const objected = objection(run, paint);
  const lines = [headline(run, paint), ...(objected.length === 0 ? [] : ['', ...objected])];
  return [...lines, '', ...exercised([run], paint, false), ...section('digest', [run.digest], paint.strong)].join('\n');
}

export interface StoryTextOptions {
  /** None unless given. */
  readonly paint?: Paint | undefined;
  /** The file that has it; undefined for a failure that is in none. */
  readonly file?: string | undefined;
}

/**
 * A failure, replayed: what objected, what led to it, what it cannot do without, and how to see it
 * again. Without a final line end.
 */
export function storyText(
  { failure, result }: Pick<Replay, 'failure' | 'result'>,
  { paint = plain, file }: StoryTextOptions = {},
): string {
  // The command line has to be told where a protocol is that was a value.
  const where = failure.fingerprint === '' ? ' --protocol FILE' : '';
  const again = file === undefined ? [] : [`npx tutti replay ${quoted(file)}${where}`];
  return [
    headline(result, paint),
    '',
    ...objection(result, paint),
    '',
    ...storyLines(failure, paint),
    ...section('again', again, paint.strong),
  ].join('\n');
}

const plain = paintAt(0);

function headline({ verdict, scenario, protocol, mutant, seed }: RunResult, paint: Paint): string {
  const colour = verdict === 'held' ? paint.good : verdict === 'vacuous' ? paint.warn : paint.bad;
  const tried = mutant === null ? protocol : `${protocol}+${mutant}`;
  return [colour(verdict), paint.strong(scenario), tried, seed === 'plain' ? 'story' : `seed ${seed}`].join('  ');
}
