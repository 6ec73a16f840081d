/**
 * A run is no more than what happened in it: told act by act, operation by operation and decision
 * by decision, without its seed and without its fault plan's timings, it is the same run.
 */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explicit, type RunOptions, registry, run, type Schedule, seeded } from '../../src/index.ts';
import { toldAndPrepared } from '../reference/failures.ts';
import { shipped } from '../reference/shipped.ts';

const names = readdirSync('scenarios')
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length));

function optionsOf(name: string, seed: string): RunOptions {
  const scenario = shipped(name);
  const protocol = registry.get(scenario.protocol);
  if (protocol === undefined) throw new Error(`no protocol ${scenario.protocol}`);
  return { scenario, protocol, mutant: scenario.mutant, schedule: seeded(seed) };
}

describe('the explicit schedule of a run', () => {
  it.each(names)('makes the same run: %s', (name) => {
    const options = optionsOf(name, '7');
    const schedule = explicit(options);
    expect(schedule.base).toBe('plain');
    const [seededRun, told] = [run(options), run({ ...options, schedule })];
    expect(told.digest).toBe(seededRun.digest);
    expect(told.violations).toEqual(seededRun.violations);
    expect(told.faults).toEqual(seededRun.faults);
  });

  /** A few words, and a fault plan of which acts and what undoes them fall together. */
  function planned(protocol: string, faults: string): RunOptions {
    const text = `{ name: together, summary: s, protocol: ${protocol}, topology: { replicas: 3, clients: 4, rooms: 2 },
      workload: { broadcasts: 30, every: 2ms..8ms }, faults: [${faults}] }`;
    const { scenario, protocol: tried } = toldAndPrepared({ file: 'together.yaml', text }).prepared;
    return { scenario, protocol: tried, schedule: seeded('5'), keepGoing: true };
  }

  it.each([
    ['an act as another is undone', 'sequencer', '{ every: 50ms, clog: { isolate: replica }, release: 50ms }'],
    [
      'an act as a gate is given up',
      'sequencer',
      '{ every: 50ms, hold: { from: replicas, to: client }, opens: { observed: connected }, release: 100ms }, { every: 50ms, clock-rate: node, by: 20%, recover: 100ms }',
    ],
    [
      'an act as something is asked for',
      'sequencer',
      '{ every: 25ms, pause: replica, resume: 25ms }, { every: 25ms, crash: client, restart: 25ms }',
    ],
    [
      'two acts that wait for one event',
      'quorum-log',
      '{ after: { received: append }, nth: 2, power-loss: leader, restart: 1ms..30ms }, { after: { received: append }, times: 3, clog: { isolate: leader }, release: 20ms..200ms }',
    ],
  ])('makes the same run: %s', (_, protocol, faults) => {
    const options = planned(protocol, faults);
    const [first, told] = [run(options), run({ ...options, schedule: explicit(options) })];
    expect(told.digest).toBe(first.digest);
  });

  it('tells what is plain where all others of its family are not', () => {
    const options = optionsOf('just-connected', '7');
    const overrides = [
      { at: 'send c1>q1 attach * loss', value: 1 },
      { at: 'send c1>q1 attach #1 loss', value: 0 },
    ];
    const schedule: Schedule = { ...explicit(options), overrides };
    const all = run({ ...options, schedule: { ...schedule, overrides: overrides.slice(0, 1) } });
    const [first, told] = [run({ ...options, schedule }), explicit({ ...options, schedule })];
    expect(first.digest).not.toBe(all.digest);
    expect(run({ ...options, schedule: told }).digest).toBe(first.digest);
  });

  it('is itself explicit', () => {
    const options = optionsOf('before-the-answer', '3');
    const schedule = explicit(options);
    const inOrder = ({ overrides, ...rest }: Schedule) => ({ ...rest, overrides: new Set(overrides) });
    expect(inOrder(explicit({ ...options, schedule }))).toEqual(inOrder(schedule));
  });

  it('ends the chaos when it says, whatever is asked for later', () => {
    const options = optionsOf('partition', '1');
    const schedule = explicit(options);
    const healAtUs = Math.floor((schedule.healAtUs ?? 0) / 2);
    const whole = run({ ...options, schedule });
    const half = run({ ...options, schedule: { ...schedule, healAtUs } });
    expect(half.broadcasts).toBeLessThan(whole.broadcasts);
    expect(half.broadcasts).toBe(
      (schedule.operations ?? []).filter(({ atUs, operation }) => atUs <= healAtUs && operation.kind === 'broadcast')
        .length,
    );
  });

  it('refuses an act of no rule, and an operation of no node', () => {
    const options = optionsOf('partition', '1');
    const schedule = explicit(options);
    const acts = [{ act: 'crash-nobody #1', when: { atUs: 5 } }];
    expect(() => run({ ...options, schedule: { ...schedule, acts } })).toThrow('is of no rule of the fault plan');
    const operations = [{ atUs: 5, node: 'c99', operation: { kind: 'connect' } as const }];
    expect(() => run({ ...options, schedule: { ...schedule, operations } })).toThrow('is of no node: "c99"');
  });
});
