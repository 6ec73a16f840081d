import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ExplainOptions, explainVerb } from '../../../src/cli/explain.ts';
import { UsageError } from '../../../src/cli/mistake.ts';
import type { Failure } from '../../../src/explore/failure.ts';
import { failureText } from '../../../src/explore/failure-file.ts';
import { shrink } from '../../../src/explore/shrink/index.ts';
import { failing } from '../../reference/failures.ts';
import { listener } from '../../reference/listener.ts';
import { temporaryFolder } from '../../reference/temporary.ts';

const found = failing('disk-errors', '1', { mutant: 'ignores-sync-error' });
const story = shrink(found.prepared, found.failure) as Failure;

async function explained(failure: Failure, options: ExplainOptions = {}) {
  const told: string[] = [];
  const { terminal, printed } = listener((progress) => told.push(progress));
  const file = join(temporaryFolder({ 'f.json': failureText(failure) }), 'f.json');
  const code = await explainVerb(file, { runs: '10', ...options }, terminal);
  return { code, printed: printed.join('\n').replaceAll(file, 'F'), told: told.map((line) => line.replace(file, 'F')) };
}

describe('tutti explain', () => {
  it('prints what failed, the run beside it and the odds', async () => {
    const { code, printed, told } = await explained(story);
    expect(code).toBe(0);
    expect(printed).toMatch(
      /^✗ {2}explained {2}disk-errors {2}sequencer\+ignores-sync-error {2}a story of 2 elements\n/,
    );
    expect(printed).toContain('  contrast    it holds without this: ');
    expect(printed).toMatch(/ 100% {2}█{20} .*← the die is cast\n/);
    expect(printed).toMatch(/again {7}npx tutti explain F --runs 10$/);
    expect(told[0]).toBe('F  replaying');
    expect(told.at(-1)).toBe('F  drawing anew from step 2 of 2');
  });

  it('prints one object, whatever becomes of it', async () => {
    const { code, printed } = await explained(story, { json: true });
    const told = JSON.parse(printed);
    expect(code).toBe(0);
    expect(told).toMatchObject({
      exitCode: 0,
      reproduced: true,
      violation: story.violation,
      shrunk: false,
      moment: { token: 'c3-2', replicas: [{ node: 'q1', onDisk: false }] },
      contrast: { kind: 'fault', event: story.violation.event, omitted: null },
      odds: { runs: 5, cast: 2 },
    });
    expect(told.contrast.rows[0].failing.mark).toBe('violation');
    const { mutant: _, ...mended } = story;
    const { code: other, printed: lost } = await explained(mended, { json: true });
    expect([other, JSON.parse(lost)]).toMatchObject([4, { exitCode: 4, reproduced: false }]);
  });

  it('exits with 4 for what does not fail any more', async () => {
    const { mutant: _, ...mended } = story;
    const { code, printed } = await explained(mended);
    expect(code).toBe(4);
    expect(printed).toBe(
      'F does not fail by all-or-nothing/applied-unsecured any more: tutti replay says what it does',
    );
  });

  it('refuses what is no number of runs, and what is no failure file', async () => {
    for (const runs of ['0', '-1', '1.5', 'many', ''])
      await expect(explained(story, { runs })).rejects.toThrow(UsageError);
    const none = explainVerb(join(temporaryFolder({}), 'none.json'), {}, listener().terminal);
    await expect(none).rejects.toThrow(UsageError);
  });
});
