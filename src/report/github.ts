/** What GitHub Actions makes of an exploration: annotations on files, and the summary of a job. */
import type { Exploration } from '../explore/conclude.ts';
import { counted } from './figures.ts';
import type { ReportedError } from './json.ts';
import { type Reproach, reproachesOf } from './reproach.ts';
import { nameOfProtocol } from './text.ts';

/** Workflow commands, one a line, for whatever is not as expected. `out` is the folder of failure files. */
export function annotations(
  exploration: Exploration,
  errors: readonly ReportedError[],
  out: string,
): readonly string[] {
  const reproached = reproachesOf(exploration, out).map(({ file, scenario, title, sentence, details }) => {
    return command({ file, title: `${scenario}: ${title}` }, [sentence, ...details].join('\n'));
  });
  const wrong = errors.map(({ file, line, column, message, remedy }) => {
    const isPlace = line !== null;
    const at = { file: isPlace ? file : undefined, line: line ?? undefined, col: column ?? undefined };
    const told = isPlace ? message : `${file}: ${message}`;
    return command({ ...at, title: 'tutti' }, remedy === null ? told : `${told}\n${remedy}`);
  });
  return [...wrong, ...reproached];
}

/** Markdown for `$GITHUB_STEP_SUMMARY`, with the story of each failure. */
export function jobSummary(exploration: Exploration, errors: readonly ReportedError[], out: string): string {
  const { batches, findings } = exploration;
  const reproaches = reproachesOf(exploration, out);
  const rows = batches.map(({ subject, batch }) => {
    const mark = batch.asExpected ? '✅' : '❌';
    const cells = [mark, subject.name, nameOfProtocol(subject), batch.verdict, counted(batch.runs.length, 'seed')];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  const { shard } = findings;
  const title = shard === undefined ? '## tutti' : `## tutti, part ${shard.index} of ${shard.of}`;
  return [
    title,
    '',
    '| | scenario | protocol | verdict | |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    ...errors.map(({ file, message }) => `- ${markdown(`${file}: ${message}`)}`),
    ...reproaches.flatMap(toldAtLength),
    '',
  ].join('\n');
}

function toldAtLength({ scenario, protocol, title, sentence, details }: Reproach): string[] {
  const lines = ['', `### ${markdown(`${scenario}, ${protocol}: ${title}`)}`, '', markdown(sentence)];
  return details.length === 0 ? lines : [...lines, '', '```text', ...details.map(inFence), '```'];
}

interface Properties {
  readonly file: string | undefined;
  readonly line?: number | undefined;
  readonly col?: number | undefined;
  readonly title: string;
}

/** `::error file=…,title=…::…`, escaped as the runner unescapes it. */
function command({ file, line, col, title }: Properties, message: string): string {
  const properties = Object.entries({ file, line, col, title })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escaped(String(value)).replace(/:/g, '%3A').replace(/,/g, '%2C')}`);
  return `::error ${properties.join(',')}::${escaped(message)}`;
}

function escaped(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function cell(text: string): string {
  return markdown(text).replace(/\|/g, '\\|');
}

/** Names of users must not become markup. */
function markdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#]/g, (character) => `\\${character}`).replace(/\s*\n\s*/g, ' ');
}

function inFence(text: string): string {
  return text.replace(/`{3,}/g, "'''");
}
