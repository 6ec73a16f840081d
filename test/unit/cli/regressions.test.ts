import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runVerb } from '../../../src/cli/run.ts';
import type { Failure } from '../../../src/explore/failure.ts';
import { failureText } from '../../../src/explore/failure-file.ts';
import { failing } from '../../reference/failures.ts';
import { listener } from '../../reference/listener.ts';
import { temporaryFolder } from '../../reference/temporary.ts';

const scenario = `
summary: A few words.
protocol: sequencer
topology: { clients: 2, rooms: 1 }
workload: { broadcasts: 4, every: 5ms }
`;

/** What a mutant broke, as the sound protocol is asked for it. */
function mended(): Failure {
  const { mutant: _, ...failure } = failing('steady', '1', { mutant: 'ack-before-sync' }).failure;
  return { ...failure, expect: 'held' };
}

function folderWith(failure: Failure): string {
  return temporaryFolder({ 'a.yaml': scenario, 'regressions/old.json': failureText(failure) });
}

describe('a regression', () => {
  it('of a folder runs first, once, whatever the number of seeds', async () => {
    const { terminal, printed } = listener();
    expect(await runVerb([folderWith(mended())], { seeds: '2' }, terminal)).toBe(0);
    expect(printed[0]).toMatch(/^✓ {2}held {6}old {2}sequencer {2}seed 1 /);
    expect(printed[1]).toMatch(/^✓ {2}held {6}a {4}sequencer {2}2 seeds/);
  });

  it('that fails again is not as expected, and is to be replayed', async () => {
    const folder = folderWith({ ...failing('ack-first', '1').failure, expect: 'held' });
    const { terminal, printed } = listener();
    expect(await runVerb([folder], {}, terminal)).toBe(1);
    expect(printed[0]).toContain('✗  violated  old  ack-first  seed 1');
    expect(printed[0]).toContain(`again       npx tutti replay ${join(folder, 'regressions/old.json')}`);
  });

  it('is not tried by another protocol, or a mutant', async () => {
    for (const given of [{ protocol: 'ack-first' }, { mutant: 'ack-before-sync' }]) {
      const { terminal, printed } = listener();
      await runVerb([folderWith(mended())], given, terminal);
      expect(printed.join('\n')).not.toContain('  old  ');
    }
  });

  it('that nobody mended is none, and nothing runs', async () => {
    const { expect: _, ...failure } = mended();
    const refused = runVerb([folderWith(failure)], {}, listener().terminal);
    await expect(refused).rejects.toThrow('is a failure that is not said to be mended, and no regression');
  });
});
