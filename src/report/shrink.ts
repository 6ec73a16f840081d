/** A shrunk failure for people: what it needs, each with what comes of the run without it, and what then happens. */
import type { Replay } from '../explore/replay.ts';
import { quoted } from './command.ts';
import { grouped } from './figures.ts';
import type { Paint } from './paint.ts';
import { section } from './sections.ts';
import { objection, storyLines } from './story.ts';

/** Without a final line end. */
export function shrinkText(
  { failure, result }: Replay,
  { paint, out, isInterrupted }: { readonly paint: Paint; readonly out: string; readonly isInterrupted: boolean },
): string {
  const { story } = failure;
  const how =
    story === undefined
      ? ''
      : `${grouped(story.before)} elements became ${grouped(story.elements.length)} in ${grouped(story.runs)} runs`;
  const state = isInterrupted ? 'interrupted: ' : '';
  return [
    `${paint.strong(result.scenario)}  ${state}${how}`,
    '',
    ...objection(result, paint),
    '',
    ...storyLines(failure, paint),
    ...section('digest', [failure.digest ?? 'none: real time ended the run'], paint.strong),
    ...section('again', [`npx tutti replay ${quoted(out)}`], paint.strong),
  ].join('\n');
}
