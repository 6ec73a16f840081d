import { describe, expect, it } from 'vitest';
import { lacksOf, tellLack, vacuousAlone } from '../../../src/run/lacks.ts';
import { scenarioWith } from '../../reference/results.ts';

describe('what a run lacks', () => {
  const shown = { deliveries: 9, faults: new Map(), sometimes: new Map(), acts: [], labels: [] };
  const told = (broadcasts: number, refused: number) =>
    lacksOf(scenarioWith({ kind: 'held' }), { ...shown, broadcasts, refused }).map(tellLack);

  it('is nothing while few are refused', () => {
    expect(told(400, 0)).toEqual([]);
    expect(told(400, 40)).toEqual([]);
    expect(told(0, 0)).toEqual([]);
  });

  it('is meaning, where more than the scenario allows are refused', () => {
    expect(told(400, 41)).toEqual(['refusals: 41, at most 40 wanted']);
    expect(told(5, 1)).toEqual(['refusals: 1, at most 0 wanted']);
  });

  it('makes a run vacuous by itself, where too much is refused', () => {
    const lacks = lacksOf(scenarioWith({ kind: 'held' }), { ...shown, broadcasts: 400, refused: 41 });
    expect(vacuousAlone(lacks)).toEqual(lacks);
  });
});
