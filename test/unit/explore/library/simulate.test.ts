import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  explicit,
  InputError,
  loadProtocol,
  loadScenario,
  registry,
  run,
  seeded,
  simulate,
} from '../../../../src/index.ts';
import relay from '../../../fixtures/protocols/sound-relay.ts';
import { shipped } from '../../../reference/shipped.ts';
import { temporaryFolder } from '../../../reference/temporary.ts';

const file = 'scenarios/steady.yaml';
const small = { set: ['workload.broadcasts=20'] };
const talk = {
  summary: 'Two people talk.',
  protocol: 'sound-relay',
  topology: { clients: 2 },
  workload: { broadcasts: 5 },
};

/** What is wrong with an input, as people are told it. */
function mistakeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('nothing is wrong with it');
}

describe('simulate()', () => {
  it('makes the run that the parts make', () => {
    const protocol = registry.get('sequencer');
    if (protocol === undefined) throw new Error('there is a sequencer');
    const { wallMs, path, notes, ...result } = run({
      scenario: shipped('steady', small.set),
      protocol,
      schedule: seeded('7'),
    });
    const simulated = simulate(file, { ...small, seed: 7 });
    expect(simulated).toMatchObject(result);
    expect(simulated.failure()).toBeUndefined();
    expect(simulate(file, small).seed).toBe('1');
  });

  it('takes a scenario by its path, its URL, its text, as data, and loaded', () => {
    const text = readFileSync(file, 'utf8');
    const loaded = loadScenario(file, small);
    expect(loaded.scenario.workload.broadcasts).toBe(20);
    const { digest } = simulate(loaded);
    expect(simulate(new URL(`../../../../${file}`, import.meta.url), small).digest).toBe(digest);
    expect(simulate(text, small).digest).toBe(digest);
    expect(simulate(loadScenario(text), small).digest).toBe(digest);
    expect(simulate(loadScenario(file, { set: ['network.loss=5%'] }), { set: ['network.loss=0%'] }).faults).toEqual(
      simulate(file).faults,
    );
  });

  it('takes a protocol by its name, as a value, and loaded', async () => {
    const loaded = await loadProtocol(new URL('../../../fixtures/protocols/sound-relay.ts', import.meta.url));
    const { digest, verdict, protocol } = simulate(talk, { protocol: relay });
    expect([verdict, protocol]).toEqual(['held', 'sound-relay']);
    expect(simulate(talk, { protocol: loaded }).digest).toBe(digest);
    expect(simulate(loadScenario(talk, { protocol: relay })).digest).toBe(digest);
    expect(simulate('scenarios/power-loss.yaml', { protocol: 'ack-first' }).verdict).toBe('violated');
    expect(simulate(file, { protocol: registry.get('sequencer') }).prepared.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });

  it('takes a mutant, and a schedule in place of a seed', () => {
    const caught = simulate(file, { mutant: 'ack-before-sync' });
    expect(caught.mutant).toBe('ack-before-sync');
    expect(caught.verdict).toBe('violated');
    const protocol = caught.prepared.protocol;
    const told = explicit({ scenario: caught.prepared.scenario, protocol, schedule: seeded('1') });
    const again = simulate(file, { schedule: told });
    expect([again.seed, again.digest]).toEqual(['plain', simulate(file).digest]);
  });
});

describe('what is wrong with an input is told by its place', () => {
  it.each([
    [() => simulate('scenarios/stead.yaml'), 'scenarios/stead.yaml: there is no such file'],
    [() => simulate('scenarios'), 'scenarios: is a folder: give a file in it'],
    [
      () => simulate('summary: x\nprotocol: sequencer\nseeds: 7\n'),
      /^scenario:3:1: unknown key "seeds"; did you mean "seed"/,
    ],
    [() => simulate({ ...talk, protocol: 'relais' }), /^scenario:3:15: .*"relais"/],
    [
      () => simulate(file, { protocol: 'sequenzer' }),
      /^protocol: there is no protocol "sequenzer"; did you mean "sequencer"/,
    ],
    [
      () => simulate(file, { protocol: './my-protocol.ts' }),
      'protocol: ./my-protocol.ts is a file, and files take a moment to load\n  load it before: await loadProtocol("./my-protocol.ts")',
    ],
    [() => simulate(file, { mutant: 'ack-before-sink' }), /^mutant: .*did you mean "ack-before-sync"/],
    [() => simulate(file, { set: ['network.los=5%'] }), /^set network\.los: unknown path/],
    [() => simulate(file, { seed: 1, schedule: seeded('2') }), /^seed: beside a schedule/],
    [
      () => simulate({ ...talk, faults: [{ at: '1s', crash: 's7' }] }, { protocol: relay }),
      /^scenario:\d+:\d+: there is no node "s7"/,
    ],
    [
      () =>
        simulate(file, { schedule: { base: 'plain', overrides: [], acts: [{ act: 'crash #1', when: { atUs: 1 } }] } }),
      /^schedule\.acts\.0\.act: act "crash #1" of the schedule is of no rule/,
    ],
  ])('%#', (act, message) => {
    const told = mistakeOf(act);
    if (typeof message === 'string') expect(told).toBe(message);
    else expect(told).toMatch(message);
  });

  it('and so is what is wrong with a protocol file', async () => {
    const folder = temporaryFolder({ 'none.ts': 'export const x = 1;\n' });
    const [none, absent] = ['none.ts', 'absent.ts'].map((name) => join(folder, name));
    await expect(loadProtocol(none ?? '')).rejects.toThrow('none.ts: has no default export');
    await expect(loadProtocol(absent ?? '')).rejects.toThrow(InputError);
    await expect(loadProtocol(absent ?? '')).rejects.toThrow('absent.ts: there is no such file');
  });
});
