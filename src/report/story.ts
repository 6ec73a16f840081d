import type { Failure } from '../explore/failure.ts';
import type { RunResult } from '../run/index.ts';
import { line, widthsOf } from './columns.ts';
import { grouped, moment as momentText } from './figures.ts';
import { tellMoment } from './moment.ts';
import type { Paint } from './paint.ts';
import { section } from './sections.ts';

/** What went wrong in one run: the objection in a sentence, what led to it, and who else objected. */
export function objection(run: RunResult, paint: Paint): string[] {
  if (run.reason !== null) return [`  ${paint.warn(run.verdict)}: ${run.reason}`];
  const [violation, ...others] = run.violations;
  if (violation === undefined) return [];
  const where = paint.faint(`at ${momentText(violation.atUs)}, event ${grouped(violation.event)}`);
  return [
    `  ${paint.bad(`${violation.property}/${violation.clause}`)}  ${where}`,
    `  ${violation.sentence}`,
    ...path(run, paint),
    ...decisive(run, paint),
    ...alsoObjected(others, paint),
  ];
}

/** What is left of a failure, as a section; nothing where it was not made small. */
export function storyLines(failure: Pick<Failure, 'story'>, paint: Paint): string[] {
  return section('story', storyElements(failure), paint.strong);
}

/** Elements that are told, of a story that was not shrunk to its end. */
const mostElements = 30;

/** What is left of a shrunk failure, each with what comes of the run without it; nothing where it was not shrunk. */
function storyElements({ story }: Pick<Failure, 'story'>): string[] {
  if (story === undefined) return [];
  const { elements, before, isMinimal } = story;
  const minimal = isMinimal ? ', and none of them can go' : '; it was not tried whether all of them are needed';
  const needed =
    elements.length === 0
      ? `of ${grouped(before)} elements none is needed: what is asked after heal is enough`
      : `${grouped(elements.length)} of ${grouped(before)} elements are left${minimal}`;
  const told = elements.slice(0, mostElements).map(({ sentence, without }) => {
    return without === undefined ? sentence : `${sentence} (without this: ${without})`;
  });
  const rest = elements.length - told.length;
  return [needed, ...told, ...(rest === 0 ? [] : [`and ${grouped(rest)} more`])];
}

function path({ path: steps }: RunResult, paint: Paint): string[] {
  if (steps.length === 0) return [];
  const rows = steps.map(({ atUs }) => [momentText(atUs)]);
  const widths = widthsOf(rows);
  const told = steps.map(({ text, mark }, place) => {
    const time = paint.faint(line(rows[place] ?? [], widths, [{ align: 'right' }]));
    if (mark === 'fault') return `  ${paint.warn('!')} ${time}  ${paint.warn(text)}`;
    if (mark === 'violation') return `  ${paint.bad('✗')} ${time}  ${text}`;
    return `    ${time}  ${text}`;
  });
  return ['', ...told];
}

function decisive({ moment }: RunResult, paint: Paint): string[] {
  return moment === null ? [] : ['', ...section('decisive', tellMoment(moment), paint.warn)];
}

function alsoObjected(others: RunResult['violations'], paint: Paint): string[] {
  if (others.length === 0) return [];
  const firsts = new Map<string, { readonly sentence: string; count: number }>();
  for (const { property, clause, sentence } of others) {
    const name = `${property}/${clause}`;
    const known = firsts.get(name);
    if (known === undefined) firsts.set(name, { sentence, count: 1 });
    else known.count++;
  }
  const lines = [...firsts].map(
    ([name, { sentence, count }]) => `${name}: ${sentence}${count === 1 ? '' : ` (and ${grouped(count - 1)} more)`}`,
  );
  return ['', ...section('also', lines, paint.strong)];
}
