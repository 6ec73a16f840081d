import { describe, expect, it } from 'vitest';
import { explore, InputError, simulate } from '../../../../src/index.ts';
import countsRuns from '../../../fixtures/protocols/counts-runs.ts';

describe('explore()', () => {
  it('runs each scenario with each seed', async () => {
    const explored = await explore(['scenarios/steady.yaml', 'scenarios/stragglers.yaml'], {
      seeds: 2,
    });
    expect(explored.batches.map(({ scenario, runs }) => [scenario, runs.map(({ seed }) => seed)])).toEqual([
      ['steady', ['1', '2']],
      ['stragglers', ['1', '2']],
    ]);
    expect(explored).toMatchObject({ asExpected: true, failing: [] });
  });

  it('gives of each way to fail the run that fails first, ready to go on with', async () => {
    const { failing, batches } = await explore('scenarios/ack-first.yaml', { seeds: ['1', 2, 'three'] });
    expect(batches[0]?.runs.map(({ seed }) => seed)).toEqual(['1', '2', 'three']);
    const signatures = failing.map((run) => run.failure()?.violation.signature);
    expect(new Set(signatures).size).toBe(signatures.length);
    const alike = batches[0]?.runs.filter(
      ({ violations: [one] }) => `${one?.property}/${one?.clause}` === signatures[0],
    );
    const fewest = Math.min(...(alike ?? []).map(({ violations }) => violations[0]?.event ?? 0));
    expect(failing[0]?.violations[0]?.event).toBe(fewest);
    expect(simulate('scenarios/ack-first.yaml', { seed: failing[0]?.seed }).digest).toBe(failing[0]?.digest);
  });

  it('loads a protocol from its file', async () => {
    const protocol = new URL('../../../fixtures/protocols/sound-relay.ts', import.meta.url);
    const talk = {
      summary: 'Two people talk.',
      protocol: 'sound-relay',
      topology: { clients: 2 },
      workload: { broadcasts: 5 },
    };
    expect(await explore(talk, { protocol, seeds: [1] })).toMatchObject({ asExpected: true });
    expect(await explore(talk, { protocol: 'test/fixtures/protocols/sound-relay.ts', seeds: [1] })).toMatchObject({
      asExpected: true,
    });
  });

  it('tells of a protocol that remembers the run before', async () => {
    const talk = { summary: 'Two people talk.', protocol: countsRuns.name, topology: { clients: 2 } };
    const { asExpected, batches } = await explore(talk, { protocol: countsRuns, seeds: 2 });
    expect(asExpected).toBe(false);
    expect(batches[0]?.complaints.map(({ kind }) => kind)).toContain('diverged');
    expect(batches[0]?.selfChecks.map(({ seed }) => seed)).toEqual(['1']);
  });

  it('sends no value to worker threads', async () => {
    const talk = { summary: 'Two people talk.', protocol: countsRuns.name, topology: { clients: 2 } };
    const exploring = explore(talk, { protocol: countsRuns, seeds: 2, workers: 2 });
    await expect(exploring).rejects.toThrow(
      'protocol: counts-runs is a value, which cannot be sent to worker threads\n  give its file, or workers: 0',
    );
    await expect(explore(talk, { protocol: countsRuns, workers: -1 })).rejects.toThrow('workers: expected a number');
  });

  it('refuses what it cannot run, before it runs anything', async () => {
    await expect(explore('scenarios/steady.yaml', { seeds: 0 })).rejects.toThrow('seeds: expected how many');
    await expect(explore('scenarios/steady.yaml', { seeds: [] })).rejects.toThrow(InputError);
    await expect(explore(['scenarios/steady.yaml', 'scenarios/none.yaml'])).rejects.toThrow('none.yaml');
  });
});
