import { describe, expect, it } from 'vitest';
import { coverageOf, uncovered } from '../../../src/explore/coverage.ts';
import { ranAt, subjectWith } from '../../reference/findings.ts';

const saw = (...names: readonly string[]) => ({ sometimes: new Map(names.map((name) => [name, 3])) });
const reachable = ['b', 'a', 'c'];

describe('coverage', () => {
  it('counts seeds over all scenarios of a protocol, in its order', () => {
    const subjects = [subjectWith({ reachable }), subjectWith({ reachable }), subjectWith({ reachable, mutant: 'm' })];
    const runs = [ranAt(0, saw('a')), ranAt(1, saw('a', 'b')), ranAt(0, saw('a'), 1), ranAt(0, saw('c'), 2)];
    const { protocols } = coverageOf({ subjects, runs });
    expect(protocols.map(({ mutant, reached, never }) => [mutant, [...reached], never])).toEqual([
      [
        null,
        [
          ['b', 1],
          ['a', 3],
        ],
        ['c'],
      ],
      ['m', [['c', 1]], ['b', 'a']],
    ]);
  });

  it('asks a scenario itself for what it wants to see', () => {
    const subjects = [subjectWith({ reachable, sometimes: ['a', 'b'] }), subjectWith({ reachable, sometimes: ['a'] })];
    const runs = [ranAt(0, saw('b')), ranAt(0, saw('a', 'c'), 1)];
    expect(coverageOf({ subjects, runs }).scenarios).toEqual([{ subject: 0, never: ['a'] }]);
    expect([...uncovered({ subjects, runs })]).toEqual([0]);
  });

  it('is open for all scenarios of a protocol while anything of it is', () => {
    const subjects = [subjectWith({ reachable }), subjectWith({ reachable }), subjectWith({ protocol: 'other' })];
    expect([...uncovered({ subjects, runs: [ranAt(0, saw('a', 'b'))] })]).toEqual([0, 1]);
  });

  it('leaves regressions out', () => {
    const subjects = [subjectWith({ reachable, isRegression: true })];
    expect(coverageOf({ subjects, runs: [ranAt(0, saw('a'))] })).toEqual({ protocols: [], scenarios: [] });
    expect(uncovered({ subjects, runs: [] }).size).toBe(0);
  });
});
