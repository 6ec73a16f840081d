import { describe, expect, it } from 'vitest';
import { canariesOf, isDead, judgeCanary } from '../../../src/explore/canary.ts';
import { registry } from '../../../src/index.ts';
import { planOf } from '../../reference/exploring.ts';
import { objectionBy, resultWith } from '../../reference/results.ts';

function planned(texts: Readonly<Record<string, string>>) {
  const scenarios = planOf(texts).scenarios;
  return canariesOf(
    scenarios.map(({ told, prepared }) => ({ source: { kind: 'scenario', told, asked: prepared.asked }, prepared })),
  );
}

describe('a canary', () => {
  it('is the first mutant of each protocol that says where it is caught', () => {
    const canaries = planned({ a: 'protocol: sequencer', b: 'protocol: sequencer', c: 'protocol: newsfeed' });
    expect(canaries.map(({ canary: { protocol, mutant, sentence } }) => [protocol, mutant, sentence])).toEqual([
      ['sequencer', 'ack-before-sync', 'it was not run'],
      ['newsfeed', null, 'it has no mutants'],
    ]);
    expect(canaries[0]?.source?.told).toMatchObject({ file: 'steady.yaml', mutant: 'ack-before-sync' });
    expect(isDead(canaries[1]?.canary ?? { ...never })).toBe(false);
  });

  it('is run in the scenario of that name among those that are explored', () => {
    const [canary] = planned({ steady: 'protocol: sequencer' });
    expect(canary?.source?.told.text).toContain('A few words.');
  });

  it('is there for every protocol that comes with tutti and has mutants', () => {
    const without = [...registry.values()].filter(({ mutants = {} }) => {
      return Object.keys(mutants).length > 0 && Object.values(mutants).every(({ caughtIn }) => caughtIn === undefined);
    });
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('is caught when one of what it breaks objects', () => {
    const [canary] = planned({ a: 'protocol: sequencer' });
    if (canary === undefined) throw new Error('there is one');
    const judged = (...signatures: readonly string[]) =>
      judgeCanary(canary, resultWith({ violations: signatures.map((signature) => objectionBy(signature)) }));
    expect(judged('ordered/gap', 'persisted/lost')).toMatchObject({ isCaught: true, sentence: 'caught by persisted' });
    expect(judged('ordered/gap')).toMatchObject({
      isCaught: false,
      sentence: 'persisted or all-or-nothing should have objected, and only ordered objected',
    });
    expect(judged().sentence).toBe('persisted or all-or-nothing should have objected, and the run held');
    expect([judged(), judged('persisted/lost')].map(isDead)).toEqual([true, false]);
  });
});

const never = { protocol: '', mutant: 'm', scenario: null, seed: null, isCaught: false, sentence: '' };
