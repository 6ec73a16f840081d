/**
 * Numbers with units, as people write them in scenario files, and back: durations in integer
 * microseconds, shares in integer parts per million, sizes in bytes, rates in bytes per second, ranges of each. Exact: what
 * a whole number of the smallest unit cannot hold is an error, never rounded.
 */
import { show } from './show.ts';
import type { Range } from './types.ts';

/** What reading a value gave: the value, or what is wrong with it. */
export type Reading<Value> = { readonly value: Value } | Complaint;

export interface Complaint {
  readonly wrong: string;
  readonly remedy?: string;
}

/** One kind of quantity. */
export interface Measure {
  /** With its article: `a duration`. */
  readonly noun: string;
  /** Unit → how many of the smallest it is. */
  readonly units: ReadonlyMap<string, number>;
  readonly examples: string;
  /** Largest value, in the smallest unit. */
  readonly max: number;
  format(value: number): string;
}

export const duration: Measure = {
  noun: 'a duration',
  units: new Map([
    ['us', 1],
    ['ms', 1_000],
    ['s', 1_000_000],
    ['m', 60_000_000],
  ]),
  examples: 'durations are written 250us, 20ms, 1.5s or 2m',
  max: 86_400_000_000,
  format: formatDuration,
};

export const share: Measure = {
  noun: 'a share',
  units: new Map([
    ['ppm', 1],
    ['%', 10_000],
  ]),
  examples: 'shares are written 1%, 0.05% or 200ppm',
  max: 1_000_000,
  format: formatShare,
};

export const size: Measure = {
  noun: 'a size',
  units: new Map([
    ['B', 1],
    ['KiB', 1_024],
    ['MiB', 1_048_576],
  ]),
  examples: 'sizes are written 16B, 4KiB or 1MiB',
  max: 1_048_576,
  format: formatSize,
};

export const rate: Measure = {
  noun: 'a rate',
  units: new Map([
    ['B/s', 1],
    ['KiB/s', 1_024],
    ['MiB/s', 1_048_576],
  ]),
  examples: 'rates are written 800B/s, 100KiB/s or 1MiB/s',
  max: 1_073_741_824,
  format: (bytesPerS) => `${formatSize(bytesPerS)}/s`,
};
/** How fast or slow a clock may run, so that two reasons together never make it stand. */
export const mostDriftPpm = 400_000;

/** `20ms` as 20000 microseconds, and so on. A bare 0 needs no unit. */
export function readMeasure(measure: Measure, value: unknown): Reading<number> {
  if (value === 0) return { value: 0 };
  if (typeof value === 'number') return withoutUnit(measure, value);
  if (typeof value !== 'string') return expected(measure, value);
  const parts = /^(\d+)(?:\.(\d+))?( *)([a-zA-Zµ%/]*)$/.exec(value);
  if (parts === null) return expected(measure, value);
  const [, whole = '', fraction = '', gap = '', unit = ''] = parts;
  if (unit === '') return /^0+$/.test(whole + fraction) ? { value: 0 } : withoutUnit(measure, Number(value));
  const factor = measure.units.get(unit);
  if (factor === undefined) return { wrong: `unknown unit "${unit}" in ${show(value)}`, remedy: measure.examples };
  if (gap !== '') return { wrong: `a space inside ${show(value)}; did you mean "${value.replace(/ /g, '')}"?` };
  return exact(measure, value, whole, fraction, factor);
}

/** `400ms..900ms`, both ends included; a single value stands for both ends. */
export function readRange(measure: Measure, value: unknown): Reading<Range> {
  return readEnds(value, (end) => readMeasure(measure, end));
}

/** `1..20`, or a single whole number of at least 0. */
export function readCountRange(value: unknown): Reading<Range> {
  return readEnds(value, (end) =>
    /^\d{1,9}$/.test(String(end))
      ? { value: Number(end) }
      : { wrong: `expected a whole number or a range of them, found ${show(end)}`, remedy: 'ranges are written 1..20' },
  );
}

/** `0s`, `250us`, `20.5ms`, `1.5s`, `2m`: what {@link readMeasure} reads back as the same number. */
export function formatDuration(us: number): string {
  if (us !== 0 && us < 1_000) return `${us}us`;
  if (us !== 0 && us < 1_000_000) return `${decimal(us, 1_000, 3)}ms`;
  return us !== 0 && us % 60_000_000 === 0 ? `${us / 60_000_000}m` : `${decimal(us, 1_000_000, 6)}s`;
}

/** `0%`, `50ppm`, `0.05%`, `1%`. */
export function formatShare(ppm: number): string {
  return ppm < 1_000 && ppm % 100 !== 0 ? `${ppm}ppm` : `${decimal(ppm, 10_000, 4)}%`;
}

/** `16B`, `4KiB`, `1MiB`. */
export function formatSize(bytes: number): string {
  if (bytes === 0 || bytes % 1_024 !== 0) return `${bytes}B`;
  return bytes % 1_048_576 === 0 ? `${bytes / 1_048_576}MiB` : `${bytes / 1_024}KiB`;
}

/** `400ms..900ms`, or one value where both ends are the same. */
export function formatRange(range: Range, format: (value: number) => string): string {
  return range.min === range.max ? format(range.min) : `${format(range.min)}..${format(range.max)}`;
}

function readEnds(value: unknown, read: (end: unknown) => Reading<number>): Reading<Range> {
  const ends: readonly unknown[] = typeof value === 'string' ? value.split('..') : [value];
  const first = read(ends[0]);
  if ('wrong' in first) return first;
  if (ends.length === 1) return { value: { min: first.value, max: first.value } };
  const last = read(ends[1]);
  if ('wrong' in last) return last;
  if (ends.length > 2) return { wrong: `expected one "..", found ${show(value)}` };
  if (first.value > last.value) {
    return { wrong: `the range ${show(value)} is upside down; did you mean "${ends[1]}..${ends[0]}"?` };
  }
  return { value: { min: first.value, max: last.value } };
}

/** Digits only, so that 0.1 and its kind never enter. */
function exact(measure: Measure, text: string, whole: string, fraction: string, factor: number): Reading<number> {
  const digits = fraction.replace(/0+$/, '');
  const tenths = Number(`1${'0'.repeat(digits.length)}`);
  const rest = Number(digits) * factor;
  if (digits.length > 7 || rest % tenths !== 0) {
    return { wrong: `${show(text)} is finer than ${measure.format(1)}`, remedy: measure.examples };
  }
  const value = Number(whole) * factor + rest / tenths;
  return value > measure.max
    ? { wrong: `${show(text)} is more than ${measure.format(measure.max)}, the most there can be` }
    : { value };
}

function withoutUnit(measure: Measure, value: number): Complaint {
  const meant = measure === share && value > 0 && value < 1 ? Math.round(value * 1_000_000) : 0;
  const hint = meant > 0 ? `; did you mean "${formatShare(meant)}"?` : '';
  return { wrong: `${value} has no unit${hint}`, remedy: measure.examples };
}

function expected(measure: Measure, value: unknown): Complaint {
  return { wrong: `expected ${measure.noun}, found ${show(value)}`, remedy: measure.examples };
}

function decimal(value: number, per: number, places: number): string {
  const rest = String(value % per)
    .padStart(places, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(Math.floor(value / per)) : `${Math.floor(value / per)}.${rest}`;
}
