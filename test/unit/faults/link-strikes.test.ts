import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../../src/chance/index.ts';
import { Nemesis } from '../../../src/faults/index.ts';
import type { Cut, LinkAct, Target } from '../../../src/scenario/types.ts';
import { byHand, FakeWorld } from './fake-world.ts';

const one = (role: 'replica' | 'client' | 'node'): Target => ({ kind: 'one', role });
const all = (role: 'replica' | 'client' | 'server' | 'node'): Target => ({ kind: 'all', role });
const named = (...names: readonly string[]): Target => ({ kind: 'named', names });
const exactly = (us: number) => ({ min: us, max: us });

interface Staging {
  readonly schedule?: Schedule | undefined;
  readonly zones?: ReadonlyMap<string, readonly number[]>;
}

/** One act at 0, and all that came of it. */
function acted(names: string, act: LinkAct, { schedule, zones }: Staging = {}) {
  const world = new FakeWorld(names, schedule);
  const rule = { timing: { kind: 'at', atUs: 0 }, atLeast: undefined, ...act } as const;
  const made = new Nemesis({
    simulator: world,
    rules: [rule],
    leaderOf: () => undefined,
    chaosEndUs: 1_000_000,
    ...(zones === undefined ? {} : { zones }),
  });
  made.start();
  const log = world.runUntil(1_000_000);
  expect(made.acts[0]).toBe(world.counters.of(act.verb));
  return { log, world, acts: made.acts[0] };
}

const seeds = Array.from({ length: 40 }, (_, n): Schedule => ({ base: { seed: String(n) }, overrides: [] }));

/** Who does not hear whom, as `hearer<speaker`. */
function deafness(log: readonly string[]): ReadonlySet<string> {
  const deaf = new Set<string>();
  for (const line of log) {
    const [, verb, ...rest] = line.split(' ');
    if (verb !== 'cut') continue;
    const at = rest.indexOf('>');
    for (const from of rest.slice(0, at)) for (const to of rest.slice(at + 1)) deaf.add(`${to}<${from}`);
  }
  return deaf;
}

function partition(cut: Cut): LinkAct {
  return { verb: 'partition', cut, lastsUs: exactly(50) };
}

describe('a bridge', () => {
  it('sees both halves, which do not see each other and share each role', () => {
    const sides = seeds.map((schedule) => {
      const { log } = acted('s1 s2 s3 g1 c1 c2 c3 c4', partition({ kind: 'bridge', target: named('s1') }), {
        schedule,
      });
      const deaf = deafness(log);
      expect([...deaf].some((pair) => pair.includes('s1'))).toBe(false);
      expect(deaf).toContain('s2<s3');
      for (const pair of deaf) expect(deaf).toContain(pair.split('<').reverse().join('<'));
      expect([...deaf].filter((pair) => /^c.<c.$/.test(pair))).toHaveLength(8);
      expect(log.filter((line) => line.startsWith('50 mend'))).toHaveLength(2);
      return log[0];
    });
    expect(new Set(sides).size).toBeGreaterThan(8);
  });

  it('keeps every other side when one is decided by hand', () => {
    const target = named('s1');
    const whole = acted('s1 s2 s3 s4 s5', partition({ kind: 'bridge', target }), {
      schedule: byHand([
        ['fault partition-bridge-s1 #1 happens', 1],
        ['fault partition-bridge-s1 #1 side s2', 1],
        ['fault partition-bridge-s1 #1 side s4', 1],
      ]),
    });
    expect(whole.log[0]).toBe('0 cut s3 s5 > s2 s4');
  });
});

describe('a ring', () => {
  const ring = partition({ kind: 'ring', target: all('replica') });

  for (const [names, majority] of [
    ['s1 s2 s3', 2],
    ['s1 s2 s3 s4', 3],
    ['s1 s2 s3 s4 s5', 3],
    ['s1 s2 s3 s4 s5 s6', 4],
    ['s1 s2 s3 s4 s5 s6 s7', 4],
  ] as const) {
    it(`of ${names.split(' ').length} lets each hear another majority`, () => {
      const nodes = names.split(' ');
      const rings = seeds.map((schedule) => {
        const deaf = deafness(acted(`${names} c1`, ring, { schedule }).log);
        expect([...deaf].some((pair) => pair.includes('c1'))).toBe(false);
        const heard = nodes.map((node) => nodes.filter((other) => !deaf.has(`${node}<${other}`)).join(' '));
        for (const who of heard) expect(who.split(' ')).toHaveLength(majority);
        expect(new Set(heard).size).toBe(nodes.length);
        return heard.join();
      });
      expect(new Set(rings).size).toBeGreaterThan(1);
    });
  }

  it('takes three, and is mended', () => {
    expect(acted('s1 s2 c1', ring).acts).toBe(0);
    const { log } = acted('s1 s2 s3', ring, { schedule: byHand([['fault partition-ring-replicas #1 happens', 1]]) });
    expect(log).toEqual([
      '0 cut s2 > s1',
      '0 cut s3 > s2',
      '0 cut s1 > s3',
      '50 mend s2 > s1',
      '50 mend s3 > s2',
      '50 mend s1 > s3',
    ]);
  });
});

describe('a zone', () => {
  const zones = new Map([
    ['eu', [1, 4]],
    ['us', [2]],
    ['void', []],
  ]);

  it('is cut off from everybody else', () => {
    const { log } = acted('s1 s2 s3 c1', partition({ kind: 'zone', zone: 'eu' }), { zones });
    expect(log.slice(0, 2)).toEqual(['0 cut s1 c1 > s2 s3', '0 cut s2 s3 > s1 c1']);
    expect(acted('s1 s2 s3 c1', partition({ kind: 'zone', zone: 'void' }), { zones }).acts).toBe(0);
    expect(acted('s1 s2 s3 c1', partition({ kind: 'zone', zone: undefined })).acts).toBe(0);
  });

  it('is one that chance picks, where any will do', () => {
    const cuts = seeds.map((schedule) => {
      return acted('s1 s2 s3 c1', partition({ kind: 'zone', zone: undefined }), { schedule, zones }).log[0];
    });
    expect(new Set(cuts)).toEqual(new Set(['0 cut s1 c1 > s2 s3', '0 cut s2 > s1 s3 c1', undefined]));
  });
});

describe('a clog', () => {
  it('is where a partition would be, and is released', () => {
    const cut: Cut = { kind: 'one-way', from: named('s1'), to: all('client') };
    expect(acted('s1 s2 c1', { verb: 'clog', cut, lastsUs: exactly(70) }).log).toEqual([
      '0 clog s1 > c1',
      '70 mend s1 > c1',
    ]);
  });
});

describe('a flapping link', () => {
  const cut: Cut = { kind: 'one-way', from: named('s1'), to: named('s2') };
  const flap: LinkAct = { verb: 'flap', cut, downUs: exactly(10), upUs: exactly(20), lastsUs: exactly(66) };

  it('goes down and up until the act ends, and is up then', () => {
    expect(acted('s1 s2', flap).log.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      '0 cut',
      '10 mend',
      '30 cut',
      '40 mend',
      '60 cut',
      '66 mend',
    ]);
  });

  it('decides each time by its number', () => {
    const wild: LinkAct = { ...flap, downUs: { min: 1, max: 19 }, upUs: { min: 1, max: 39 } };
    const happens = ['fault flap-s1-to-s2 #1 happens', 1] as const;
    const plain = acted('s1 s2', wild, { schedule: byHand([happens]) }).log;
    const later = acted('s1 s2', wild, { schedule: byHand([happens, ['fault flap-s1-to-s2 #1 up #2', 25]]) }).log;
    expect(plain.slice(0, 4)).toEqual(later.slice(0, 4));
    expect([plain[4]?.split(' ')[0], later[4]?.split(' ')[0]]).toEqual(['60', '65']);
  });
});

describe('a grey link', () => {
  it('goes between the target and everybody else', () => {
    const act: LinkAct = {
      verb: 'grey',
      target: named('s1'),
      lossPpm: 200_000,
      delayUs: exactly(1),
      lastsUs: exactly(40),
    };
    expect(acted('s1 s2 c1', act).log).toEqual([
      '0 grey s1 > s2 c1',
      '0 grey s2 c1 > s1',
      '40 mend s1 > s2 c1',
      '40 mend s2 c1 > s1',
    ]);
    expect(acted('s1', act).acts).toBe(0);
  });
});

describe('a swizzle', () => {
  const swizzle: LinkAct = { verb: 'swizzle', target: all('server'), lastsUs: exactly(900) };
  const timesOf = (log: readonly string[], verb: string) =>
    new Map(
      log.filter((line) => line.includes(` ${verb} `)).map((line) => [line.split(' ')[2], Number(line.split(' ')[0])]),
    );

  it('clogs about half, one by one in the first third, and releases them in the last, in another order', () => {
    let clogged = 0;
    let reordered = 0;
    for (const schedule of seeds) {
      const { log } = acted('s1 s2 s3 s4 s5 s6', swizzle, { schedule });
      const nodes = [...timesOf(log, 'clog').keys()];
      const alone = log.filter((line) => / s\d >/.test(line));
      const begun = timesOf(alone, 'clog');
      const ended = timesOf(alone, 'mend');
      for (const us of begun.values()) expect(us).toBeLessThanOrEqual(300);
      for (const us of ended.values()) expect(us).toBeGreaterThanOrEqual(600);
      expect([...ended.keys()].sort()).toEqual([...begun.keys()].sort());
      clogged += begun.size;
      if ([...ended.keys()].join() !== [...begun.keys()].join()) reordered++;
      expect(nodes.length).toBeGreaterThanOrEqual(begun.size);
    }
    expect(clogged).toBeGreaterThan(80);
    expect(clogged).toBeLessThan(160);
    expect(reordered).toBeGreaterThan(20);
  });

  it('keeps the times of all others when one is taken out', () => {
    const schedule: Schedule = { base: { seed: '5' }, overrides: [] };
    const whole = acted('s1 s2 s3 s4 s5 s6', swizzle, { schedule }).log;
    const someone = whole[0]?.split(' ')[2] ?? '';
    const overrides = [{ at: `fault swizzle-servers #1 clogs ${someone}`, value: 0 }];
    const less = acted('s1 s2 s3 s4 s5 s6', swizzle, { schedule: { ...schedule, overrides } }).log;
    const isTheirs = (line: string) => new RegExp(`^\\d+ (clog|mend) (${someone} > |.* > ${someone}$)`).test(line);
    expect(whole.filter(isTheirs)).toHaveLength(4);
    // Who clogs alone is named on one side; every other line names it among the rest.
    expect(less).toEqual(whole.filter((line) => !isTheirs(line)));
  });

  it('is none where all is plain', () => {
    const happens = byHand([['fault swizzle-servers #1 happens', 1]]);
    expect(acted('s1 s2 s3', swizzle, { schedule: happens })).toMatchObject({ log: [], acts: 0 });
  });
});

describe('a half-open link', () => {
  const act: LinkAct = { verb: 'half-open', target: one('client'), lastsUs: exactly(30) };

  it('is dead in one direction, which one is chance', () => {
    const cuts = seeds.map((schedule) => acted('s1 g1 c1', act, { schedule }).log.join());
    expect(new Set(cuts)).toEqual(
      new Set(['0 cut c1 > s1 g1,30 mend c1 > s1 g1', '0 cut s1 g1 > c1,30 mend s1 g1 > c1']),
    );
  });

  it('is a client’s, and each client of several has a direction of its own', () => {
    expect(acted('s1 c1', { ...act, target: one('replica') }).acts).toBe(0);
    const both = seeds.map((schedule) => {
      const { log } = acted('s1 c1 c2', { ...act, target: all('client') }, { schedule });
      return log.slice(0, 2).join();
    });
    expect(new Set(both).size).toBe(4);
  });
});
