import { describe, expect, it } from 'vitest';
import {
  duration,
  formatDuration,
  formatRange,
  formatShare,
  formatSize,
  readCountRange,
  readMeasure,
  readRange,
  share,
  size,
} from '../../../src/scenario/units.ts';

describe('a duration', () => {
  it.each([
    ['250us', 250],
    ['20ms', 20_000],
    ['1.5s', 1_500_000],
    ['2m', 120_000_000],
    ['0.000001s', 1],
    ['1.50ms', 1_500],
    ['24m', 1_440_000_000],
    ['0', 0],
    [0, 0],
    ['0s', 0],
  ])('%s is %d microseconds', (text, us) => {
    expect(readMeasure(duration, text)).toEqual({ value: us });
  });

  it.each([
    [20, '20 has no unit'],
    ['20', '20 has no unit'],
    ['20 parsecs', 'unknown unit "parsecs" in "20 parsecs"'],
    ['20 ms', 'a space inside "20 ms"; did you mean "20ms"?'],
    ['0.5us', '"0.5us" is finer than 1us'],
    ['1.2345678901s', '"1.2345678901s" is finer than 1us'],
    ['-5ms', 'expected a duration, found "-5ms"'],
    ['soon', 'expected a duration, found "soon"'],
    [true, 'expected a duration, found true'],
    [null, 'expected a duration, found nothing'],
    [[], 'expected a duration, found a list'],
    ['1441m', '"1441m" is more than 1440m, the most there can be'],
    [`${'9'.repeat(400)}s`, `"${'9'.repeat(40)}…" is more than 1440m, the most there can be`],
  ])('cannot be %j', (text, wrong) => {
    expect(readMeasure(duration, text)).toMatchObject({ wrong });
  });

  it.each([
    [0, '0s'],
    [1, '1us'],
    [999, '999us'],
    [1_000, '1ms'],
    [20_500, '20.5ms'],
    [1_500_000, '1.5s'],
    [2_000_001, '2.000001s'],
    [90_000_000, '90s'],
    [120_000_000, '2m'],
  ])('of %d microseconds is written %s', (us, text) => {
    expect(formatDuration(us)).toBe(text);
  });
});

describe('a share', () => {
  it.each([
    ['1%', 10_000],
    ['0.05%', 500],
    ['200ppm', 200],
    ['100%', 1_000_000],
    ['0.0001%', 1],
    [0, 0],
  ])('%s is %d ppm', (text, ppm) => {
    expect(readMeasure(share, text)).toEqual({ value: ppm });
  });

  it.each([
    [0.01, '0.01 has no unit; did you mean "1%"?'],
    ['0.01', '0.01 has no unit; did you mean "1%"?'],
    [5, '5 has no unit'],
    ['0.00001%', '"0.00001%" is finer than 1ppm'],
    ['101%', '"101%" is more than 100%, the most there can be'],
    ['5‰', 'expected a share, found "5‰"'],
  ])('cannot be %j', (text, wrong) => {
    expect(readMeasure(share, text)).toMatchObject({ wrong });
  });

  it.each([
    [0, '0%'],
    [50, '50ppm'],
    [200, '0.02%'],
    [500, '0.05%'],
    [10_000, '1%'],
    [123_456, '12.3456%'],
  ])('of %d ppm is written %s', (ppm, text) => {
    expect(formatShare(ppm)).toBe(text);
  });
});

describe('a size', () => {
  it.each([
    ['16B', 16],
    ['4KiB', 4_096],
    ['1.5KiB', 1_536],
    ['1MiB', 1_048_576],
  ])('%s is %d bytes', (text, bytes) => {
    expect(readMeasure(size, text)).toEqual({ value: bytes });
  });

  it.each([
    ['1kB', 'unknown unit "kB" in "1kB"'],
    ['0.5B', '"0.5B" is finer than 1B'],
    ['2MiB', '"2MiB" is more than 1MiB, the most there can be'],
  ])('cannot be %j', (text, wrong) => {
    expect(readMeasure(size, text)).toMatchObject({ wrong });
  });

  it.each([
    [0, '0B'],
    [100, '100B'],
    [4_096, '4KiB'],
    [1_048_576, '1MiB'],
  ])('of %d bytes is written %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });
});

describe('a range', () => {
  it.each([
    ['400ms..900ms', { min: 400_000, max: 900_000 }],
    ['5ms', { min: 5_000, max: 5_000 }],
    ['0..1s', { min: 0, max: 1_000_000 }],
    [0, { min: 0, max: 0 }],
  ])('%s holds both ends', (text, value) => {
    expect(readRange(duration, text)).toEqual({ value });
  });

  it.each([
    ['900ms..400ms', 'the range "900ms..400ms" is upside down; did you mean "400ms..900ms"?'],
    ['400..900ms', '400 has no unit'],
    ['400ms..', 'expected a duration, found ""'],
    ['..400ms', 'expected a duration, found ""'],
    ['1ms..2ms..3ms', 'expected one "..", found "1ms..2ms..3ms"'],
  ])('cannot be %j', (text, wrong) => {
    expect(readRange(duration, text)).toMatchObject({ wrong });
  });

  it('of whole numbers has no unit', () => {
    expect(readCountRange('1..20')).toEqual({ value: { min: 1, max: 20 } });
    expect(readCountRange(7)).toEqual({ value: { min: 7, max: 7 } });
    expect(readCountRange('20..1')).toMatchObject({ wrong: 'the range "20..1" is upside down; did you mean "1..20"?' });
    expect(readCountRange(1.5)).toMatchObject({ wrong: 'expected a whole number or a range of them, found 1.5' });
    expect(readCountRange(-1)).toMatchObject({ wrong: 'expected a whole number or a range of them, found -1' });
  });

  it('is written as it is read', () => {
    expect(formatRange({ min: 400_000, max: 900_000 }, formatDuration)).toBe('400ms..900ms');
    expect(formatRange({ min: 5_000, max: 5_000 }, formatDuration)).toBe('5ms');
  });
});
