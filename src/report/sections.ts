import type { RunResult } from '../run/index.ts';
import { counted, duration, grouped } from './figures.ts';
import type { Paint } from './paint.ts';

/** Widest line of a section's text, label not counted. */
const mostColumns = 88;

const labelWidth = 11;

/**
 * What runs exercised, what they never reached and what could not be judged: a pass without it
 * proves nothing. Of several runs the figures are sums, the slowest delivery stands for all, and
 * what a swarm may draw and no seed was struck by counts 0. Unless `everything` is wanted, many
 * parts that were not judged are told by property only.
 */
export function exercised(runs: readonly RunResult[], paint: Paint, everything: boolean): string[] {
  const sum = (of: (run: RunResult) => number) => runs.reduce((total, run) => total + of(run), 0);
  const accepted = sum((run) => run.outcomes.accepted);
  const refused = sum((run) => run.outcomes.refused);
  const unknown = sum((run) => run.outcomes.unknown);
  const deliveries = sum((run) => run.deliveries);
  const figures = [
    `${counted(
      sum((run) => run.broadcasts),
      'broadcast',
    )}: ${grouped(accepted)} accepted, ${grouped(refused)} refused, ${grouped(unknown)} unknown`,
    `${counted(deliveries, 'delivery', 'deliveries')}${deliveries === 0 ? '' : `, ${latencies(runs)}`}`,
    `${duration(sum((run) => run.virtualUs))} of virtual time, ${counted(
      sum((run) => run.events),
      'event',
    )}`,
  ];
  const sometimes = summed(runs.map((run) => run.sometimes));
  const faults = summed([...(runs.length > 1 ? runs.map(noneOf) : []), ...runs.map((run) => run.faults)]);
  const never = runs[0]?.neverReached.filter((name) => !sometimes.has(name)) ?? [];
  return [
    ...section('exercised', figures, paint.strong),
    ...section('faults', wrapped(tallies(faults), 'none'), paint.strong),
    ...section('sometimes', wrapped(tallies(sometimes)), paint.strong),
    ...section('never', wrapped(never), paint.warn),
    ...section('not judged', unjudged(runs, everything), paint.warn),
    ...section('swarm', runs.length === 1 ? wrapped(runs[0]?.swarm ?? []) : [], paint.strong),
    ...section('note', distinct(runs.flatMap(({ notes }) => notes)), paint.warn),
  ];
}

/** Lines under a label in the left margin; nothing where there are none. */
export function section(label: string, lines: readonly string[], paint: (text: string) => string): string[] {
  return lines.map((text, place) =>
    place === 0
      ? `  ${paint(label)}${' '.repeat(Math.max(2, labelWidth + 1 - label.length))}${text}`
      : `${' '.repeat(labelWidth + 3)}${text}`,
  );
}

/** Items with commas between them, on as few lines as their width allows. */
export function wrapped(items: readonly string[], none?: string): string[] {
  const lines: string[] = [];
  items.forEach((item, place) => {
    const text = place === items.length - 1 ? item : `${item},`;
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + text.length > mostColumns) lines.push(text);
    else lines[lines.length - 1] = `${last} ${text}`;
  });
  return lines.length === 0 && none !== undefined ? [none] : lines;
}

function unjudged(runs: readonly RunResult[], everything: boolean): string[] {
  const parts = distinct(runs.flatMap((run) => run.unjudged));
  if (everything || parts.length <= 3) return parts;
  const properties = distinct(parts.map((part) => part.slice(0, part.indexOf(':'))));
  return [`parts of ${properties.join(', ')} (-v says which, and why)`];
}

function latencies(runs: readonly RunResult[]): string {
  const max = duration(Math.max(...runs.map(({ latencyUs }) => latencyUs.max)));
  const [first] = runs;
  if (runs.length > 1 || first === undefined) return `the slowest after ${max}`;
  return `half within ${duration(first.latencyUs.p50)}, 99% within ${duration(first.latencyUs.p99)}, all within ${max}`;
}

/** A zero for all that a swarm may draw. */
function noneOf({ drawable }: RunResult): ReadonlyMap<string, number> {
  return new Map(drawable.map((name) => [name, 0]));
}

export function tallies(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].map(([name, count]) => `${name} ${grouped(count)}`);
}

export function summed(maps: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const counts of maps) {
    for (const [name, count] of counts) total.set(name, (total.get(name) ?? 0) + count);
  }
  return new Map([...total].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
