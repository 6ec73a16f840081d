import { describe, expect, it } from 'vitest';
import { blobLines, blobName, readBlob } from '../../../src/explore/blob.ts';
import type { Findings } from '../../../src/explore/findings.ts';
import { merge } from '../../../src/explore/merge.ts';
import { caughtAt, failingAt, findingsWith, ranAt } from '../../reference/findings.ts';

const ran = failingAt(0, 'persisted/lost', 9);

function part(index: number, given: Partial<Findings> = {}): { file: string; findings: Findings } {
  return {
    file: `p/${index}`,
    findings: findingsWith({ shard: { index, of: 2 }, runs: [ranAt(index - 1)], ...given }),
  };
}

describe('a blob', () => {
  const findings = findingsWith({ runs: [ran, ranAt(1)], caught: [caughtAt(ran, ['crash-leader #1'])] });

  it('gives back what was written', () => {
    expect(readBlob(blobLines(findings), 'f')).toEqual(findings);
    expect(blobName({ index: 2, of: 4 })).toBe('shard-2-of-4.json');
  });

  const [first = '', ...others] = blobLines(findings);

  it.each([
    ['broke off in a line', [first, others[0]?.slice(0, 40) ?? ''], 'breaks off, or is not JSON'],
    ['broke off between two', [first], 'breaks off, or is not JSON'],
    ['is something else', ['{ "blob": 1 }'], 'is no blob of this version of tutti'],
    ['is nothing', [], 'is no blob of this version of tutti'],
    ['is of another version', [first.replace('"blob":1', '"blob":2'), ...others], 'is no blob of this version'],
  ])('says that it %s', (_, lines, message) => {
    expect(readBlob(lines, 'f')).toMatchObject({ file: 'f', message: expect.stringContaining(message) });
  });
});

describe('parts', () => {
  it('are joined in order of subject and place', () => {
    const { findings, gaps } = merge([
      part(2, { runs: [ranAt(1), ranAt(3)] }),
      part(1, { runs: [ranAt(0), ranAt(2)] }),
    ]);
    expect(gaps).toEqual([]);
    expect(findings).toMatchObject({ shard: undefined, ended: 'done', measured: { wallMs: 2_000, workers: 4 } });
    expect(findings.runs.map(({ place }) => place)).toEqual([0, 1, 2, 3]);
  });

  it('give of each signature the fastest few that one machine would have looked at', () => {
    const caught = (places: readonly number[]) =>
      places.map((at) => caughtAt(failingAt(at, 'persisted/lost', 99 - at)));
    const { findings } = merge([part(1, { caught: caught([8, 4, 0]) }), part(2, { caught: caught([9, 7, 1]) })]);
    expect(findings.caught.map(({ place }) => place)).toEqual([9, 8, 7]);
  });

  it.each([
    ['missing', [part(2)], [{ file: undefined, sentence: 'part 1 of 2 is missing' }]],
    [
      'there twice',
      [part(1), { ...part(1), file: 'p/x' }, part(2)],
      [{ file: 'p/x', sentence: 'is part 1 of 2, as p/1 is, and left out' }],
    ],
    [
      'of something else',
      [part(1, { plan: 'other' }), part(1), part(2)],
      [{ file: 'p/1', sentence: 'is of another exploration than p/1, and left out' }],
    ],
  ])('are told that are %s', (_, parts, gaps) => {
    const [first, ...others] = parts;
    if (first === undefined) throw new Error('at least one');
    const merged = merge([first, ...others]);
    expect(merged.gaps).toEqual(gaps);
    expect(merged.findings.ended).toBe(parts.length === 1 ? 'partial' : 'done');
  });

  it('hand on an interrupt and a bug', () => {
    const bug = { message: 'm', stack: 's' };
    const { findings } = merge([part(1), part(2, { ended: 'interrupted', bug })]);
    expect(findings).toMatchObject({ ended: 'interrupted', bug });
  });
});
