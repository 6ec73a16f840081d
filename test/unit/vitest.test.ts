import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explore, loadFailure, replay, simulate } from '../../src/index.ts';
import '../../src/vitest.ts';
import countsRuns from '../fixtures/protocols/counts-runs.ts';
import { temporaryFolder } from '../reference/temporary.ts';

/** What the expectation fails with. */
function complaintOf(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the expectation holds');
}

describe('toHold()', () => {
  it('passes for a run that held, and fails for it with not', () => {
    const run = simulate('scenarios/steady.yaml');
    expect(run).toHold();
    const complaint = complaintOf(() => expect(run).not.toHold());
    expect(complaint).toMatch(/^expected not to hold, but it did\n\nheld {2}steady {2}sequencer {2}seed 1\n/);
    expect(complaint).toContain('  exercised   ');
  });

  it('fails with the shortest story, and leaves it in a file that can be replayed', () => {
    const failures = join(temporaryFolder(), 'failures');
    const run = simulate('scenarios/ack-first.yaml', { seed: 1 });
    expect(run).not.toHold({ failures });
    expect(existsSync(failures)).toBe(false);
    const complaint = complaintOf(() => expect(run).toHold({ failures }));
    const [file = ''] = readdirSync(failures);
    expect(file).toBe('ack-first-ack-first-ordered-1.json');
    const path = join(failures, file);
    expect(complaint).toMatch(/^expected to hold, but it did not\n\nviolated {2}ack-first {2}ack-first {2}story\n/);
    expect(complaint).toContain('ordered/applied-differs');
    expect(complaint).toMatch(/\n {2}story {7}\d of \d+ elements are left, and none of them can go\n/);
    expect(complaint).toContain('(without this: held)');
    expect(complaint).toContain(`again       npx tutti replay ${path}`);
    expect(replay(path).outcome).toBe('reproduced');
    expect(loadFailure(path).story?.isMinimal).toBe(true);
  });

  it('leaves the failure as it was found, and nothing behind, if told so', () => {
    const run = simulate('scenarios/ack-first.yaml', { seed: 1 });
    const complaint = complaintOf(() => expect(run).toHold({ shrinkRuns: 0, failures: false }));
    expect(complaint).toContain('violated  ack-first  ack-first  seed 1');
    expect(complaint).not.toContain('  story ');
    expect(complaint).not.toContain('  again ');
  });

  it('tells the story where no file can be written', () => {
    const run = simulate('scenarios/ack-first.yaml', { seed: 1 });
    const complaint = complaintOf(() => expect(run).toHold({ shrinkRuns: 0, failures: 'package.json/failures' }));
    expect(complaint).toContain('ordered/applied-differs');
    expect(complaint).toMatch(/\n\nno file was written: ENOTDIR/);
  });

  it('fails either way for a run that proves nothing, unless that is allowed', () => {
    const run = simulate('scenarios/steady.yaml', { set: ['workload.broadcasts=0'] });
    expect(run.verdict).toBe('vacuous');
    expect(complaintOf(() => expect(run).toHold())).toMatch(/^expected to hold, but it proves nothing\n/);
    expect(complaintOf(() => expect(run).not.toHold())).toMatch(/^expected not to hold, but it proves nothing\n/);
    expect(run).toHold({ allowVacuous: true });
    expect(complaintOf(() => expect(run).not.toHold({ allowVacuous: true }))).toMatch(/^expected not to hold, but/);
  });

  it('judges all runs of an exploration, and tells the first failure', async () => {
    expect(await explore('scenarios/steady.yaml', { seeds: 3 })).toHold();
    await expect(explore('scenarios/steady.yaml', { seeds: 1 })).resolves.toHold();
    const failures = temporaryFolder();
    const explored = await explore(['scenarios/steady.yaml', 'scenarios/ack-first.yaml'], { seeds: [1, 2] });
    expect(explored).not.toHold();
    const complaint = complaintOf(() => expect(explored).toHold({ failures }));
    expect(complaint).toContain('held  steady  sequencer  2 seeds');
    expect(complaint).toContain('violated  ack-first  ack-first  2 seeds');
    expect(readdirSync(failures)).toHaveLength(1);
    expect(readFileSync(join(failures, readdirSync(failures)[0] ?? ''), 'utf8')).toContain('"story"');
  });

  it('takes runs that were lost, or differ when repeated, for no proof of anything', async () => {
    const explored = await explore('scenarios/steady.yaml', { seeds: 2 });
    const lost = { ...explored, lost: [{ scenario: 'steady', seed: '3', why: 'out of memory' }] };
    const complaint = complaintOf(() => expect(lost).toHold({ allowVacuous: true }));
    expect(complaint).toMatch(/^expected to hold, but it proves nothing\n\nheld /);
    expect(complaint).toContain('lost  steady  seed 3  out of memory');
    expect(complaintOf(() => expect(lost).not.toHold())).toMatch(/^expected not to hold, but it proves nothing/);
    const talk = { summary: 'Two people talk.', protocol: countsRuns.name, topology: { clients: 2 } };
    const diverged = await explore(talk, { protocol: countsRuns, seeds: 2 });
    expect(complaintOf(() => expect(diverged).toHold())).toMatch(/but it proves nothing\n\nheld .*\n {2}seed 1 /);
  });

  it('refuses what is neither', () => {
    // @ts-expect-error a number can be asked other things
    expect(() => expect(1).toHold()).toThrow('toHold() is asked of what simulate() gives');
    const exploring = explore('scenarios/steady.yaml', { seeds: 1 });
    expect(() => expect(exploring).toHold()).toThrow('or explore() once it is awaited');
  });
});
