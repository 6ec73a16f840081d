import { describe, expect, it } from 'vitest';
import { Nemesis } from '../../../src/faults/index.ts';
import type { FaultAct, FaultRule, Target } from '../../../src/scenario/types.ts';
import { byHand, FakeWorld } from './fake-world.ts';

const named = (...names: readonly string[]): Target => ({ kind: 'named', names });
const clients: Target = { kind: 'all', role: 'client' };
const exactly = (value: number) => ({ min: value, max: value });
const lasts = (us: number) => ({ lastsUs: exactly(us) });
const once = (atUs: number, act: FaultAct): FaultRule => ({ timing: { kind: 'at', atUs }, atLeast: undefined, ...act });

function strike(world: FakeWorld, ...rules: readonly FaultRule[]) {
  const nemesis = new Nemesis({ simulator: world, rules, leaderOf: () => undefined, chaosEndUs: 100_000 });
  nemesis.start();
  return { log: world.runUntil(90_000), acts: nemesis.acts };
}

describe('acts that make processes late', () => {
  it('have a cost, each node its own, and end', () => {
    const slow: FaultAct = { verb: 'slow', target: named('s1', 'c1'), costUs: { min: 1, max: 99 }, ...lasts(50) };
    const world = new FakeWorld(
      's1 c1',
      byHand([
        ['fault slow-s1+c1 #1 happens', 1],
        ['fault slow-s1+c1 #1 cost c1', 7],
      ]),
    );
    expect(strike(world, once(10, slow)).log).toEqual([
      '10 slow at 50 s1',
      '10 slow at 7 c1',
      '60 no more slow s1',
      '60 no more slow c1',
    ]);
  });

  it('strike clients alone where they are about reading, and nobody twice', () => {
    const node: Target = { kind: 'one', role: 'node' };
    const stop: FaultAct = { verb: 'stop-reading', target: node, ...lasts(50) };
    const crawl: FaultAct = { verb: 'slow-reader', target: node, costUs: exactly(3), ...lasts(50) };
    const world = new FakeWorld('s1 c1');
    const { log, acts } = strike(world, once(10, stop), once(20, stop), once(30, crawl));
    expect(log).toEqual([
      '10 stop-reading c1',
      '30 slow-reader at 3 c1',
      '60 no more stop-reading c1',
      '80 no more slow-reader c1',
    ]);
    expect(acts).toEqual([1, 0, 1]);
  });

  it('are over with a restart, and leave the next one its time', () => {
    const stop: FaultAct = { verb: 'stop-reading', target: named('c1'), ...lasts(100) };
    const crash: FaultAct = { verb: 'crash', target: named('c1'), ...lasts(5) };
    const { log } = strike(new FakeWorld('c1'), once(10, stop), once(20, crash), once(50, stop));
    expect(log).toEqual([
      '10 stop-reading c1',
      '20 crash c1',
      '25 restart c1',
      '50 stop-reading c1',
      '150 no more stop-reading c1',
    ]);
  });
});

describe('a storm', () => {
  const storm = (sharePpm: number): FaultAct => {
    return { verb: 'storm', target: clients, sharePpm, connectUs: { min: 0, max: 20 }, ...lasts(100) };
  };

  it('takes all connections at one moment, and gives them back within a window', () => {
    const world = new FakeWorld('s1 c1 c2 c3 c4 c5 c6');
    const { log, acts } = strike(world, once(10, storm(1_000_000)));
    expect(log.slice(0, 6)).toEqual(['c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map((name) => `10 disconnect ${name}`));
    const back = log.slice(6).map((line) => line.split(' '));
    expect(back.map(([, verb]) => verb)).toEqual(Array(6).fill('connect'));
    const times = back.map(([at]) => Number(at));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(110);
    expect(Math.max(...times)).toBeLessThanOrEqual(130);
    expect(new Set(times).size).toBeGreaterThan(2);
    expect(acts).toEqual([1]);
    expect(Object.fromEntries(world.counters.all)).toEqual({ storm: 1, disconnect: 6 });
  });

  it('takes a share, and leaves out one client without moving another', () => {
    const names = 'c1 c2 c3 c4 c5 c6 c7 c8';
    const whole = strike(new FakeWorld(names), once(10, storm(500_000))).log;
    const taken = whole.filter((line) => line.includes('disconnect')).map((line) => line.split(' ')[2]);
    expect(taken.length).toBeGreaterThan(1);
    expect(taken.length).toBeLessThan(8);
    const without = { at: `fault storm-clients #1 joins ${taken[0]}`, value: 0 };
    const less = new FakeWorld(names, { base: { seed: '1' }, overrides: [without] });
    expect(strike(less, once(10, storm(500_000))).log).toEqual(whole.filter((line) => !line.endsWith(` ${taken[0]}`)));
  });

  it('is none when nobody joins', () => {
    const world = new FakeWorld('c1', byHand([['fault storm-clients #1 happens', 1]]));
    expect(strike(world, once(10, storm(1_000_000)))).toEqual({ log: [], acts: [0] });
  });
});

describe('acts on clocks', () => {
  it('step once, forward or back as decided or as told', () => {
    const step = (direction: 'forward' | 'back' | 'either'): FaultAct => {
      return { verb: 'clock-step', target: named('s1'), byUs: exactly(7), direction, ...lasts(0) };
    };
    const taken = ['', '/2', '/3', '/4'].map((nth) => [`fault clock-step-s1${nth} #1 happens`, 1] as const);
    const world = new FakeWorld('s1', byHand([...taken, ['fault clock-step-s1/2 #1 direction s1', 1]]));
    const { log } = strike(
      world,
      once(1, step('either')),
      once(2, step('either')),
      once(3, step('forward')),
      once(4, step('back')),
    );
    expect(log).toEqual(['1 step by -7 s1', '2 step by 7 s1', '3 step by 7 s1', '4 step by -7 s1']);
  });

  it('freeze each clock of a node once at a time, dead or alive', () => {
    const freeze = (clock: 'wall' | 'monotonic'): FaultAct => {
      return { verb: 'clock-freeze', target: named('s1'), clock, ...lasts(50) };
    };
    const world = new FakeWorld('s1');
    world.named('s1').state = 'down';
    const { log, acts } = strike(
      world,
      once(10, freeze('wall')),
      once(20, freeze('wall')),
      once(30, freeze('monotonic')),
    );
    expect(log).toEqual(['10 freeze wall s1', '30 freeze monotonic s1', '60 thaw wall s1', '80 thaw monotonic s1']);
    expect(acts).toEqual([1, 0, 1]);
  });

  it('change the rate for a while', () => {
    const rate: FaultAct = {
      verb: 'clock-rate',
      target: named('s1'),
      byPpm: exactly(9),
      direction: 'slow',
      ...lasts(50),
    };
    expect(strike(new FakeWorld('s1'), once(10, rate)).log).toEqual(['10 hurry by -9 s1', '60 hurry by 0 s1']);
  });
});

describe('a wipe', () => {
  it('strikes a node once, dead or alive, and undoes nothing', () => {
    const wipe: FaultAct = { verb: 'wipe', target: { kind: 'one', role: 'replica' }, ...lasts(0) };
    const crash: FaultAct = { verb: 'crash', target: named('s1'), ...lasts(20) };
    const { log, acts } = strike(new FakeWorld('s1 c1'), once(5, crash), once(10, wipe), once(50, wipe));
    expect(log).toEqual(['5 crash s1', '10 wipe s1']);
    expect(acts).toEqual([1, 1, 0]);
  });
});

describe('a crash or a power loss for good', () => {
  it('retires who is struck, and plans no restart', () => {
    const crash: FaultAct = { verb: 'crash', target: named('c1'), forGood: true, ...lasts(0) };
    const dark: FaultAct = { verb: 'power-loss', target: named('s1', 's2'), forGood: true, ...lasts(0) };
    const { log, acts } = strike(new FakeWorld('s1 s2 c1'), once(5, crash), once(10, dark), once(20, crash));
    expect(log).toEqual(['5 crash c1', '5 retire c1', '10 power-loss s1 s2', '10 retire s1', '10 retire s2']);
    expect(acts).toEqual([1, 1, 0]);
  });

  it('outlasts the restart that an act before it had planned', () => {
    const soon: FaultAct = { verb: 'power-loss', target: named('s1'), ...lasts(50) };
    const never: FaultAct = { verb: 'power-loss', target: named('s1', 's2'), forGood: true, ...lasts(0) };
    const { log } = strike(new FakeWorld('s1 s2'), once(5, soon), once(10, never));
    expect(log).toEqual(['5 power-loss s1', '10 power-loss s1 s2', '10 retire s1', '10 retire s2']);
  });
});
