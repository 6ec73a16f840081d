/** What one run came to, and what a failure needs to happen: for whoever has them as values, in a test say. */
import type { Failure } from '../explore/failure.ts';
import type { RunResult } from '../run/index.ts';
import { quoted } from './command.ts';
import type { Paint } from './paint.ts';

import { exercised, section } from './sections.ts';
import { objection, storyLines } from './story.ts';

/** One run: its verdict, what went wrong in it, and what it exercised. Without a final line end. */
export function runText(run: RunResult, paint: Paint): string {
  const objected = objection(run, paint);
  const lines = [headline(run, paint), ...(objected.length === 0 ? [] : ['', ...objected])];
  return [...lines, '', ...exercised([run], paint, false), ...section('digest', [run.digest], paint.strong)].join('\n');
}

export interface FailureTextOptions {
  readonly paint: Paint;
  /** The file that has it; undefined for a failure that is in none. */
  readonly file?: string | undefined;
  /** Whether the command line needs to be told of the protocol's file. */
  readonly isValue?: boolean;
}

/** A failure: what objected, what led to it, what it cannot do without, and how to see it again. `run` has the path. */
export function failureStory(failure: Failure, run: RunResult, { paint, file, isValue }: FailureTextOptions): string {
  const again = file === undefined ? [] : [`npx tutti replay ${quoted(file)}${isValue ? ' --protocol FILE' : ''}`];
  return [
    headline(run, paint),
    '',
    ...objection(run, paint),
    '',
    ...storyLines(failure, paint),
    ...section('again', again, paint.strong),
  ].join('\n');
}

function headline({ verdict, scenario, protocol, mutant, seed }: RunResult, paint: Paint): string {
  const colour = verdict === 'held' ? paint.good : verdict === 'vacuous' ? paint.warn : paint.bad;
  const tried = mutant === null ? protocol : `${protocol}+${mutant}`;
  return [colour(verdict), paint.strong(scenario), tried, seed === 'plain' ? 'story' : `seed ${seed}`].join('  ');
}
