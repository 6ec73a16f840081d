import { describe, expect, it } from 'vitest';
import { judgeBatch } from '../../../src/run/batch.ts';
import type { Lack } from '../../../src/run/result.ts';
import { tellDivergence } from '../../../src/run/self-check.ts';
import { objectionBy, resultWith, scenarioWith } from '../../reference/results.ts';

const held = scenarioWith({ kind: 'held' });
const caught = scenarioWith({ kind: 'violated', properties: ['persisted'] });

const never: Lack = { kind: 'sometimes', name: 'leader-changed', found: 0, wanted: 1, ofPpm: 1_000_000 };
const vacuous = (seed: string, lack: Lack = never) => {
  return resultWith({ seed, verdict: 'vacuous', reason: 'too little', asExpected: false, lacks: [lack] });
};
const violated = (seed: string, ...names: string[]) => {
  return resultWith({ seed, violations: names.map((name) => objectionBy(name)), asExpected: false });
};

function sentences(...[scenario, runs, options]: Parameters<typeof judgeBatch>): string[] {
  return judgeBatch(scenario, runs, options).complaints.map(({ kind, sentence }) => `${kind}: ${sentence}`);
}

describe('any batch', () => {
  it('is not as expected when its self-check diverged, whatever its runs showed', () => {
    const divergence = { cause: 'unrepeatable', parting: undefined } as const;
    const runs = [resultWith(), resultWith({ seed: '2' })];
    const batch = judgeBatch(held, runs, { selfChecks: [{ seed: '1', divergence }] });
    expect(batch).toMatchObject({ verdict: 'held', asExpected: false, selfChecks: [{ seed: '1', divergence }] });
    expect(batch.complaints).toEqual([{ kind: 'diverged', sentence: tellDivergence('1', divergence) }]);
    expect(judgeBatch(held, runs, { selfChecks: [{ seed: '1', divergence: undefined }] }).asExpected).toBe(true);
    expect(judgeBatch(held, runs).selfChecks).toEqual([]);
  });
});

describe('a batch of one', () => {
  it('is as expected when its run is', () => {
    const batch = judgeBatch(held, [resultWith()]);
    expect(batch).toMatchObject({ verdict: 'held', expected: 'held', asExpected: true, complaints: [] });
  });

  it('says what was expected and what came', () => {
    expect(sentences(held, [violated('1', 'ordered/gap', 'persisted/lost', 'ordered/gap')])).toEqual([
      'verdict: expected held, but violated by ordered and persisted',
    ]);
    expect(sentences(caught, [resultWith({ asExpected: false })])).toEqual([
      'verdict: expected violated by persisted, but held',
    ]);
  });

  it('is vacuous, not wrong, when too little happened', () => {
    expect(sentences(held, [vacuous('1')])).toEqual(['vacuous: expected held, but vacuous']);
  });

  it('asks of one seed what the run was asked, whatever share is wanted of many', () => {
    const lack: Lack = { kind: 'at-least', name: 'crash', found: 1, wanted: 3, ofPpm: 500_000 };
    expect(judgeBatch(held, [resultWith({ lacks: [lack] })])).toMatchObject({ verdict: 'held', asExpected: true });
  });

  it('has at least one run', () => {
    expect(() => judgeBatch(held, [])).toThrow('at least one run');
  });
});

describe('many seeds that must hold', () => {
  it('all hold', () => {
    const batch = judgeBatch(held, [resultWith(), resultWith({ seed: '2' })]);
    expect(batch).toMatchObject({ verdict: 'held', asExpected: true });
  });

  it('names the seeds that do not, by what objected', () => {
    const runs = [
      resultWith(),
      violated('2', 'ordered/gap'),
      violated('3', 'ordered/gap', 'persisted/lost'),
      resultWith({ seed: '4', verdict: 'stuck', reason: 'general accepts nothing', asExpected: false }),
    ];
    expect(sentences(held, runs)).toEqual([
      'verdict: expected held, but violated ordered/gap with 2 of 4 seeds (2, 3)',
      'verdict: expected held, but stuck with 1 of 4 seeds (4)',
    ]);
    expect(judgeBatch(held, runs).verdict).toBe('violated');
  });

  it('names five seeds at most', () => {
    const runs = ['1', '2', '3', '4', '5', '6'].map((seed) => violated(seed, 'ordered/gap'));
    expect(sentences(held, runs)[0]).toContain('6 of 6 seeds (1, 2, 3, 4, 5, …)');
  });

  it('may leave to another seed what one does not show', () => {
    expect(judgeBatch(held, [resultWith(), vacuous('2')])).toMatchObject({ verdict: 'held', asExpected: true });
  });

  it('are vacuous when no seed shows it', () => {
    const batch = judgeBatch(scenarioWith({ kind: 'held' }, '9'), [vacuous('1'), vacuous('2')]);
    expect(batch.verdict).toBe('vacuous');
    expect(batch.complaints).toEqual([{ kind: 'vacuous', sentence: '"leader-changed" never happened' }]);
  });

  it('are vacuous when each refuses too much, of whatever there was', () => {
    const refusing = (seed: string, wanted: number) =>
      vacuous(seed, { kind: 'refused', name: 'refused', found: 30, wanted, ofPpm: 1_000_000 });
    expect(sentences(held, [refusing('2', 20), refusing('3', 19)])).toEqual([
      'vacuous: refusals: 30, at most 20 wanted',
    ]);
    expect(sentences(held, [refusing('2', 20), resultWith({ seed: '3' })])).toEqual([]);
  });

  it('must each reach a count that is per seed', () => {
    const lack: Lack = { kind: 'at-least', name: 'crash', found: 1, wanted: 3, ofPpm: 1_000_000 };
    expect(sentences(held, [resultWith(), vacuous('2', lack)])).toEqual([
      'vacuous: "crash" reached 3 with 1 of 2 seeds, 2 wanted',
    ]);
  });

  it('must reach a count in their share', () => {
    const lack: Lack = { kind: 'at-least', name: 'crash', found: 0, wanted: 1, ofPpm: 500_000 };
    const short = (seed: string) => resultWith({ seed, lacks: [lack] });
    expect(sentences(held, [resultWith(), short('2')])).toEqual([]);
    expect(sentences(held, [resultWith(), short('2'), short('3')])).toEqual([
      'vacuous: "crash" reached 1 with 1 of 3 seeds, 2 wanted',
    ]);
  });

  it('must hold with the own seed alone', () => {
    expect(sentences(held, [vacuous('1'), resultWith({ seed: '2' })])).toEqual([
      'vacuous: its own seed 1 alone: expected held, but vacuous',
    ]);
  });

  it('are not asked for what an interrupt kept them from showing', () => {
    expect(sentences(held, [vacuous('2'), vacuous('3')], { unfinished: true })).toEqual([]);
    expect(sentences(held, [violated('2', 'ordered/gap'), vacuous('3')], { unfinished: true })).toHaveLength(1);
    const uncaught = resultWith({ seed: '2', asExpected: false });
    expect(sentences(caught, [uncaught], { unfinished: true })).toEqual([]);
    expect(sentences(caught, [uncaught, uncaught], { unfinished: true })).toEqual([]);
    expect(sentences(caught, [violated('2', 'ordered/gap')], { unfinished: true })).toHaveLength(1);
  });
});

describe('many seeds that must get stuck', () => {
  const stuck = scenarioWith({ kind: 'stuck' });
  const stand = (seed: string) => resultWith({ seed, verdict: 'stuck', reason: 'no leader', asExpected: true });

  it('all do', () => {
    expect(judgeBatch(stuck, [stand('1'), stand('2')])).toMatchObject({ verdict: 'stuck', asExpected: true });
  });

  it('are wrong where one holds, or shows too little', () => {
    expect(sentences(stuck, [stand('1'), resultWith({ seed: '2', asExpected: false })])).toEqual([
      'verdict: expected stuck, but held with 1 of 2 seeds (2)',
    ]);
    expect(sentences(stuck, [stand('1'), vacuous('2')])).toEqual([
      'vacuous: expected stuck, but vacuous with 1 of 2 seeds (2)',
    ]);
  });
});

describe('many seeds that must be caught', () => {
  const expected = (seed: string) => ({ ...violated(seed, 'persisted/lost'), asExpected: true });

  it('are, if one of them is and nobody else objects', () => {
    const batch = judgeBatch(caught, [expected('1'), resultWith({ seed: '2', asExpected: false })]);
    expect(batch).toMatchObject({ verdict: 'violated', expected: 'violated by persisted', asExpected: true });
  });

  it('are not when no seed is', () => {
    const runs = ['2', '3'].map((seed) => resultWith({ seed, asExpected: false }));
    expect(sentences(caught, runs)).toEqual([
      'verdict: expected violated by persisted, which objected with none of 2 seeds',
    ]);
  });

  it('need every property of the list', () => {
    const both = scenarioWith({ kind: 'violated', properties: ['persisted', 'fresh'] });
    expect(sentences(both, [expected('1'), expected('2')])).toEqual([
      'verdict: expected violated by fresh, which objected with none of 2 seeds',
    ]);
  });

  it('prove nothing when too little happened', () => {
    expect(sentences(caught, [vacuous('2'), vacuous('3')])).toEqual([
      'vacuous: expected violated by persisted, which objected with none of 2 seeds ("leader-changed" never happened)',
    ]);
  });

  it('must not be caught by anybody else', () => {
    expect(sentences(caught, [expected('1'), violated('2', 'persisted/lost', 'ordered/gap')])).toEqual([
      'verdict: ordered, which is not expected to, objected with 1 of 2 seeds (2)',
    ]);
  });

  it('must be caught with the own seed', () => {
    expect(sentences(caught, [resultWith({ asExpected: false }), expected('2')])).toEqual([
      'verdict: its own seed 1 alone: expected violated by persisted, but held',
    ]);
  });
});

describe('a seed that is stuck', () => {
  const leavesOpen = { property: 'answered', clause: 'probe-unaccepted' };
  const stuck = (seed: string) => resultWith({ seed, verdict: 'stuck', reason: 'dead', leavesOpen, asExpected: false });

  it('counts as an objection by the property that it leaves open', () => {
    const answered = scenarioWith({ kind: 'violated', properties: ['answered'] });
    expect(sentences(answered, [stuck('2'), resultWith({ seed: '3' })])).toEqual([]);
    expect(sentences(caught, [violated('2', 'persisted/lost'), stuck('3')])).toEqual([
      'verdict: answered, which is not expected to, objected with 1 of 2 seeds (3)',
    ]);
  });
});
