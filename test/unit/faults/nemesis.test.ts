import { describe, expect, it } from 'vitest';
import { type Schedule, seeded } from '../../../src/chance/index.ts';
import type { NodeId } from '../../../src/contract/index.ts';
import { Nemesis } from '../../../src/faults/index.ts';
import type { NemesisOptions } from '../../../src/faults/nemesis.ts';
import type { ClientTarget, Cut, FaultAct, FaultRule, Target, Timing } from '../../../src/scenario/types.ts';
import { byHand, FakeWorld } from './fake-world.ts';

const leader: Target = { kind: 'leader', shard: undefined };
const one = (role: 'replica' | 'client' | 'server' | 'node'): Target => ({ kind: 'one', role });
const all = (role: 'replica' | 'client' | 'server' | 'node'): Target => ({ kind: 'all', role });
const named = (...names: readonly string[]): Target => ({ kind: 'named', names });
const lasts = (us: number) => ({ lastsUs: { min: us, max: us } });

function once(atUs: number, act: FaultAct): FaultRule {
  return { timing: { kind: 'at', atUs }, atLeast: undefined, ...act };
}

function again(everyUs: Extract<Timing, { kind: 'every' }>['everyUs'], act: FaultAct, untilUs?: number): FaultRule {
  return { timing: { kind: 'every', everyUs, fromUs: 0, untilUs, between: undefined }, atLeast: undefined, ...act };
}

function nemesis(
  world: FakeWorld,
  rules: readonly FaultRule[],
  options: Partial<Pick<NemesisOptions, 'chaosEndUs' | 'leaderOf' | 'gatewayOf'>> = {},
): Nemesis {
  const made = new Nemesis({ simulator: world, rules, leaderOf: () => undefined, chaosEndUs: 100_000, ...options });
  made.start();
  return made;
}

describe('timing', () => {
  it('strikes once at its time', () => {
    const world = new FakeWorld('s1 s2 s3');
    const made = nemesis(world, [once(500, { verb: 'crash', target: named('s2'), ...lasts(100) })]);
    expect(world.runUntil(90_000)).toEqual(['500 crash s2', '600 restart s2']);
    expect(made.acts).toEqual([1]);
  });

  it('strikes again and again, at gaps of the range, until the chaos or the rule ends', () => {
    const world = new FakeWorld('s1 s2 s3');
    const crash = { verb: 'crash', target: one('replica'), ...lasts(10) } as const;
    const made = nemesis(world, [again({ min: 1000, max: 3000 }, crash), again({ min: 50, max: 50 }, crash, 160)]);
    world.runUntil(200_000);
    const [often = 0, brief] = made.acts;
    expect(brief).toBe(3);
    expect(often).toBeGreaterThan(33);
    expect(often).toBeLessThan(100);
    expect(world.log.some((line) => Number(line.split(' ')[0]) > 100_010)).toBe(false);
  });

  it('strikes nobody on a plain base, and by hand exactly what was decided', () => {
    const rules = [again({ min: 1000, max: 3000 }, { verb: 'crash', target: one('replica'), ...lasts(10) })];
    const idle = new FakeWorld('s1 s2 s3', byHand([]));
    expect(nemesis(idle, rules).acts).toEqual([0]);
    expect(idle.runUntil(90_000)).toEqual([]);
    const taken = byHand([
      ['fault crash-replica #3 happens', 1],
      ['fault crash-replica #3 target', 2],
      ['fault crash-replica #3 lasts', 77],
    ]);
    const world = new FakeWorld('s1 s2 s3', taken);
    nemesis(world, rules);
    expect(world.runUntil(90_000)).toEqual(['6000 crash s2', '6077 restart s2']);
  });

  it('does not move other acts when one is taken away, nor other rules when one is added', () => {
    const rules = [
      again({ min: 1000, max: 3000 }, { verb: 'pause', target: all('replica'), lastsUs: { min: 5, max: 9 } }),
    ];
    const run = (more: readonly FaultRule[], overrides: readonly { at: string; value: number }[]) => {
      const world = new FakeWorld('s1 c1', { base: { seed: '7' }, overrides });
      nemesis(world, [...more, ...rules]);
      return world.runUntil(20_000);
    };
    const whole = run([], []);
    const less = run([], [{ at: 'fault pause-replicas #2 happens', value: 0 }]);
    expect(less).toEqual([...whole.slice(0, 2), ...whole.slice(4)]);
    const more = run([once(1, { verb: 'crash', target: named('c1'), ...lasts(1) })], []);
    expect(more.filter((line) => !line.includes('c1'))).toEqual(whole);
  });

  it('neither strikes nor undoes anything once frozen', () => {
    const world = new FakeWorld('s1 s2 s3 c1');
    const made = nemesis(world, [
      once(100, { verb: 'crash', target: named('s1'), ...lasts(900) }),
      once(100, { verb: 'disconnect', target: named('c1'), ...lasts(900) }),
      once(600, { verb: 'crash', target: named('s2'), ...lasts(1) }),
    ]);
    world.runUntil(500);
    made.freeze();
    expect(world.runUntil(90_000)).toEqual(['100 crash s1', '100 disconnect c1']);
    expect(made.disconnected).toEqual([4]);
    expect(made.acts).toEqual([1, 1, 0]);
  });
});

describe('whom it strikes', () => {
  const strike = (names: string, act: FaultAct, prepare?: (world: FakeWorld) => void, leads?: NodeId) => {
    const world = new FakeWorld(names);
    prepare?.(world);
    const made = nemesis(world, [once(0, act)], { leaderOf: () => leads });
    return { log: world.runUntil(0), acts: made.acts[0], world };
  };
  const crash = (target: Target): FaultAct => ({ verb: 'crash', target, ...lasts(1000) });

  it('finds the leader, and somebody of its shard when nobody that leads can be struck', () => {
    expect(strike('s1 s2 s3', crash(leader), undefined, 3).log).toEqual(['0 crash s3']);
    const instead = ['1', '2', '3', '4', '5', '6', '7', '8'].map((seed) => {
      const world = new FakeWorld('s1 s2 s3', { base: { seed }, overrides: [] });
      world.machines.crash(3);
      nemesis(world, [once(0, crash(leader))], { leaderOf: () => 3 });
      return world.runUntil(0)[1];
    });
    expect(new Set(instead)).toEqual(new Set(['0 crash s1', '0 crash s2']));
    const other = strike('s1 s2 t1 g1 c1', crash({ kind: 'leader', shard: 2 }));
    expect(other.log).toEqual(['0 crash t1']);
  });

  it('passes over those that cannot be struck, and does not count an act without anybody', () => {
    const prepare = (world: FakeWorld) => {
      world.machines.crash(1);
      world.machines.crash(2);
    };
    expect(strike('s1 s2 s3 c1', crash(one('replica')), prepare).log.slice(2)).toEqual(['0 crash s3']);
    const none = strike('s1 s2 c1', crash(all('replica')), prepare);
    expect([none.log.slice(2), none.acts]).toEqual([[], 0]);
    const paused = (world: FakeWorld) => world.machines.pause(1);
    expect(strike('s1 c1', { verb: 'pause', target: one('replica'), ...lasts(9) }, paused).acts).toBe(0);
    expect(strike('s1 c1', crash(one('replica')), paused).acts).toBe(1);
  });

  it('knows roles, all of a role, minorities and majorities', () => {
    const sorted = (target: Target, names: string) =>
      strike(names, crash(target))
        .log.map((line) => line.split(' ')[2])
        .sort();
    expect(sorted(all('server'), 's1 g1 c1 c2')).toEqual(['g1', 's1']);
    expect(sorted(all('node'), 's1 g1 c1')).toEqual(['c1', 'g1', 's1']);
    expect(sorted(named('c2', 's1'), 's1 g1 c1 c2')).toEqual(['c2', 's1']);
    expect(new Set(sorted({ kind: 'minority', shard: 1 }, 's1 s2 s3 s4 s5 t1')).size).toBe(2);
    expect(new Set(sorted({ kind: 'majority', shard: 1 }, 's1 s2 s3 s4 s5 t1')).size).toBe(3);
    expect(sorted({ kind: 'majority', shard: 1 }, 's1 s2 s3 t1')).not.toContain('t1');
    expect(sorted({ kind: 'minority', shard: undefined }, 's1 c1')).toEqual([]);
  });

  it('draws another replica, and another shard, from time to time', () => {
    const world = new FakeWorld('s1 s2 s3 t1 t2 t3');
    const minority: Target = { kind: 'minority', shard: undefined };
    nemesis(world, [again({ min: 100, max: 100 }, { verb: 'crash', target: minority, ...lasts(1) })]);
    const names = world.runUntil(10_000).filter((line) => line.includes('crash'));
    expect(new Set(names.map((line) => line.split(' ')[2])).size).toBe(6);
  });

  it('needs the nodes it names', () => {
    expect(() => strike('s1', crash(named('s9')))).toThrow("none is named 's9'");
  });
});

describe('what it undoes', () => {
  it('restarts once what a crash and a power loss have struck', () => {
    const world = new FakeWorld('s1 s2');
    nemesis(world, [
      once(100, { verb: 'crash', target: named('s1'), ...lasts(500) }),
      once(200, { verb: 'power-loss', target: all('replica'), ...lasts(100) }),
    ]);
    expect(world.runUntil(9000)).toEqual(['100 crash s1', '200 power-loss s1 s2', '300 restart s1', '300 restart s2']);
  });

  it('gives each of a group a time of its own', () => {
    const world = new FakeWorld('s1 s2 s3 s4');
    nemesis(world, [once(0, { verb: 'power-loss', target: all('replica'), lastsUs: { min: 1, max: 1000 } })]);
    const times = world.runUntil(9000).map((line) => line.split(' ')[0]);
    expect(new Set(times).size).toBe(5);
  });

  it('resumes only the process that it paused', () => {
    const world = new FakeWorld('s1');
    nemesis(world, [
      once(100, { verb: 'pause', target: named('s1'), ...lasts(500) }),
      once(200, { verb: 'crash', target: named('s1'), ...lasts(50) }),
      once(300, { verb: 'pause', target: named('s1'), ...lasts(900) }),
    ]);
    expect(world.runUntil(9000)).toEqual([
      '100 pause s1',
      '200 crash s1',
      '250 restart s1',
      '300 pause s1',
      '1200 resume s1',
    ]);
  });

  it('connects the clients it disconnected, as soon as they run, unless they have restarted', () => {
    const world = new FakeWorld('c1 c2 c3');
    const made = nemesis(world, [
      once(100, { verb: 'disconnect', target: all('client'), ...lasts(500) }),
      once(150, { verb: 'disconnect', target: one('client'), ...lasts(500) }),
      once(200, { verb: 'crash', target: named('c1'), ...lasts(50) }),
      once(200, { verb: 'pause', target: named('c2'), ...lasts(5000) }),
    ]);
    expect(world.runUntil(250).slice(0, 3)).toEqual(['100 disconnect c1', '100 disconnect c2', '100 disconnect c3']);
    expect(made.disconnected).toEqual([2, 3]);
    expect(world.runUntil(20_000).slice(6)).toEqual(['600 connect c3', '5200 resume c2', '10600 connect c2']);
    expect(made.disconnected).toEqual([]);
    expect(made.acts).toEqual([1, 0, 1, 1]);
    expect(world.counters.of('disconnect')).toBe(3);
  });
});

describe('partitions', () => {
  const cutBy = (names: string, cut: Cut, leads?: NodeId) => {
    const world = new FakeWorld(names);
    const made = nemesis(world, [once(0, { verb: 'partition', cut, ...lasts(50) })], { leaderOf: () => leads });
    const log = world.runUntil(100);
    expect(made.acts[0]).toBe(world.counters.of('partition'));
    return log;
  };

  it('isolate a target from everybody else, both ways, and mend it', () => {
    expect(cutBy('s1 s2 g1 c1', { kind: 'isolate', target: leader }, 2)).toEqual([
      '0 cut s2 > s1 g1 c1',
      '0 cut s1 g1 c1 > s2',
      '50 mend s2 > s1 g1 c1',
      '50 mend s1 g1 c1 > s2',
    ]);
  });

  it('cut between two sides that share nobody, or one way', () => {
    expect(cutBy('s1 s2 g1 c1', { kind: 'between', a: named('s1', 'g1'), b: all('server') }).slice(0, 2)).toEqual([
      '0 cut s1 g1 > s2',
      '0 cut s2 > s1 g1',
    ]);
    expect(cutBy('s1 s2 g1 c1', { kind: 'one-way', from: named('c1'), to: all('server') })).toEqual([
      '0 cut c1 > s1 s2 g1',
      '50 mend c1 > s1 s2 g1',
    ]);
  });

  it('isolate one that runs, but a named one dead or alive', () => {
    for (const target of [one('replica'), named('s1')]) {
      const world = new FakeWorld('s1 s2 c1');
      world.machines.crash(1);
      nemesis(world, [once(0, { verb: 'partition', cut: { kind: 'isolate', target }, ...lasts(50) })]);
      const struck = target.kind === 'named' ? 's1 > s2 c1' : 's2 > s1 c1';
      expect(world.runUntil(0)[1]).toBe(`0 cut ${struck}`);
    }
  });

  it('do not happen when a side is empty', () => {
    expect(cutBy('s1 s2 c1', { kind: 'isolate', target: all('node') })).toEqual([]);
    expect(cutBy('s1 s2 c1', { kind: 'between', a: named('c1'), b: all('client') })).toEqual([]);
  });
});

describe('the gateway of a client', () => {
  const gatewayOf = (client: ClientTarget): Target => ({ kind: 'gateway-of', client });
  const c3 = { kind: 'named', names: ['c3'] } as const;
  const any = { kind: 'one', role: 'client' } as const;
  const crash = (client: ClientTarget) => once(0, { verb: 'crash', target: gatewayOf(client), ...lasts(100) });
  /** `g1` to `g3` are nodes 3 to 5, `c1` to `c3` 6 to 8. */
  const struck = (client: ClientTarget, connected: Readonly<Record<number, number>>, schedule?: Schedule) => {
    const world = new FakeWorld('s1 s2 g1 g2 g3 c1 c2 c3', schedule);
    nemesis(world, [crash(client)], { gatewayOf: (id) => connected[id] });
    return {
      struck: world.runUntil(50)[0]?.split(' ')[2],
      anchors: (world.decisions.departures ?? []).map(({ anchor }) => anchor),
    };
  };
  const seeds = Array.from({ length: 30 }, (_, seed) => seeded(String(seed)));

  it('is whom it is connected to now', () => {
    for (const schedule of seeds) expect(struck(c3, { 6: 3, 8: 4 }, schedule).struck).toBe('g2');
  });

  it('is drawn among gateways, when it is connected to nobody', () => {
    const drawn = seeds.map((schedule) => struck(c3, { 6: 3 }, schedule));
    expect(new Set(drawn.map((each) => each.struck))).toEqual(new Set(['g1', 'g2', 'g3']));
    expect(drawn.flatMap(({ anchors }) => anchors)).toContain('fault crash-gateway-of-c3 #1 target');
  });

  it('is drawn among the servers, where there are no gateways', () => {
    const world = new FakeWorld('s1 t1 c1 c2 c3');
    nemesis(world, [crash(c3)], { gatewayOf: (id) => (id === 5 ? 2 : undefined) });
    expect(world.runUntil(50)).toEqual(['0 crash t1']);
    const drawn = seeds.map((schedule) => {
      const lost = new FakeWorld('s1 t1 c1 c2 c3', schedule);
      nemesis(lost, [crash(c3)]);
      return lost.runUntil(50)[0];
    });
    expect(new Set(drawn)).toEqual(new Set(['0 crash s1', '0 crash t1']));
  });

  it('is that of any client that is connected', () => {
    const drawn = seeds.map((schedule) => struck(any, { 6: 3, 8: 5 }, schedule));
    expect(new Set(drawn.map((each) => each.struck))).toEqual(new Set(['g1', 'g3']));
    expect(drawn.flatMap(({ anchors }) => anchors)).toContain('fault crash-gateway-of-client #1 target client');
  });

  it('is another by hand, and another again when that one is down', () => {
    const decided = byHand([
      ['fault crash-gateway-of-c3 #1 happens', 1],
      ['fault crash-gateway-of-c3 #1 target connected', 5],
    ]);
    expect(struck(c3, { 8: 4 }, decided).struck).toBe('g3');
    const world = new FakeWorld('s1 g1 g2 c1 c2 c3');
    world.named('g2').state = 'down';
    nemesis(world, [crash(c3)], { gatewayOf: () => 3 });
    expect(world.runUntil(50)).toEqual(['0 crash g1']);
  });
});

describe('a turn', () => {
  const crash = { verb: 'crash', target: named('s1'), ...lasts(10) } as const;
  const rules = [again({ min: 1000, max: 1000 }, crash), once(7_500, crash), once(3_000, crash)];
  const [often = '', late = ''] = nemesis(new FakeWorld('s1'), rules).labels;
  const acts = [
    { act: `${often} #4`, when: { atUs: 400 } },
    { act: `${often} #9`, when: { atUs: 6_000 } },
    { act: `${late} #1`, when: { atUs: 6_200 } },
  ];
  const crashes = (log: readonly string[]) => log.filter((line) => line.includes('crash'));

  it('ends what a schedule tells, and each rule goes on from its latest act', () => {
    const world = new FakeWorld('s1');
    const made = new Nemesis({
      simulator: world,
      rules,
      leaderOf: () => undefined,
      chaosEndUs: 8_000,
      acts,
      turns: true,
    });
    made.start();
    world.at(5_000, () => made.turn());
    expect(crashes(world.runUntil(20_000))).toEqual([
      '400 crash s1',
      '5400 crash s1',
      '6400 crash s1',
      '7400 crash s1',
      '7500 crash s1',
    ]);
    expect(made.struck.map(({ act }) => act)).toEqual([
      `${often} #4`,
      `${often} #9`,
      `${often} #10`,
      `${often} #11`,
      `${late} #1`,
    ]);
  });

  it('changes nothing where the rules tell the acts anyway, or once nothing is struck any more', () => {
    const world = new FakeWorld('s1');
    const made = nemesis(world, rules, { chaosEndUs: 8_000 });
    const other = new FakeWorld('s1');
    nemesis(other, rules, { chaosEndUs: 8_000 });
    world.at(5_000, () => made.turn());
    expect(world.runUntil(20_000)).toEqual(other.runUntil(20_000));
    const frozen = new FakeWorld('s1');
    const told = new Nemesis({
      simulator: frozen,
      rules,
      leaderOf: () => undefined,
      chaosEndUs: 8_000,
      acts,
      turns: true,
    });
    told.start();
    frozen.at(5_000, () => {
      told.freeze();
      told.turn();
    });
    expect(crashes(frozen.runUntil(20_000))).toEqual(['400 crash s1']);
  });
});
