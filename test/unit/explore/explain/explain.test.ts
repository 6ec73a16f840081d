import { describe, expect, it } from 'vitest';
import { explain } from '../../../../src/explore/explain/index.ts';
import { oddsOf } from '../../../../src/explore/explain/odds.ts';
import { stepsOf } from '../../../../src/explore/explain/steps.ts';
import { failureOf } from '../../../../src/explore/failure.ts';
import { shrink } from '../../../../src/explore/shrink/index.ts';
import { prepareAgain } from '../../../../src/explore/subject.ts';
import { failing } from '../../../reference/failures.ts';

const cut = failing('partition', '1', { mutant: 'new-id-on-resend' });
const story = shrink(cut.prepared, cut.failure);
if (story === undefined) throw new Error('it can be shrunk');
const prepared = prepareAgain(cut.prepared, story.scenario);
if (prepared === undefined) throw new Error('its scenario is one');

describe('an explanation', () => {
  const explanation = explain(prepared, story, { runs: 80 });

  it('sets the failing run beside one without the cut, which holds', () => {
    const { contrast } = explanation ?? {};
    expect(contrast).toMatchObject({ kind: 'fault', element: expect.stringContaining('packets no longer pass') });
    expect(contrast?.rows[0]?.failing).toMatchObject({ mark: 'fault', event: contrast?.event });
    expect(contrast?.rows.at(-1)?.atUs).toBe(story.violation.atUs);
    expect(contrast?.rows.length).toBeLessThanOrEqual(24);
    expect(contrast?.omitted?.count).toBeGreaterThan(0);
  });

  it('tells how likely the failure was at each step, and where that rises', () => {
    const { odds } = explanation ?? {};
    expect(odds?.runs).toBe(20);
    const told = odds?.at.map(({ elements, alike }) => [elements[0] ?? '', alike / 20] as const) ?? [];
    expect(told.map(([element]) => element.replace(/:.*/, ''))).toEqual([
      '',
      'c5 is asked to broadcast c5-65 in general',
      'c5 is asked to broadcast c5-66 in general',
      'packets no longer pass',
      'c5-66 stands at general#2 and again at #3',
    ]);
    expect(told.at(-1)?.[1]).toBe(1);
    expect(odds?.cast).toBe(3);
    expect(odds?.at.every(({ alike, failing }) => alike <= failing && failing <= 20)).toBe(true);
    const times = odds?.at.map(({ atUs }) => atUs) ?? [];
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('is the same again', () => {
    expect(explain(prepared, story, { runs: 80 })?.odds).toEqual(explanation?.odds);
  });

  it('shrinks what has no story', () => {
    const { story: _, ...bare } = story;
    const told = explain(prepared, bare, { runs: 5 });
    expect(told).toMatchObject({ isShrunk: true, odds: { runs: 1 } });
    expect(told?.failure.story?.elements).toHaveLength(3);
    expect(explanation?.isShrunk).toBe(false);
  });

  it('is none of what does not fail any more', () => {
    expect(explain({ ...prepared, mutant: undefined }, story)).toBeUndefined();
    const { story: _, ...bare } = story;
    expect(explain({ ...prepared, mutant: undefined }, bare)).toBeUndefined();
  });
});

describe('odds', () => {
  const { schedule, violation } = story;

  it('are certain where nothing is left to chance, and as many runs as are allowed, up to fifty', () => {
    const late = [{ atUs: violation.atUs - 1, elements: ['just before'] }];
    const { at, runs } = oddsOf(prepared, schedule, violation, late, { runs: 8 });
    expect(runs).toBe(4);
    expect(at[1]).toMatchObject({ alike: 4, failing: 4 });
    expect(oddsOf(prepared, schedule, { ...violation, atUs: 0 }, [], { runs: 500 }).runs).toBe(50);
  });

  it('rise nowhere where the failure is certain from the start', () => {
    const { cast } = oddsOf(prepared, schedule, { ...violation, signature: 'no/such' }, [], { runs: 1 });
    expect(cast).toBe(1);
    const sure = failing('steady', '1', { mutant: 'ack-before-sync' });
    const odds = oddsOf(sure.prepared, sure.failure.schedule, sure.failure.violation, [], { runs: 5 });
    expect(odds).toMatchObject({ cast: undefined, at: [{ alike: 5 }, { alike: 5 }] });
  });
});

describe('steps', () => {
  it('put together what comes about at one moment: a power loss and what it takes', () => {
    const { prepared, failure } = failing('power-loss', '1', { protocol: 'ack-first' });
    const small = shrink(prepared, failure);
    const world = small && prepareAgain(prepared, small.scenario);
    if (small === undefined || world === undefined) throw new Error('it can be shrunk');
    expect(stepsOf(world, small.schedule).map(({ elements }) => elements)).toEqual([
      ['c3 is asked to broadcast c3-1 in general'],
      ['chat1 loses power', "chat1's write of changes, its 1st, is lost with the power: sector 6"],
    ]);
    expect(failureOf(world, small.schedule, 'tutti 0')?.violation.signature).toBe(failure.violation.signature);
  });
});
