/**
 * Where the runs of an exploration are made, so many at a time: in this thread, by any protocol, or
 * in worker threads, which are sent text and load protocols themselves.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { seeded } from '../../chance/index.ts';
import { type RunResult, type SelfCheck, selfCheck } from '../../run/index.ts';
import { openPool, type Pool } from '../pool.ts';
import { resultOf } from '../result.ts';
import { type Prepared, type SubjectText, subjectOf } from '../subject.ts';
import { InputError } from './input-error.ts';
import { fitting } from './inputs.ts';

interface Subject {
  readonly prepared: Prepared;
  readonly told: SubjectText;
}

interface Wanted {
  /** A place in the list of subjects. */
  readonly subject: number;
  readonly seed: string;
  /** Whether it is made twice. */
  readonly isChecked: boolean;
}

type Reply =
  | { readonly kind: 'ran'; readonly result: RunResult; readonly selfCheck: SelfCheck | undefined }
  | { readonly kind: 'lost'; readonly why: string };

/** See the head of this file. */
export interface Lanes {
  readonly count: number;
  /** One run at a time in each lane, from 0. */
  run(wanted: Wanted, lane: number): Promise<Reply>;
  close(): Promise<void>;
}

/** After so long without a sign of life a thread is given up. */
const silenceMs = 60_000;

/** @throws InputError where a subject cannot be sent to a thread. */
export async function openLanes(subjects: readonly Subject[], workers: number): Promise<Lanes> {
  if (!Number.isSafeInteger(workers) || workers < 0) {
    throw InputError.of('workers', `expected a number of threads, or 0, found ${workers}`);
  }
  if (workers === 0) return hereOnly(subjects);
  for (const { asked, fingerprint } of subjects.map(({ prepared }) => prepared)) {
    if (fingerprint !== '') continue;
    const remedy = 'give its file, or workers: 0';
    throw InputError.of('protocol', `${asked} is a value, which cannot be sent to worker threads`, remedy);
  }
  const sources = subjects.map(({ told, prepared }) => ({ kind: 'scenario', told, asked: prepared.asked }) as const);
  const deaf = () => undefined;
  const pool = await openPool(sources, { workers, silenceMs, memoryMb: undefined, inched: deaf, said: deaf });
  return inThreads(pool);
}

function hereOnly(subjects: readonly Subject[]): Lanes {
  return {
    count: 1,
    async run({ subject, seed, isChecked }) {
      await nextTurn();
      const { prepared } = subjects[subject] as Subject;
      return fitting(prepared, () => {
        const result = resultOf(prepared, seeded(seed));
        const check = isChecked ? selfCheck({ ...subjectOf(prepared), schedule: seeded(seed) }, result) : undefined;
        return { kind: 'ran', result, selfCheck: check };
      });
    },
    close: async () => undefined,
  };
}

function inThreads(pool: Pool): Lanes {
  return {
    count: pool.lanes,
    async run(wanted, lane) {
      const reply = await pool.do({ kind: 'run', ...wanted }, lane);
      if (reply.kind === 'ran' || reply.kind === 'lost') return reply;
      if (reply.kind === 'misfit') throw new InputError([reply.error]);
      if (reply.kind === 'bug') throw Object.assign(new Error(reply.message), { stack: reply.stack });
      throw new Error('a run is answered by a result');
    },
    close: () => pool.close(),
  };
}
