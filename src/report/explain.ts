/** An explanation for people: what failed, the run beside it that holds, and the odds as bars. */
import type { Contrast, Explanation, Odds } from '../explore/explain/index.ts';
import type { PathStep } from '../run/index.ts';
import { quoted } from './command.ts';
import { counted, grouped, moment } from './figures.ts';
import type { Paint } from './paint.ts';
import { section } from './sections.ts';
import { objection } from './story.ts';

export interface ExplainTextOptions {
  readonly paint: Paint;
  /** The failure file, and how many runs, as they were given. */
  readonly file: string;
  readonly runs?: number | undefined;
}

/** Columns of one of two runs beside each other. */
const besideColumns = 62;

/** Blocks of a whole bar. */
const barBlocks = 20;

/** Without a final line end. */
export function explainText(explanation: Explanation, { paint, file, runs }: ExplainTextOptions): string {
  const { result, contrast, odds } = explanation;
  const lines = [
    headline(explanation, paint),
    '',
    ...objection(result, paint),
    '',
    ...contrastLines(contrast, explanation, paint),
    '',
    ...oddsLines(odds, explanation, paint),
    '',
    ...section(
      'again',
      [`npx tutti explain ${quoted(file)}${runs === undefined ? '' : ` --runs ${runs}`}`],
      paint.strong,
    ),
  ];
  return lines.join('\n');
}

function headline({ failure, result, isShrunk }: Explanation, paint: Paint): string {
  const tried = result.mutant === null ? result.protocol : `${result.protocol}+${result.mutant}`;
  const { elements = [], before = 0 } = failure.story ?? {};
  const of = isShrunk ? `, shrunk from ${grouped(before)}` : '';
  return [
    paint.bad('✗'),
    paint.bad('explained'),
    paint.strong(result.scenario),
    tried,
    `a story of ${counted(elements.length, 'element')}${of}`,
  ].join('  ');
}

function contrastLines(contrast: Contrast | undefined, { failure }: Explanation, paint: Paint): string[] {
  if (contrast === undefined) {
    const none = failure.story?.elements.length === 0;
    const why = none
      ? 'nothing can be taken away: nothing unusual happens'
      : 'without any single element it still fails';
    return section('contrast', [`no run beside it holds: ${why}`], paint.strong);
  }
  const { element, event, rows, omitted, alike, aside } = contrast;
  const leftOut = [
    ...(alike > 0 ? [`what both do (${counted(alike, 'line')})`] : []),
    ...(aside > 0 ? [`what is not about the message (${grouped(aside)})`] : []),
  ];
  const told = rows.map(({ atUs, failing, holding }) => {
    const left = cell(failing, paint);
    const right = cell(holding, paint);
    return `  ${paint.faint(moment(atUs))}  ${left} ${paint.faint('│')} ${right}`.trimEnd();
  });
  if (omitted !== undefined)
    told.splice(omitted.after, 0, `  ${paint.faint(`… ${counted(omitted.count, 'line')} more`)}`);
  const indent = ' '.repeat(moment(rows.at(-1)?.atUs ?? 0).length + 4);
  return [
    ...section(
      'contrast',
      [
        `it holds without this: ${element}`,
        `the two part at event ${grouped(event)}`,
        ...(leftOut.length > 0 ? [`left out from there on: ${leftOut.join(', ')}`] : []),
      ],
      paint.strong,
    ),
    '',
    `${indent}${paint.strong('  as it fails'.padEnd(besideColumns))} ${paint.faint('│')} ${paint.strong('  without that')}`,
    ...told,
  ];
}

/** A step in a column of its own, cut where it is too long for it; its mark before it. */
function cell(step: PathStep | undefined, paint: Paint): string {
  if (step === undefined) return ' '.repeat(besideColumns);
  const room = besideColumns - 2;
  const text = (step.text.length > room ? `${step.text.slice(0, room - 1)}…` : step.text).padEnd(room);
  if (step.mark === 'fault') return `${paint.warn('!')} ${paint.warn(text)}`;
  return `${step.mark === 'violation' ? paint.bad('✗') : ' '} ${text}`;
}

function oddsLines({ runs, at, cast }: Odds, { failure }: Explanation, paint: Paint): string[] {
  const times = at.map(({ atUs }) => moment(atUs));
  const width = Math.max(...times.map((time) => time.length));
  const bars = at.flatMap(({ alike, elements }, place) => {
    const [first = 'everything by chance', ...more] = elements;
    const isLast = place === at.length - 1;
    const share = `${Math.round((100 * alike) / runs)}%`.padStart(4);
    const full = Math.round((barBlocks * alike) / runs);
    const bar = paint.bad('█'.repeat(full)) + paint.faint('░'.repeat(barBlocks - full));
    const mark = place === cast ? paint.warn('  ← the die is cast') : '';
    const when = (times[place] ?? '').padStart(width);
    const indent = ' '.repeat(2 + 4 + 2 + barBlocks + 2 + width + 2);
    return [
      `  ${share}  ${bar}  ${paint.faint(when)}  ${isLast ? `${paint.bad('✗')} ` : ''}${first}${mark}`,
      ...more.map((element) => `${indent}${element}`),
    ];
  });
  return [
    ...section(
      'odds',
      [
        `how many of ${counted(runs, 'run')} fail by ${failure.violation.signature}, with everything`,
        'up to there as it was, and everything after it drawn anew',
      ],
      paint.strong,
    ),
    '',
    ...bars,
  ];
}
