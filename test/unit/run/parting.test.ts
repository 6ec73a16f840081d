import { describe, expect, it } from 'vitest';
import { type Protocol, registry, seeded } from '../../../src/index.ts';
import { execute, type RunOptions } from '../../../src/run/execute.ts';
import { closeUpOf, type Executed } from '../../../src/run/parting.ts';
import { shipped } from '../../reference/shipped.ts';

const scenario = shipped('steady');
const protocol = registry.get(scenario.protocol) as Protocol;
const options: RunOptions = { scenario, protocol, schedule: seeded('1') };

const executed =
  (changed: Partial<RunOptions> = {}): Executed =>
  (wanted) =>
    execute({ ...options, ...changed }, wanted);

/** The same run until its clock shows that time; then s1 does one thing more. */
const laterTimer = (atUs: number): Partial<RunOptions> => ({
  protocol: {
    ...protocol,
    layout: (topology) =>
      protocol.layout(topology).map((node, place) => ({
        ...node,
        boot(host) {
          if (place === 0) host.setTimer('later', atUs, () => undefined);
          return node.boot(host);
        },
      })),
  },
});

describe('two runs', () => {
  it('do not part where they are alike', () => {
    expect(closeUpOf(executed(), executed())).toBeUndefined();
  });

  it('part at one event, however far behind, and what is around it is told', () => {
    const { events } = execute(options, {}).simulator;
    expect(events).toBeGreaterThan(4096);
    // A long run has a rung each second event, or fewer: this one is close to its end.
    const closeUp = closeUpOf(executed(), executed(laterTimer(4_255_000)), 2);
    const event = closeUp?.event ?? 0;
    expect(event).toBeGreaterThan(events - 20);
    expect(closeUp?.second.get(event)).toEqual([{ atUs: 4_255_000, text: 'q1: timer later fires' }]);
    expect([...(closeUp?.first.keys() ?? [])]).toEqual([event - 2, event - 1, event, event + 1, event + 2]);
    expect(closeUp?.first.get(event - 1)).toEqual(closeUp?.second.get(event - 1));
  });

  it('part where one of them is over', () => {
    const shorter = { scenario: { ...scenario, limits: { ...scenario.limits, events: 5001 } } };
    const closeUp = closeUpOf(executed(shorter), executed(), 1);
    expect(closeUp?.event).toBe(5002);
    expect([...(closeUp?.first.keys() ?? [])]).toEqual([5001]);
    expect([...(closeUp?.second.keys() ?? [])]).toEqual([5001, 5002, 5003]);
  });

  it('part behind the last rung that both have', () => {
    // Of an odd number of events, with a rung each second: the last event stands behind all rungs.
    const ending = (changed: Partial<RunOptions>) => {
      const limits = { ...scenario.limits, events: 5001 };
      return executed({ ...changed, scenario: { ...scenario, limits } });
    };
    const times = new Map<number, number>();
    execute(options, { tracer: { record: ({ event, atUs }) => times.set(event, atUs) } });
    expect(closeUpOf(ending({}), ending(laterTimer((times.get(5001) ?? 0) - 1)))?.event).toBe(5001);
  });

  it('do not part where a difference does not show again', () => {
    let times = 0;
    const once: Executed = (wanted) => execute(times++ === 0 ? { ...options, schedule: seeded('2') } : options, wanted);
    expect(closeUpOf(executed(), once)).toBeUndefined();
  });

  it('do not part elsewhere than they were seen to', () => {
    let times = 0;
    const moving: Executed = (wanted) => {
      const changed = times++ === 0 ? { schedule: seeded('2') } : laterTimer(4_000_000);
      return execute({ ...options, ...changed }, wanted);
    };
    expect(closeUpOf(executed(), moving)).toBeUndefined();
  });
});
