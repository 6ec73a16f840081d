import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepFailure } from '../../../../src/explore/library/index.ts';
import { loadFailure, loadProtocol, loadScenario, replay, shrink, simulate, storyText } from '../../../../src/index.ts';
import relay from '../../../fixtures/protocols/sound-relay.ts';
import { temporaryFolder } from '../../../reference/temporary.ts';

const lossy = {
  summary: 'Two people talk over a lossy network.',
  protocol: 'sound-relay',
  topology: { clients: 2, rooms: 1 },
  network: { loss: '10%' },
  workload: { broadcasts: 20 },
};

describe('replay()', () => {
  it('makes a failure happen again, from the value and from its file', () => {
    const failure = simulate('scenarios/ack-first.yaml', { seed: 2 }).failure();
    if (failure === undefined) throw new Error('ack-first fails with seed 2');
    expect(replay(failure).outcome).toBe('reproduced');
    const folder = join(temporaryFolder(), 'new', 'folder');
    const file = keepFailure(failure, { folder, protocol: 'ack-first' });
    expect(file).toBe(`${folder}/ack-first-ack-first-${failure.violation.property}-2.json`);
    expect(loadFailure(file)).toEqual(failure);
    expect(replay(file)).toMatchObject({ outcome: 'reproduced', isChanged: false });
  });

  it('says that a failure is gone', () => {
    const failure = simulate('scenarios/steady.yaml', { mutant: 'ack-before-sync' }).failure();
    if (failure === undefined) throw new Error('the mutant is caught');
    const { mutant, ...mended } = failure;
    expect(replay(mended)).toMatchObject({ outcome: 'lost', found: undefined });
  });

  it('wants the protocol of a failure that does not come with tutti', async () => {
    const failure = simulate(lossy, { protocol: relay }).failure();
    if (failure === undefined) throw new Error('a relay is no match for a lossy network');
    expect(failure).toMatchObject({ protocol: 'sound-relay', fingerprint: '' });
    expect(() => replay(failure)).toThrow(
      'failure.protocol: the failure is of sound-relay, which does not come with tutti\n  hand it in: { protocol }',
    );
    expect(replay(failure, { protocol: relay }).outcome).toBe('reproduced');
    const loaded = await loadProtocol('test/fixtures/protocols/sound-relay.ts');
    expect(replay(failure, { protocol: loaded })).toMatchObject({ outcome: 'reproduced', isChanged: false });
    const ofFile = simulate(lossy, { protocol: loaded }).failure();
    expect(ofFile).toMatchObject({ protocol: 'test/fixtures/protocols/sound-relay.ts' });
  });

  it('refuses what is no failure', () => {
    expect(() => replay('scenarios/steady.yaml')).toThrow('scenarios/steady.yaml:1:1: is not JSON');
    expect(() => loadFailure('failures/none.json')).toThrow('failures/none.json: there is no such file');
  });
});

describe('shrink()', () => {
  it('makes a run small, and a failure', () => {
    const run = simulate(loadScenario(lossy, { protocol: relay }));
    const small = shrink(run, { runs: 300 });
    expect(small.story).toMatchObject({ isMinimal: true });
    expect(small.violation.signature).toBe(run.failure()?.violation.signature);
    expect(replay(small, { protocol: relay }).outcome).toBe('reproduced');
    const failure = run.failure();
    expect(failure && shrink(failure, { runs: 300, protocol: relay })).toEqual(small);
  });

  it('comes to a story that can be told', () => {
    const small = shrink(simulate('scenarios/ack-first.yaml', { seed: 1 }), { runs: 300 });
    const story = storyText(replay(small), { file: 'failures/a b.json' });
    expect(story).toMatch(/^violated {2}ack-first {2}ack-first {2}story\n\n {2}ordered\/applied-differs {2}at /);
    expect(story).toMatch(
      /\n {2}story {7}\d of \d+ elements are left, .*\n(?: {14}.* \(without this: \w+\)\n)+ {2}again {7}/,
    );
    expect(story).toMatch(/npx tutti replay 'failures\/a b.json'$/);
    expect(storyText(replay({ ...small, fingerprint: '' }, { protocol: 'ack-first' }), { file: 'a.json' })).toMatch(
      /npx tutti replay a.json --protocol FILE$/,
    );
  });

  it('refuses what does not fail', () => {
    const run = simulate('scenarios/steady.yaml');
    expect(() => shrink(run)).toThrow('shrink: the run did not fail');
    const failure = simulate('scenarios/steady.yaml', { mutant: 'ack-before-sync' }).failure();
    if (failure === undefined) throw new Error('the mutant is caught');
    const { mutant, ...mended } = failure;
    expect(() => shrink(mended)).toThrow('shrink: the failure is gone: nothing objects as ');
  });
});
