import { describe, expect, it, vi } from 'vitest';
import { conclude } from '../../../src/explore/conclude.ts';
import { type ExploreOptions, explore } from '../../../src/explore/explore.ts';
import type { Findings } from '../../../src/explore/findings.ts';
import { merge } from '../../../src/explore/merge.ts';
import type { Answer, Task } from '../../../src/explore/workshop.ts';
import { explored, optionsWith, planOf } from '../../reference/exploring.ts';
import { failing } from '../../reference/failures.ts';
import { objectionBy, resultWith } from '../../reference/results.ts';

/** What is said of the runs of some tests in place of running them. */
const stand = vi.hoisted((): { in: ((task: Task) => Answer) | undefined } => ({ in: undefined }));

vi.mock('../../../src/explore/workshop.ts', async (original) => {
  const actual = await original<typeof import('../../../src/explore/workshop.ts')>();
  const openWorkshop: typeof actual.openWorkshop = async (sources, isStopped) => {
    const workshop = await actual.openWorkshop(sources, isStopped);
    return { do: (task, hear) => stand.in?.(task) ?? workshop.do(task, hear) };
  };
  return { ...actual, openWorkshop };
});

async function exploredWith(answer: (task: Task) => Answer | undefined, given: Partial<ExploreOptions> = {}) {
  stand.in = answer as (task: Task) => Answer;
  try {
    return await explored(planOf({ a: 'protocol: newsfeed', b: 'protocol: newsfeed' }), given);
  } finally {
    stand.in = undefined;
  }
}

const held = (seed: string): Answer => ({ kind: 'ran', result: resultWith({ seed }), selfCheck: undefined });

function seedsRun({ runs }: Findings): string[] {
  return runs.map(({ subject, result }) => `${subject}:${result.seed}`);
}

describe('an exploration', () => {
  it('runs every scenario with every seed, and tells it in order of scenario and seed', async () => {
    const heard: string[] = [];
    const hear = {
      ran: ({ subject, place }: { subject: number; place: number }) => heard.push(`${subject}:${place + 1}`),
    };
    const findings = await explored(planOf({ a: 'protocol: newsfeed', b: 'protocol: newsfeed' }), { seeds: 2, hear });
    expect(heard).toEqual(['0:1', '1:1', '0:2', '1:2']);
    expect(seedsRun(findings)).toEqual(['0:1', '0:2', '1:1', '1:2']);
    expect(conclude(findings).batches.map(({ batch }) => [batch.scenario, batch.asExpected])).toEqual([
      ['a', true],
      ['b', true],
    ]);
  });

  it('makes a share of the runs twice', async () => {
    const twice: string[] = [];
    await exploredWith(
      (task) => {
        if (task.kind !== 'run') return undefined;
        if (task.isChecked) twice.push(`${task.subject}:${task.seed}`);
        return held(task.seed);
      },
      { seeds: 5, selfCheckPpm: 300_000 },
    );
    expect(twice).toEqual(['0:1', '1:1', '0:5', '1:5']);
  });

  it('ends with the first failure, in order of seeds', async () => {
    const plan = planOf({ a: 'protocol: newsfeed', b: 'protocol: newsfeed\nnetwork: { loss: 60% }' });
    const findings = await explored(plan, { seeds: 9, stopOnFirst: true });
    const last = findings.runs.at(-1);
    expect(findings.ended).toBe('at-first');
    expect(findings.runs.filter(({ result }) => result.verdict === 'violated')).toEqual([last]);
    expect(findings.runs.length).toBeLessThan(18);
  });

  it('gives each scenario a seed, however short the time', async () => {
    expect(
      seedsRun(
        await exploredWith((task) => (task.kind === 'run' ? held(task.seed) : undefined), {
          seeds: undefined,
          forMs: 0.001,
        }),
      ),
    ).toEqual(['0:1', '1:1']);
  });

  it('goes on until everything was covered, in turns, with what is open', async () => {
    const plan = planOf({ a: 'protocol: sequencer\nsometimes: [torn-tail-cut]' });
    stand.in = (task) => {
      const seed = task.kind === 'run' ? task.seed : '';
      const names = plan.scenarios[0]?.prepared.protocol.sometimes ?? [];
      const sometimes = new Map(seed === '5' ? names.map((name) => [name, 1]) : []);
      // The second subject is the canary.
      const violations = task.subject === 1 ? [objectionBy('persisted/lost')] : [];
      return { kind: 'ran', result: resultWith({ seed, sometimes, violations }), selfCheck: undefined };
    };
    const findings = await explored(plan, { seeds: 2, untilCovered: true });
    stand.in = undefined;
    expect(findings.runs).toHaveLength(6);
  });

  it('explores nothing where the canary is not caught', async () => {
    const heldAll = (task: Task) => (task.kind === 'run' ? held(task.seed) : undefined);
    stand.in = heldAll as (task: Task) => Answer;
    const findings = await explored(planOf({ a: 'protocol: sequencer' }));
    stand.in = undefined;
    expect(findings.runs).toEqual([]);
    expect(findings.canaries).toMatchObject([
      { mutant: 'ack-before-sync', isCaught: false, sentence: expect.stringContaining('should have objected') },
    ]);
  });

  it('tells a bug of ours, and what there was before it', async () => {
    const findings = await exploredWith((task) => {
      if (task.kind !== 'run') return undefined;
      return task.seed === '2' ? { kind: 'bug', message: 'broken', stack: 'there' } : held(task.seed);
    });
    expect(seedsRun(findings)).toEqual(['0:1', '1:1']);
    expect(findings.bug?.message).toBe('broken');
  });

  it('runs no more of a scenario that does not fit its protocol', async () => {
    const error = { file: 'a.yaml', line: 1, column: 1, message: 'there is no node "x"' };
    const findings = await exploredWith((task) => {
      if (task.kind !== 'run') return undefined;
      return task.subject === 0 ? { kind: 'misfit', error } : held(task.seed);
    });
    expect(findings.errors).toEqual([error]);
    expect(seedsRun(findings)).toEqual(['1:1', '1:2', '1:3']);
  });

  it('comes to an end at an interrupt, and writes down what failed', async () => {
    const stopping = new AbortController();
    const hear = { ran: ({ place }: { place: number }) => place === 1 && stopping.abort() };
    const plan = planOf({ a: 'protocol: newsfeed\nnetwork: { loss: 60% }' });
    const findings = await explored(plan, { seeds: 9, signal: stopping.signal, hear, shrinkRuns: 100 });
    expect(findings.ended).toBe('interrupted');
    expect(seedsRun(findings)).toEqual(['0:1', '0:2']);
    const { failures } = conclude(findings);
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.every(({ file }) => file !== undefined && file.caught.failure.story === undefined)).toBe(true);
  });

  it('shrinks what fails, and has one file for what is one failure', async () => {
    const plan = planOf({ a: 'protocol: newsfeed\nnetwork: { loss: 60% }' });
    const written: string[] = [];
    const findings = await explored(plan, {
      shrinkRuns: 300,
      hear: { caught: ({ seed, failure }) => written.push(`${seed}${failure.story === undefined ? '' : ' story'}`) },
    });
    const { failures } = conclude(findings);
    expect(new Set(failures.map(({ file }) => file?.name)).size).toBe(failures.length);
    expect(failures.every(({ file }) => (file?.caught.failure.story?.elements.length ?? 0) > 0)).toBe(true);
    expect(written[0]).toMatch(/^\d$/);
    const [first] = failures;
    const fastest = [...findings.runs].sort((one, other) => one.result.events - other.result.events)[0];
    expect(first?.seed).toBe(fastest?.result.seed);
  });
});

describe('regressions', () => {
  const { prepared, failure } = failing('ack-first', '1');
  const of = { file: 'regressions/old.json', text: JSON.stringify({ ...failure, expect: 'held' }), failure };
  const regressions = [{ name: 'old', of, prepared }];

  it('come first, once, in the first part, and have no failure file of their own', async () => {
    const plan = { ...planOf({ a: 'protocol: newsfeed' }), regressions };
    const findings = await explored(plan, { seeds: 2 });
    expect(findings.runs.map(({ subject, result }) => [subject, result.scenario, result.verdict])).toEqual([
      [0, 'old', 'violated'],
      [1, 'a', 'held'],
      [1, 'a', 'held'],
    ]);
    const { batches, failures } = conclude(findings);
    expect(failures).toEqual([]);
    expect(batches.map(({ batch }) => batch.asExpected)).toEqual([false, true]);
    const second = await explored(plan, { seeds: 2, shard: { index: 2, of: 2 } });
    expect(second.runs.map(({ subject }) => subject)).toEqual([1]);
  });

  it('that fail again end it where the first failure does', async () => {
    const plan = { ...planOf({ a: 'protocol: newsfeed' }), regressions };
    expect((await explored(plan, { stopOnFirst: true })).runs).toHaveLength(1);
  });
});

describe('parts', () => {
  it('make the whole, but for what was measured', async () => {
    const plan = planOf({
      a: 'protocol: newsfeed\nnetwork: { loss: 60% }',
      b: 'protocol: sequencer\nsometimes: [torn-tail-cut]',
    });
    const given = { seeds: 6, selfCheckPpm: 300_000, shrinkRuns: 200 };
    const parts = [1, 2, 3].map(async (index) => {
      return { file: `${index}`, findings: await explore(plan, optionsWith({ ...given, shard: { index, of: 3 } })) };
    });
    const [first, ...others] = await Promise.all(parts);
    if (first === undefined) throw new Error('three parts');
    const { findings, gaps } = merge([first, ...others]);
    expect(gaps).toEqual([]);
    expect(told(conclude(findings))).toEqual(told(conclude(await explored(plan, given))));
  });
});

/** All that is concluded, without real time. */
function told({ findings, ...concluded }: ReturnType<typeof conclude>): unknown {
  const { canaries, errors, ended } = findings;
  const text = JSON.stringify({ ...concluded, canaries, errors, ended }, (key, value: unknown) => {
    return key === 'wallMs' ? undefined : value instanceof Map ? [...value] : value;
  });
  return JSON.parse(text);
}
