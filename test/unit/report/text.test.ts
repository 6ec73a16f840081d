import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { batchText, batchWidths, closingText, paintAt } from '../../../src/report/index.ts';
import { type Batch, judgeBatch, type RunResult } from '../../../src/run/index.ts';
import { objectionBy, resultWith, scenarioWith } from '../../reference/results.ts';

const held = scenarioWith({ kind: 'held' });
const caught = scenarioWith({ kind: 'violated', properties: ['exactly-once'] });

const violation = resultWith({
  seed: '7',
  mutant: 'new-id-on-resend',
  violations: [
    objectionBy('exactly-once/twice-at-client'),
    objectionBy('ordered/gap', 'c7 jumped from 41 to 43'),
    objectionBy('ordered/gap', 'c9 jumped from 41 to 43'),
  ],
  asExpected: false,
  path: [
    { atUs: 1_204_310, event: 8_090, text: 'c3 is asked to broadcast c3-17 in general', mark: undefined },
    { atUs: 1_206_000, event: 8_101, text: 's1 loses power', mark: 'fault' },
    { atUs: 11_207_310, event: 8_120, text: 'c7 receives page from g1', mark: 'violation' },
  ],
});

function text(batch: Batch, options: { detail?: 'line' | 'full' | 'everything'; colours?: 0 | 1 } = {}): string {
  const { scenario, protocol, mutant, runs } = batch;
  return batchText(batch, {
    paint: paintAt(options.colours ?? 0),
    widths: batchWidths([{ scenario, protocol, mutant, seeds: runs.map(({ seed }) => seed) }]),
    detail: options.detail ?? 'line',
    repeat: ({ seed }) => {
      return {
        file: 'x y.yaml',
        seed,
        protocol: undefined,
        mutant: undefined,
        sets: ['network.loss=5%'],
        keepGoing: false,
      };
    },
  });
}

function lines(...expected: readonly string[]): string {
  return expected.join('\n');
}

describe('a self-check', () => {
  const runs = [resultWith(), resultWith({ seed: '2' })];

  it('is told in full only, when both executions were alike', () => {
    const batch = judgeBatch(held, runs, { selfChecks: [{ seed: '1', divergence: undefined }] });
    expect(text(batch)).not.toContain('self-check');
    expect(text(batch, { detail: 'full' })).toContain('  self-check  seed 1 ran twice, and alike\n');
    expect(text(judgeBatch(held, runs), { detail: 'full' })).not.toContain('self-check');
  });

  it('that diverged comes first, with the command that shows it again', () => {
    const divergence = { cause: 'unrepeatable', parting: undefined } as const;
    expect(text(judgeBatch(held, runs, { selfChecks: [{ seed: '1', divergence }] }))).toMatch(
      /^✗ {2}held .*\n {2}seed 1 does not run alike twice: .*\n {2}again {7}npx .* --seed 1 --seeds 2 --set .*$/,
    );
  });
});

describe('a batch that held', () => {
  it('is one line among many', () => {
    expect(text(judgeBatch(held, [resultWith()]))).toBe(
      '✓  held      leader-crash  rooms  seed 1     81,234 events    4,800 deliveries   140ms',
    );
  });

  it('is labelled where faults were beyond the budget', () => {
    const runs = [
      resultWith(),
      resultWith({ beyondBudget: ['rot', 'lying-sync'], faults: new Map([['rot', 2]]) }),
      resultWith({ beyondBudget: ['lying-sync'], faults: new Map([['lying-sync', 1_003]]) }),
    ];
    expect(text(judgeBatch(held, runs)).split('\n')[1]).toBe('   beyond the budget of rooms: lying-sync 1,003, rot 2');
  });

  it('says in full what it exercised and what it never reached', () => {
    expect(text(judgeBatch(held, [resultWith()]), { detail: 'full' })).toBe(
      lines(
        '✓  held      leader-crash  rooms  seed 1     81,234 events    4,800 deliveries   140ms',
        '',
        '  exercised   400 broadcasts: 398 accepted, 0 refused, 2 unknown',
        '              4,800 deliveries, half within 2.1ms, 99% within 19ms, all within 412ms',
        '              12s of virtual time, 81,234 events',
        '  faults      crash 3, drop 212',
        '  sometimes   leader-changed 3',
        '  never       retry-after-failover',
        '  digest      9f31c2d40b77aa01',
        "  again       npx tutti run 'x y.yaml' --seed 1 --set network.loss=5%",
      ),
    );
  });

  it('says what could not be judged, and what the protocol makes no use of', () => {
    const run = resultWith({
      faults: new Map(),
      sometimes: new Map(),
      neverReached: [],
      unjudged: ['fresh: newsfeed reports no reads'],
      notes: ['newsfeed makes no use of topology.shards (3)'],
    });
    const told = text(judgeBatch(held, [run]), { detail: 'full' });
    expect(told).toContain('\n  faults      none\n');
    expect(told).toContain('\n  not judged  fresh: newsfeed reports no reads\n');
    expect(told).toContain('\n  note        newsfeed makes no use of topology.shards (3)\n');
    expect(told).not.toContain('never');
  });

  it('tells many parts that were not judged by their property, unless everything is wanted', () => {
    const unjudged = ['fresh: a: no', 'fresh: b: no', 'ordered: c: no', 'ordered: d: no'];
    const batch = judgeBatch(held, [resultWith({ unjudged })]);
    expect(text(batch, { detail: 'full' })).toContain(
      '  not judged  parts of fresh, ordered (-v says which, and why)\n',
    );
    expect(text(batch, { detail: 'everything' })).toContain('  not judged  fresh: a: no\n              fresh: b: no\n');
  });

  it('sums many seeds', () => {
    const other = resultWith({ seed: '2', sometimes: new Map([['retry-after-failover', 1]]) });
    const told = text(judgeBatch(held, [resultWith(), other]), { detail: 'full' });
    expect(told).toContain('2 seeds    162,468 events    9,600 deliveries   280ms');
    expect(told).toContain('800 broadcasts: 796 accepted, 0 refused, 4 unknown');
    expect(told).toContain('9,600 deliveries, the slowest after 412ms');
    expect(told).toContain('crash 6, drop 424');
    expect(told).toContain('leader-changed 3, retry-after-failover 1');
    expect(told).not.toContain('never');
    expect(told).not.toContain('digest');
  });

  it('counts 0 for what no seed of a swarm was struck by, and only over several', () => {
    const swarm = (seed: string) => resultWith({ seed, drawable: ['crash', 'flap'], faults: new Map([['crash', 3]]) });
    const told = (runs: readonly RunResult[]) => text(judgeBatch(held, runs), { detail: 'full' });
    expect(told([swarm('1'), swarm('2')])).toContain('  faults      crash 6, flap 0\n');
    expect(told([swarm('1')])).toContain('  faults      crash 3\n');
  });

  it('breaks long lists of faults between two names', () => {
    const names = Array.from({ length: 30 }, (_, place): [string, number] => [`fault-${place}`, place]);
    const told = text(judgeBatch(held, [resultWith({ faults: new Map(names) })]), { detail: 'full' });
    const widest = Math.max(...told.split('\n').map((line) => line.length));
    expect(widest).toBeLessThanOrEqual(102);
    for (const [name, count] of names) expect(told).toMatch(new RegExp(`[ ]${name} ${count}(,|\\n)`));
  });
});

describe('a batch that is not as expected', () => {
  it('tells the objection, what led to it, who else objected, and how to see it again', () => {
    expect(
      text(judgeBatch(held, [violation]))
        .split('\n')
        .slice(0, 13)
        .join('\n'),
    ).toBe(
      lines(
        '✗  violated  leader-crash  rooms+new-id-on-resend  seed 7     81,234 events    4,800 deliveries   140ms',
        '  expected held, but violated by exactly-once and ordered',
        '',
        '  exactly-once/twice-at-client  at 1.207310s, event 8,120',
        '  c7 delivered general#41 twice',
        '',
        '     1.204310s  c3 is asked to broadcast c3-17 in general',
        '  !  1.206000s  s1 loses power',
        '  ✗ 11.207310s  c7 receives page from g1',
        '',
        '  also        ordered/gap: c7 jumped from 41 to 43 (and 1 more)',
        '',
        '  exercised   400 broadcasts: 398 accepted, 0 refused, 2 unknown',
      ),
    );
    expect(text(judgeBatch(held, [violation]))).toMatch(
      /again {7}npx tutti run 'x y.yaml' --seed 7 --set network.loss=5%$/,
    );
  });

  it('tells one run for each kind of objection, three at most', () => {
    const run = (seed: string, name: string) =>
      resultWith({ seed, violations: [objectionBy(name)], asExpected: false });
    const runs = [run('1', 'a/x'), run('2', 'a/x'), run('3', 'b/x'), run('4', 'c/x'), run('5', 'd/x')];
    const told = text(judgeBatch(held, runs));
    expect(told.match(/^ {2}seed \d$/gm)).toEqual(['  seed 1', '  seed 3', '  seed 4']);
    expect(told.match(/--seed \d/g)).toEqual(['--seed 1', '--seed 3', '--seed 4']);
  });

  it('says why it is stuck', () => {
    const run = resultWith({ verdict: 'stuck', reason: 'general accepts nothing', asExpected: false });
    expect(text(judgeBatch(held, [run]))).toContain('\n  stuck: general accepts nothing\n');
  });

  it('marks with a question what proved nothing', () => {
    const run = resultWith({ verdict: 'vacuous', reason: 'nothing was delivered', asExpected: false, deliveries: 0 });
    const told = text(judgeBatch(held, [run]));
    expect(told).toMatch(/^\? {2}vacuous {3}leader-crash/);
    expect(told).toContain('\n              0 deliveries\n');
  });
});

describe('a violation that was expected', () => {
  const batch = judgeBatch(caught, [{ ...violation, asExpected: true }]);

  it('is caught, and says by what in one line', () => {
    expect(text(batch)).toBe(
      lines(
        '✓  caught    leader-crash  rooms+new-id-on-resend  seed 7     81,234 events    4,800 deliveries   140ms',
        '   exactly-once/twice-at-client: c7 delivered general#41 twice',
      ),
    );
  });

  it('is told in full where it stands alone', () => {
    expect(text(batch, { detail: 'full' })).toContain('  !  1.206000s  s1 loses power\n');
    expect(text(batch, { detail: 'full' }).match(/c7 delivered general#41 twice/g)).toHaveLength(1);
  });
});

describe('colours', () => {
  const batches: readonly (readonly [string, Batch])[] = [
    ['a pass', judgeBatch(held, [resultWith()])],
    ['a violation', judgeBatch(held, [violation])],
    ['a caught one', judgeBatch(caught, [{ ...violation, asExpected: true }])],
  ];

  it.each(batches)('change nothing but the colour of %s', (_, batch) => {
    const coloured = text(batch, { detail: 'full', colours: 1 });
    expect(stripVTControlCharacters(coloured)).toBe(text(batch, { detail: 'full' }));
    expect(coloured).toContain('\u001b[');
  });
});

describe('the closing line', () => {
  const closing = (...runs: readonly RunResult[]) => {
    return closingText(
      runs.map((run) => judgeBatch(held, [run])),
      1_234,
      paintAt(0),
    );
  };

  it('counts what is as expected', () => {
    expect(closing(resultWith(), resultWith())).toBe('2 scenarios as expected, 1.23s');
  });

  it('names what is not', () => {
    expect(closing(resultWith(), violation)).toBe(
      lines('  ✗ leader-crash  rooms+new-id-on-resend', '1 scenario as expected, 1 not, 1.23s'),
    );
  });

  it('counts runs where seeds are many', () => {
    const batch = judgeBatch(held, [resultWith(), resultWith({ seed: '2' })]);
    expect(closingText([batch], 500, paintAt(0))).toBe('1 scenario as expected, 2 runs, 500ms');
  });
});
