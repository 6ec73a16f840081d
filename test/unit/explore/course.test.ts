import { describe, expect, it } from 'vitest';
import { Course } from '../../../src/explore/course.ts';
import type { Caught, Ran } from '../../../src/explore/findings.ts';
import { groupsOf } from '../../../src/explore/groups.ts';
import type { Pool, Reply } from '../../../src/explore/pool.ts';
import type { Task } from '../../../src/explore/workshop.ts';
import { caughtAt, failingAt, ranAt, subjectWith } from '../../reference/findings.ts';

/** A pool of two lanes that answers when it is told to, in any order. */
class HeldPool implements Pool {
  readonly lanes = 2;
  readonly open: { readonly task: Task; readonly answer: (reply: Reply) => void }[] = [];

  do(task: Task): Promise<Reply> {
    return new Promise((answer) => this.open.push({ task, answer }));
  }

  /** Answers the task that was given first, or the one after it, and lets what waits for it go on. */
  async answer(which: 0 | 1, replyTo: (task: Task) => Reply): Promise<void> {
    const [one] = this.open.splice(which, 1);
    if (one === undefined) throw new Error(`nobody waits for ${which}`);
    one.answer(replyTo(one.task));
    for (let turn = 0; turn < 4; turn++) await Promise.resolve();
  }

  stop(): void {}
  async close(): Promise<void> {}
}

const subjects = [subjectWith()];

function courseOn(pool: Pool, stopOnFirst: boolean, caught: (caught: Caught) => void = () => undefined): Course {
  return new Course(subjects, pool, { tool: 't', selfCheckPpm: 0, stopOnFirst, signal: undefined, hear: { caught } });
}

function* seats(count: number) {
  for (let place = 0; place < count; place++) yield { subject: 0, place, seed: String(place + 1) };
}

/** Seeds from 3 on fail, the later the faster. */
function replyTo(task: Task): Reply {
  if (task.kind === 'shrink') return { kind: 'told', failure: undefined };
  const place = Number(task.kind === 'tell' ? task.found.seed : task.seed) - 1;
  const ran: Ran = place < 2 ? ranAt(place) : failingAt(place, 'ordered/gap', 100 - place);
  if (task.kind === 'tell') return { kind: 'told', failure: caughtAt(ran).failure };
  return { kind: 'ran', result: ran.result, selfCheck: undefined };
}

describe('a course', () => {
  it('knows runs by seed, and not by when they came back', async () => {
    const pool = new HeldPool();
    const course = courseOn(pool, false);
    const done = course.run(seats(3));
    await pool.answer(1, replyTo);
    await pool.answer(1, replyTo);
    await pool.answer(0, replyTo);
    while (pool.open.length > 0) await pool.answer(0, replyTo);
    await done;
    expect(course.runs.map(({ result }) => result.seed)).toEqual(['1', '2', '3']);
  });

  it('counts nothing behind the first failure, though it was run', async () => {
    const pool = new HeldPool();
    const course = courseOn(pool, true);
    const done = course.run(seats(9));
    // Seed 1 takes long: 2, 3 and 4 are through before it, were they asked for.
    await pool.answer(1, replyTo);
    await pool.answer(1, replyTo);
    await pool.answer(0, replyTo);
    while (pool.open.length > 0) await pool.answer(0, replyTo);
    await done;
    expect(course.isAtFirst).toBe(true);
    expect(course.runs.map(({ result }) => result.seed)).toEqual(['1', '2', '3']);
  });

  it('leaves out a failure that came back before an earlier one', async () => {
    const pool = new HeldPool();
    const course = courseOn(pool, true);
    const later = seats(9);
    for (let nth = 0; nth < 2; nth++) later.next();
    const done = course.run(later);
    await pool.answer(1, replyTo);
    await pool.answer(0, replyTo);
    while (pool.open.length > 0) await pool.answer(0, replyTo);
    await done;
    expect(course.runs.map(({ result }) => result.seed)).toEqual(['3']);
  });

  it('writes down the first of a signature at once, and the fastest in the end', async () => {
    const pool = new HeldPool();
    const written: string[] = [];
    const course = courseOn(pool, false, ({ seed }) => written.push(seed));
    const done = course.run(seats(6));
    while (pool.open.length > 0) await pool.answer(0, replyTo);
    await done;
    expect(written).toEqual(['3']);
    const telling = course.tell(groupsOf({ subjects, runs: course.runs }));
    while (pool.open.length > 0) await pool.answer(0, replyTo);
    await telling;
    expect(written).toEqual(['3', '6']);
  });

  it('goes on without a seed that was lost', async () => {
    const pool = new HeldPool();
    const course = courseOn(pool, false);
    const done = course.run(seats(2));
    await pool.answer(0, () => ({ kind: 'lost', why: 'out of memory' }));
    await pool.answer(0, replyTo);
    await done;
    expect(course.lost).toEqual([{ subject: 0, place: 0, seed: '1', why: 'out of memory' }]);
    expect(course.runs.map(({ place }) => place)).toEqual([1]);
  });
});
