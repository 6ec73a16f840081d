/** The thread of `shrinkApart`. */
import { parentPort, workerData } from 'node:worker_threads';
import { failureText, readFailure } from '../failure-file.ts';
import { prepareFailure } from '../failure-subject.ts';
import type { ShrinkNews, ShrinkTask } from './apart.ts';
import { shrink } from './index.ts';

const { file, text, runs, flag } = workerData as ShrinkTask;
const stop = new Int32Array(flag);
const tell = (news: ShrinkNews) => parentPort?.postMessage(news);
const failure = readFailure(text, file);
if (!('schedule' in failure)) throw new Error(failure.message);
const prepared = await prepareFailure({ file, text, failure });
if ('errors' in prepared) throw new Error(prepared.errors[0]?.message);
const small = shrink(prepared, failure, {
  runs,
  progress: (progress) => tell({ progress }),
  isStopped: () => Atomics.load(stop, 0) !== 0,
});
tell({ text: small === undefined ? null : failureText(small) });
