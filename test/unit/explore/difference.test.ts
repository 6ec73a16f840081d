import { describe, expect, it } from 'vitest';
import { differenceOf, LineComparison, type TraceLines } from '../../../src/explore/difference.ts';
import { seeded } from '../../../src/index.ts';
import { execute, type Wanted } from '../../../src/run/execute.ts';
import { preparedOf } from '../../reference/failures.ts';

const told = (line: string) => ({ event: Number(line.split(' ')[0]), atUs: 0, text: line });
const linesOf = (...lines: string[]): TraceLines => ({ lines: lines.values(), told });

/** Where the second trace parts from the first. */
function compared(first: readonly string[], second: readonly string[], stopsEarlier = false) {
  const comparison = new LineComparison(told, linesOf(...second));
  for (const line of first) comparison.take(line);
  const difference = comparison.end(stopsEarlier);
  const texts = (all: readonly { text: string }[] = []) => all.map(({ text }) => text);
  if (difference === undefined) return undefined;
  const { event, before, first: one, second: other } = difference;
  return { event, before: texts(before), first: texts(one), second: texts(other) };
}

describe('traces, line by line,', () => {
  it('do not part where they are alike', () => {
    expect(compared(['1 a', '2 b'], ['1 a', '2 b'])).toBeUndefined();
    expect(compared([], [])).toBeUndefined();
  });

  it('part at the first line that differs, at the event that comes first', () => {
    expect(compared(['1 a', '2 b', '3 c'], ['1 a', '3 x', '4 y'])).toEqual({
      event: 2,
      before: ['1 a'],
      first: ['2 b', '3 c'],
      second: ['3 x', '4 y'],
    });
  });

  it('part where one is over', () => {
    expect(compared(['1 a'], ['1 a', '2 b'])).toEqual({ event: 2, before: ['1 a'], first: [], second: ['2 b'] });
    expect(compared(['1 a', '2 b'], ['1 a'])).toEqual({ event: 2, before: ['1 a'], first: ['2 b'], second: [] });
  });

  it('do not part where the first is known to stop earlier', () => {
    expect(compared(['1 a'], ['1 a', '2 b'], true)).toBeUndefined();
    expect(compared(['1 a', '2 b'], ['1 a'], true)).toEqual({ event: 2, before: ['1 a'], first: ['2 b'], second: [] });
  });

  it('are told six lines before and after', () => {
    const long = (word: string) => Array.from({ length: 20 }, (_, n) => `${n + 1} ${n < 10 ? 'alike' : word}`);
    const { event, before = [], first = [], second = [] } = compared(long('a'), long('b')) ?? {};
    expect(event).toBe(11);
    expect([before.length, first.length, second.length]).toEqual([6, 6, 6]);
    expect(before.at(-1)).toBe('10 alike');
  });
});

describe('two runs', () => {
  const running = (name: string, mutant?: string) => (wanted: Wanted) =>
    execute({ ...preparedOf('steady', mutant === undefined ? {} : { mutant }), schedule: seeded(name) }, wanted);

  it('part where something is done that the other does not do', () => {
    const difference = differenceOf(running('1'), running('1', 'ack-before-sync'));
    expect(difference).toMatchObject({ event: 46, isUntold: false });
    expect(difference?.before.at(-1)).toMatchObject({ event: 46, text: 'q1: the disk is done with a write' });
    expect(difference?.first[0]?.text).toBe('q1: the disk is done with a sync');
    expect(difference?.second[0]).toMatchObject({ event: 46, text: expect.stringMatching(/^q1 sends answer /) });
  });

  it('do not part where they are alike', () => {
    expect(differenceOf(running('1'), running('1'))).toBeUndefined();
  });

  it('may part in what is not told', () => {
    // Bodies differ behind the token, in length or not: of a packet's bytes only their count is told.
    const sized = (set: string) => (wanted: Wanted) =>
      execute({ ...preparedOf('steady', { set: [set] }), schedule: seeded('1') }, wanted);
    const difference = differenceOf(sized('workload.size=64B..64B'), sized('workload.size=65B..65B'));
    expect(difference).toMatchObject({ isUntold: true });
    expect(difference?.first[0]).toEqual(difference?.second[0]);
    expect(difference?.first[0]?.event).toBe(difference?.event);
    expect(difference?.before.every(({ event }) => event < (difference.event ?? 0))).toBe(true);
  });
});
