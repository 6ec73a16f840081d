import { describe, expect, it } from 'vitest';
import { contrastOf, sideBySide } from '../../../../src/explore/explain/contrast.ts';
import { elementsOf } from '../../../../src/explore/shrink/elements.ts';
import { shrink } from '../../../../src/explore/shrink/index.ts';
import { prepareAgain } from '../../../../src/explore/subject.ts';
import { seeded } from '../../../../src/index.ts';
import type { PathStep } from '../../../../src/run/result.ts';
import { failing, preparedOf } from '../../../reference/failures.ts';

/** `12 text`: a step at 12us; with `!` or `x` before it, a fault or what objects. */
function steps(...told: readonly string[]): readonly PathStep[] {
  return told.map((line, nth) => {
    const [, sign, atUs, text = ''] = /^([!x]?)(\d+) (.*)$/.exec(line) ?? [];
    const mark = sign === '!' ? 'fault' : sign === 'x' ? 'violation' : undefined;
    return { atUs: Number(atUs), event: nth + 1, text, mark };
  });
}

function told(failing: readonly PathStep[], holding: readonly PathStep[]) {
  const { rows, alike } = sideBySide(failing, holding);
  return [...rows.map((row) => `${row.atUs} ${row.failing?.text ?? '-'} | ${row.holding?.text ?? '-'}`), alike];
}

describe('two runs side by side', () => {
  it('show what the one does and the other does not, by time', () => {
    expect(told(steps('!1 a', '5 c', '7 e'), steps('3 b', '5 d', '9 f'))).toEqual([
      '1 a | -',
      '3 - | b',
      '5 c | d',
      '7 e | -',
      '9 - | f',
      0,
    ]);
  });

  it('leave out what both do at the same moment, as often as both do', () => {
    expect(told(steps('1 a', '2 b', '2 b', '3 c'), steps('1 a', '2 b', '4 c'))).toEqual([
      '2 b | -',
      '3 c | -',
      '4 - | c',
      2,
    ]);
    expect(told(steps('1 a'), steps('1 a'))).toEqual([1]);
  });

  it('show what objects, even where the other run tells the same', () => {
    expect(told(steps('1 a', 'x2 b'), steps('1 a', '2 b'))).toEqual(['2 b | b', 1]);
  });
});

describe('a contrast', () => {
  it('is the run without the element that shows last', () => {
    const { prepared, failure } = failing('disk-errors', '1', { mutant: 'ignores-sync-error' });
    const small = shrink(prepared, failure);
    const world = small && prepareAgain(prepared, small.scenario);
    if (small === undefined || world === undefined) throw new Error('it can be shrunk');
    // Without the broadcast it holds, too, but is another run long before.
    expect(elementsOf(small.schedule).map(({ kind }) => kind)).toEqual(['operation', 'fault']);
    expect(contrastOf(world, small.schedule, small.violation)).toMatchObject({
      kind: 'fault',
      element: expect.stringMatching(/sync .* fails$/),
      event: small.violation.event,
      alike: 0,
      omitted: undefined,
      rows: expect.arrayContaining([
        expect.objectContaining({ failing: expect.objectContaining({ mark: 'violation' }) }),
      ]),
    });
  });

  it('is none where there is nothing to take away', () => {
    const prepared = preparedOf('steady', { mutant: 'ack-before-sync' });
    const violation = { event: 1, atUs: 1 };
    expect(contrastOf(prepared, { base: 'plain', overrides: [], operations: [], acts: [] }, violation)).toBeUndefined();
    expect(contrastOf(prepared, seeded('1'), violation)).toBeUndefined();
  });
});
