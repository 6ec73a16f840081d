import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../../src/explore/explain/index.ts';
import type { Failure } from '../../../src/explore/failure.ts';
import { explainText, paintAt } from '../../../src/report/index.ts';
import { objectionBy, resultWith } from '../../reference/results.ts';

const failure: Failure = {
  format: 1,
  tool: 'tutti 0',
  scenario: {},
  fingerprint: '0',
  schedule: { base: 'plain', overrides: [] },
  violation: {
    property: 'ordered',
    signature: 'ordered/gap',
    sentence: 's',
    event: 9,
    atUs: 30,
    nodes: [],
    token: 'c1-1',
  },
  story: {
    elements: [{ kind: 'fault', sentence: 'q1 crashes', without: 'held' }],
    before: 1_200,
    runs: 9,
    isMinimal: true,
  },
};
const step = { atUs: 20, event: 7, text: 'q1 crashes', mark: 'fault' } as const;
const contrast: NonNullable<Explanation['contrast']> = {
  element: 'q1 crashes (20us)',
  kind: 'fault',
  verdict: 'held',
  event: 7,
  rows: [
    { atUs: 20, failing: step, holding: undefined },
    { atUs: 25, failing: undefined, holding: { ...step, text: `c1 reports ${'x'.repeat(80)}`, mark: undefined } },
    { atUs: 30, failing: { ...step, text: 'c1 delivers', mark: 'violation' }, holding: undefined },
  ],
  omitted: { after: 2, count: 1_000 },
  alike: 3,
  aside: 12,
};
const odds: Explanation['odds'] = {
  runs: 40,
  at: [
    { atUs: 0, elements: [], alike: 3, failing: 4 },
    { atUs: 20, elements: ['q1 crashes', 'q2 crashes'], alike: 38, failing: 40 },
    { atUs: 30, elements: ['s'], alike: 40, failing: 40 },
  ],
  cast: 1,
};

function told(given: Partial<Explanation> = {}): readonly string[] {
  const result = resultWith({ violations: [objectionBy('ordered/gap')] });
  const whole: Explanation = { failure, isShrunk: true, result, contrast, odds, ...given };
  return explainText(whole, { paint: paintAt(0), file: 'f.json' }).split('\n');
}

describe('an explanation', () => {
  it('begins with what failed, and ends with the command', () => {
    const lines = told();
    expect(lines[0]).toBe('✗  explained  leader-crash  rooms  a story of 1 element, shrunk from 1,200');
    expect(told({ isShrunk: false })[0]).toMatch(/a story of 1 element$/);
    expect(lines[2]).toBe('  ordered/gap  at 1.207310s, event 8,120');
    expect(lines.at(-1)).toBe('  again       npx tutti explain f.json');
  });

  it('sets both runs beside each other, cut where a line is too long', () => {
    const lines = told();
    const from = lines.findIndex((line) => line.startsWith('  contrast'));
    const divider = (lines[from + 4] ?? '').indexOf('│');
    expect(lines.slice(from, from + 9).map((line) => line.replace(/ {3,}/g, '  '))).toEqual([
      '  contrast  it holds without this: q1 crashes (20us)',
      '  the two part at event 7',
      '  left out from there on: what both do (3 lines), what is not about the message (12)',
      '',
      '  as it fails  │  without that',
      '  0.000020s  ! q1 crashes  │',
      `  0.000025s  │  c1 reports ${'x'.repeat(48)}…`,
      '  … 1,000 lines more',
      '  0.000030s  ✗ c1 delivers  │',
    ]);
    for (const place of [5, 6, 8]) expect(lines[from + place]?.indexOf('│')).toBe(divider);
  });

  it('says why there is nothing beside it', () => {
    const bare = { ...failure, story: { ...failure.story, elements: [] } } as Failure;
    expect(told({ contrast: undefined, failure: bare })).toContain(
      '  contrast    no run beside it holds: nothing can be taken away: nothing unusual happens',
    );
    expect(told({ contrast: undefined })).toContain(
      '  contrast    no run beside it holds: without any single element it still fails',
    );
  });

  it('draws the odds as bars, and marks the step that made the most of them', () => {
    const lines = told();
    const from = lines.findIndex((line) => line.startsWith('  odds'));
    expect(lines.slice(from, from + 7)).toEqual([
      '  odds        how many of 40 runs fail by ordered/gap, with everything',
      '              up to there as it was, and everything after it drawn anew',
      '',
      `    8%  ██${'░'.repeat(18)}  0.000000s  everything by chance`,
      `   95%  ${'█'.repeat(19)}░  0.000020s  q1 crashes  ← the die is cast`,
      `${' '.repeat(41)}q2 crashes`,
      `  100%  ${'█'.repeat(20)}  0.000030s  ✗ s`,
    ]);
    expect(told({ odds: { ...odds, cast: undefined } }).some((line) => line.includes('die'))).toBe(false);
  });
});
