/** Whom a run that is stuck names, and since when; and what becomes of it as expected, or not. */
import { describe, expect, it } from 'vitest';
import { registry, run, seeded } from '../../../src/index.ts';
import { shipped } from '../../reference/shipped.ts';

function outcome(name: string, set: readonly string[], mutant?: string) {
  const scenario = shipped(name, set);
  const protocol = registry.get(scenario.protocol);
  if (protocol === undefined) throw new Error(`no protocol ${scenario.protocol}`);
  return run({ scenario, protocol, mutant, schedule: seeded('1') });
}

const base = ['workload.broadcasts=60', 'sometimes=[]', 'atLeast={}', 'expect=stuck', 'heal.within=2s'];
const stuck = (faults: string, ...more: readonly string[]) =>
  outcome('quorum-lost', [...base, `faults=${faults}`, ...more]);

describe('a run whose quorum never returns', () => {
  it('ends stuck within a bound, as expected or not, and names nodes, room and position', () => {
    const { verdict, reason, asExpected, beyondBudget, virtualUs, leavesOpen } = outcome('quorum-lost', []);
    expect({ verdict, asExpected, beyondBudget, leavesOpen }).toEqual({
      verdict: 'stuck',
      asExpected: true,
      beyondBudget: [],
      leavesOpen: { property: 'answered', clause: 'probe-unaccepted' },
    });
    expect(reason).toMatch(
      /^answered is left open: general accepts nothing within 5s after heal; r2 and r3 are down since 1\.2s; nobody gets general#\d+; /,
    );
    expect(virtualUs).toBeLessThan(10_000_000);
    expect(outcome('quorum-lost', ['expect=held'])).toMatchObject({ verdict: 'stuck', asExpected: false });
  });

  it('is stuck by replicas that went one by one', () => {
    const { reason } = stuck(
      '[{ at: 100ms, crash: [r2], restart: never }, { at: 200ms, crash: [r3], restart: never }]',
    );
    expect(reason).toContain('; r2 is down since 100ms; r3 is down since 200ms; nobody gets general#');
  });

  it('is stuck without its leader, or its gateway', () => {
    expect(stuck('[{ at: 500ms, crash: r1, restart: never }]').reason).toContain(
      '; r1 is down since 500ms; shard 1 has no leader since 500ms; ',
    );
    expect(stuck('[{ at: 100ms, crash: gw1, restart: never }]').reason).toContain('; gw1 is down since 100ms; ');
  });

  it('says who lacks what stands, where somebody does', () => {
    const { reason } = stuck(
      '[{ at: 300ms, partition: { from: gw1, to: clients }, mend: 400ms }, { at: 500ms, power-loss: [r1, gw1], restart: never }]',
    );
    expect(reason).toMatch(/; c\d lacks general#\d+; /);
  });
});

describe('in core mode', () => {
  const named = (faults: string) => {
    const core = ['workload.broadcasts=20', 'workload.every=20ms', 'workload.reads=0', 'workload.membership=0'];
    return outcome('core', [...core, 'atLeast={}', `faults=${faults}`], 'waits-for-everyone').reason;
  };

  it('who was left behind stays as it is, and is named by who waits for it', () => {
    const cut = (name: string) => `{ at: 200ms, partition: { isolate: ${name} }, mend: 1s }`;
    expect(named(`[${cut('r2')}, ${cut('r3')}]`)).toMatch(/; r[23] is cut off since 200ms; /);
    expect(named('[{ at: 200ms, pause: [r2, r3], resume: 1s }]')).toMatch(/; r[23] is held up since 200ms; /);
    expect(named('[{ at: 200ms, crash: [r2, r3], restart: 1s }]')).toMatch(/; r[23] is down since 200ms; /);
  });

  it('one that is well crashes, so that something is missing', () => {
    expect(named('[]')).toMatch(/; r[23] is down since \d+(\.\d+)?(ms|s); /);
  });
});
