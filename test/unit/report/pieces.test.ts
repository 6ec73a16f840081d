import { describe, expect, it } from 'vitest';
import { gathered, reportOf, reportPieces } from '../../../src/report/index.ts';
import { judgeBatch } from '../../../src/run/index.ts';
import { resultWith, scenarioWith } from '../../reference/results.ts';

describe('pieces', () => {
  it.each([0, 1, 3])('of a report with %i runs are the report', (count) => {
    const runs = Array.from({ length: count }, (_, nth) => resultWith({ seed: `${nth}`, notes: ['  "runs": []\n'] }));
    const batches = count === 0 ? [] : [judgeBatch(scenarioWith({ kind: 'held' }), runs)];
    const report = reportOf({ tool: 'tutti 0', exitCode: 0, interrupted: false, errors: [], batches });
    const text = [...reportPieces(report)].join('\n');
    expect(JSON.parse(text)).toEqual(report);
    expect(text.split('\n').sort()).toEqual(JSON.stringify(report, undefined, 2).split('\n').sort());
  });

  it('are one where the lines are short, and more where they are long', () => {
    expect([...gathered(['a', 'b'])]).toEqual(['a\nb']);
    expect([...gathered([])]).toEqual([]);
    const long = 'x'.repeat(1 << 24);
    expect([...gathered([long, 'y'])].map(({ length }) => length)).toEqual([long.length, 1]);
  });
});
