import { describe, expect, it } from 'vitest';
import { conclude } from '../../../src/explore/conclude.ts';
import type { Findings } from '../../../src/explore/findings.ts';
import {
  annotations,
  ExploringProgress,
  exploredReport,
  exploredText,
  jobSummary,
  junitText,
  paintAt,
  reportSchema,
} from '../../../src/report/index.ts';
import { caughtAt, failingAt, findingsWith, ranAt, subjectWith } from '../../reference/findings.ts';
import { resultWith } from '../../reference/results.ts';

const failing = failingAt(1, 'exactly-once/twice', 90);
const canary = { protocol: 'rooms', mutant: 'forgets', scenario: 'steady', seed: '1' };

const reachable = ['leader-changed', 'torn'];

/** Two scenarios, of which one fails with one of two seeds, and what else may go wrong. */
const bad: Partial<Findings> = {
  subjects: [subjectWith({ reachable }), subjectWith({ name: 'steady', file: 's/steady.yaml', reachable })],
  runs: [ranAt(0), failing, ranAt(0, { scenario: 'steady' }, 1)],
  caught: [caughtAt(failing, ['crash-leader #1'])],
  lost: [{ subject: 1, place: 1, seed: '2', why: 'out of memory, with 64 MB of heap' }],
  canaries: [{ ...canary, isCaught: false, sentence: 'persisted should have objected, and the run held' }],
};
const strange = conclude(findingsWith(bad));
const fine = conclude(findingsWith({ canaries: [{ ...canary, isCaught: true, sentence: 'caught by persisted' }] }));
const errors = [{ file: 'a,b:c.yaml', line: 3, column: 7, message: '100%\nwrong', remedy: null }];

function text(exploration: typeof fine, unwritten: readonly string[] = []): string {
  return exploredText(exploration, { paint: paintAt(0), out: 'failures', unwritten: new Set(unwritten) });
}

describe('an exploration as text', () => {
  it('tells each scenario in a line, each failure with its story and its command, and what was covered', () => {
    expect(text(strange)).toBe(
      `
✗  violated  leader-crash  rooms  2 seeds    162,468 events    9,600 deliveries   280ms
  expected held, but violated exactly-once/twice with 1 of 2 seeds (2)
✓  held      steady        rooms  seed 1      81,234 events    4,800 deliveries   140ms

✗  exactly-once/twice  leader-crash  rooms  1 seed (2)
  c7 delivered general#41 twice

  story       1 of 120 elements are left, and none of them can go
              crash-leader #1 strikes (without this: held)
  again       npx tutti replay failures/leader-crash-rooms-exactly-once-2.json

  explored    3 runs of 2 scenarios, with 4 seeds each
              36s of virtual time, 243,702 events
  speed       1.5 runs and 121,851 events per second, by 2 workers, in 2s
  faults      crash 9, drop 636
  sometimes   leader-changed 3
  never       rooms: torn
  canary      rooms+forgets was NOT caught in steady with seed 1: persisted should have objected, and the run held
  lost        steady seed 2: out of memory, with 64 MB of heap`.slice(1),
    );
  });

  it('gives another command where no file could be written', () => {
    expect(text(strange, ['leader-crash-rooms-exactly-once-2.json'])).toContain(
      'again       npx tutti run scenarios/leader-crash.yaml --seed 2\n',
    );
  });

  it('says which part it is, and that a part has no canary', () => {
    const part = conclude(findingsWith({ shard: { index: 2, of: 4 } }));
    expect(text(part)).toContain('explored    1 run of 1 scenario, with 4 seeds each: part 2 of 4');
    expect(text(part)).toContain('canary      with part 1');
  });
});

describe('an exploration as JSON', () => {
  it('keeps the schema of reports', () => {
    for (const exploration of [strange, fine]) {
      const report = exploredReport(exploration, { exitCode: 1, errors, out: 'f' });
      expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    }
  });

  it('names files and seeds of failures', () => {
    const { failures, lost, measured } = exploredReport(strange, { exitCode: 1, errors: [], out: 'f/' });
    expect(failures).toMatchObject([
      { seed: '2', seeds: ['2'], file: 'f/leader-crash-rooms-exactly-once-2.json', story: { isMinimal: true } },
    ]);
    expect(lost).toMatchObject([{ scenario: 'steady', seed: '2' }]);
    expect(measured).toEqual({ wallMs: 2_000, workers: 2, runsPerS: 1.5, eventsPerS: 121_851 });
  });
});

describe('an exploration for JUnit', () => {
  it('has a case for each scenario and canary, and escapes what XML must not hold', () => {
    const sentence = 'a < b & "c" \u0007\ud800';
    const violated = failingAt(0, 'ordered/gap', 9);
    const [violation] = violated.result.violations;
    const run = ranAt(0, { violations: violation === undefined ? [] : [{ ...violation, sentence }] });
    expect(junitText(conclude(findingsWith({ runs: [run] })), [], 'f')).toBe(
      `
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tutti" tests="1" failures="1" errors="0" time="2.000">
  <testsuite name="tutti explore" tests="1" failures="1" errors="0" skipped="0" time="2.000">
    <testcase name="leader-crash" classname="rooms" time="0.140">
      <failure message="a &lt; b &amp; &quot;c&quot; \uFFFD\uFFFD" type="ordered/gap">ordered/gap: a &lt; b &amp; &quot;c&quot; \uFFFD\uFFFD
fails with 1 of 1 seeds</failure>
    </testcase>
  </testsuite>
</testsuites>
`.slice(1),
    );
  });

  it('tells failures from errors: a seed that was lost, a file that is wrong', () => {
    const lines = junitText(strange, errors, 'f').split('\n');
    expect(lines[1]).toContain('tests="4" failures="2" errors="2"');
    expect(lines.filter((line) => line.includes('<testcase')).map((line) => /name="([^"]*)"/.exec(line)?.[1])).toEqual([
      'leader-crash',
      'steady',
      'canary in steady',
      'a,b:c.yaml',
    ]);
    expect(lines.filter((line) => line.includes('<error'))).toHaveLength(2);
    expect(junitText(fine, [], 'f')).toContain('<testcase name="leader-crash" classname="rooms" time="0.140"/>');
  });
});

describe('an exploration for GitHub', () => {
  it('annotates files, escaped as the runner unescapes it', () => {
    const [wrong, failure, lost, missed] = annotations(strange, errors, 'f');
    expect(wrong).toBe('::error file=a%2Cb%3Ac.yaml,line=3,col=7,title=tutti::100%25%0Awrong');
    expect(failure).toBe(
      '::error file=scenarios/leader-crash.yaml,title=leader-crash%3A exactly-once/twice::c7 delivered general#41 twice' +
        '%0Afails with 1 of 2 seeds%0Astory       1 of 120 elements are left, and none of them can go' +
        '%0Acrash-leader #1 strikes (without this: held)%0Anpx tutti replay f/leader-crash-rooms-exactly-once-2.json',
    );
    expect(lost).toContain('title=steady%3A lost::seed 2 did not come to an end: out of memory');
    expect(missed).toContain('::error title=steady%3A canary::the canary was not caught');
    expect(annotations(fine, [], 'f')).toEqual([]);
  });

  it('sums up a job in Markdown, with the story of each failure and no markup of users', () => {
    const summary = jobSummary(strange, errors, 'f');
    expect(summary).toContain('| ❌ | leader-crash | rooms | violated | 2 seeds |');
    expect(summary).toContain('### leader-crash, rooms: exactly-once/twice\n\nc7 delivered general\\#41 twice\n');
    expect(summary).toContain('```text\nfails with 1 of 2 seeds\nstory ');
    expect(summary).toContain('- a,b:c.yaml: 100% wrong');
  });
});

describe('progress', () => {
  it('says what is done, how fast, how long still, and what was found', () => {
    let nowMs = 0;
    const progress = new ExploringProgress({ seeds: 100, forMs: undefined }, 2, () => nowMs);
    nowMs = 2_000;
    for (let nth = 0; nth < 50; nth++) progress.ran(resultWith({ seed: '25' }));
    expect(progress.text()).toBe('50 of 200 runs  25/s  6s left  leader-crash seed 25');
    for (const file of ['a', 'b', 'a']) progress.caught(file);
    expect(progress.text()).toContain('  2 failures  ');
    progress.inched(12, 40);
    expect(progress.text()).toBe('shrinking: 40 runs, 12 elements left  2 failures');
  });

  it('counts down where time sets the bound', () => {
    let nowMs = 0;
    const progress = new ExploringProgress({ seeds: undefined, forMs: 30_000 }, 2, () => nowMs);
    nowMs = 10_000;
    progress.ran(resultWith());
    expect(progress.text()).toBe('1 runs  0/s  20s left  leader-crash seed 1');
  });
});
