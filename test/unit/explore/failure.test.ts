import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Failure, failureName, failureOf, freshFailure } from '../../../src/explore/failure.ts';
import { failureText, readFailure } from '../../../src/explore/failure-file.ts';
import { partingOf, spanOf } from '../../../src/explore/ladder.ts';
import { type Prepared, prepare } from '../../../src/explore/subject.ts';
import { explicit, seeded } from '../../../src/index.ts';

function preparedOf(name: string, set: readonly string[] = []): Prepared {
  const file = `scenarios/${name}.yaml`;
  const prepared = prepare({ file, text: readFileSync(file, 'utf8'), set });
  if ('errors' in prepared) throw new Error(prepared.errors[0]?.message);
  return prepared;
}

function found(name: string, seed: string): Failure {
  const failure = freshFailure(preparedOf(name), seed, 'tutti 0');
  if (failure === undefined) throw new Error(`${name} holds with seed ${seed}`);
  return failure;
}

describe('a failure', () => {
  it('says what objected, with names for nodes, and nothing of where it was found', () => {
    const failure = found('ack-first', '1');
    expect(failure.violation).toMatchObject({ property: 'ordered', signature: 'ordered/applied-differs', event: 782 });
    expect(failure.violation.nodes.every((name) => /^[a-z]/.test(name))).toBe(true);
    expect(failure.schedule).toEqual({ base: { seed: '1' }, overrides: [] });
    expect(failureText(failure)).not.toContain(process.cwd());
    expect(failureName(failure, 'ack-first')).toBe('ack-first-ack-first-ordered-1.json');
    expect(failureName({ ...failure, schedule: seeded('Übel 7'), mutant: 'm' }, 'p')).toMatch(
      /^ack-first-p\+m-ordered-[0-9a-f]{8}\.json$/,
    );
  });

  it('is none where a run holds', () => {
    expect(freshFailure(preparedOf('steady'), '1', 'tutti 0')).toBeUndefined();
  });

  it('comes back from its file, explicit or not, and fails again alike', () => {
    const prepared = preparedOf('ack-first');
    const fresh = found('ack-first', '1');
    const schedule = explicit({ ...prepared, schedule: fresh.schedule, keepGoing: false });
    const told = failureOf(prepared, schedule, 'tutti 0') as Failure;
    expect(told.digest).toBe(fresh.digest);
    for (const failure of [fresh, told]) {
      const read = readFailure(failureText(failure), 'f.json');
      expect(read).toEqual(failure);
      const again = prepare({ file: 'f.json', text: JSON.stringify((read as Failure).scenario) }) as Prepared;
      expect(failureOf(again, (read as Failure).schedule, 'tutti 0')).toEqual(failure);
    }
  });

  it('keeps the digest along the way: every event of a short run', () => {
    const { ladder } = found('ack-first', '1');
    const { ladder: other } = found('ack-first', '2');
    if (ladder === undefined || other === undefined) throw new Error('both have a ladder');
    expect([ladder.every, spanOf(ladder)]).toEqual([1, 782]);
    expect(partingOf(ladder, ladder)).toBeUndefined();
    const parting = partingOf(ladder, other);
    expect(parting?.by).toBe((parting?.after ?? 0) + 1);
  });
});

describe('a failure file that is none', () => {
  const text = failureText(found('ack-first', '1'));
  const data = JSON.parse(text) as Record<string, unknown>;
  const changed = (more: object) => JSON.stringify({ ...data, ...more });

  it.each([
    ['breaks off', text.slice(0, 400), 'the file breaks off'],
    ['is something else', '{ "a": 1 }', 'is no failure file of tutti'],
    ['is no JSON', 'name: x', 'is not JSON'],
    ['is newer', changed({ format: 2 }), 'is of format 2, and this version of tutti reads 1'],
    ['was edited: a schedule', changed({ schedule: { base: 'plian', overrides: [] } }), 'schedule.base: Invalid input'],
    ['was edited: an unknown key', changed({ more: 1 }), 'Unrecognized key'],
    ['was edited: a value', changed({ digest: 7 }), 'digest: Invalid input'],
  ])('because it %s', (_, wrong, message) => {
    const read = readFailure(wrong, 'f.json');
    expect(read).toMatchObject({ file: 'f.json' });
    expect((read as { message: string }).message).toContain(message);
  });
});
