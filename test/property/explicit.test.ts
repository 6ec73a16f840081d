/**
 * A run is no more than what happened in it: told act by act, operation by operation and decision
 * by decision, without its seed and without its fault plan's timings, it is the same run.
 */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explicit, type RunOptions, registry, run, type Schedule, seeded } from '../../src/index.ts';
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
