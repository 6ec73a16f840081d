/**
 * Shrinking: every contrast and every mutant where it is pinned, down to the story that it needs.
 * Told are elements before and after, runs, and processor time.
 */
import { shrink } from '../../src/explore/shrink/index.ts';
import { contrasts, failing } from '../reference/failures.ts';
import { pins } from '../reference/mutants.ts';
import { cpuUs } from './cpu.ts';
import { median, type Row } from './table.ts';

interface Case {
  readonly name: string;
  readonly scenario: string;
  readonly seed: string;
  readonly mutant?: string;
  readonly set?: readonly string[];
}

const cases: readonly Case[] = [
  ...contrasts.map((scenario) => ({ name: scenario, scenario, seed: '1' })),
  ...Object.entries(pins).map(([name, pin]): Case => {
    const [, mutant = ''] = name.split(' ');
    return { name, mutant, scenario: pin.in, seed: String(pin.seed), ...(pin.set && { set: pin.set }) };
  }),
];

/** One row a failure, and the medians of all. */
export function shrinkRows(): readonly Row[] {
  const rows = cases.map(({ name, scenario, seed, ...options }): Row & { readonly elements: number } => {
    const { prepared, failure } = failing(scenario, seed, options);
    const startUs = cpuUs();
    const story = shrink(prepared, failure)?.story;
    const seconds = (cpuUs() - startUs) / 1e6;
    if (story === undefined) throw new Error(`${name} does not fail twice`);
    const { before, runs, isMinimal, elements } = story;
    const detail = `${before} elements became ${elements.length} in ${runs} runs${isMinimal ? '' : ', NOT MINIMAL'}`;
    return { ...plain(`shrink ${name}`, seconds, detail), elements: elements.length };
  });
  const seconds = median(rows.map(({ value }) => value));
  const elements = median(rows.map((row) => row.elements));
  return [...rows, { ...plain('shrink, median', seconds, `${elements} elements in the median story`), goal: 5 }];
}

function plain(figure: string, value: number, detail: string): Row {
  return { figure, value, goal: undefined, better: 'less', unit: 's', detail };
}
