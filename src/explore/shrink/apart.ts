/**
 * Shrinking in a thread of its own, so that whoever waits for it can be interrupted: what there is
 * by then is kept.
 */
import { Worker } from 'node:worker_threads';
import type { ShrinkProgress } from './index.ts';

/** What the thread is told. `flag` is one 32-bit word: not 0 once it is to stop. */
export interface ShrinkTask {
  /** A failure file, and its text. */
  readonly file: string;
  readonly text: string;
  readonly runs: number | undefined;
  readonly flag: SharedArrayBuffer;
}

/** What the thread tells: how far it is, and at last the text of the small failure; null where it no longer fails. */
export type ShrinkNews = { readonly progress: ShrinkProgress } | { readonly text: string | null };

/** Shrinking under way. */
export interface ShrinkApart {
  /** The text of the small failure's file; undefined when the schedule no longer fails as it did. */
  readonly text: Promise<string | undefined>;
  /** Leaves it at what there is. */
  stop(): void;
}

/** Begins to shrink the failure in that file. */
export function shrinkApart(
  told: { readonly file: string; readonly text: string; readonly runs?: number | undefined },
  progress: (told: ShrinkProgress) => void,
): ShrinkApart {
  const flag = new SharedArrayBuffer(4);
  const task: ShrinkTask = { file: told.file, text: told.text, runs: told.runs, flag };
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: task, stdout: false });
  const text = new Promise<string | undefined>((resolve, reject) => {
    worker.on('message', (news: ShrinkNews) => {
      if ('progress' in news) progress(news.progress);
      else resolve(news.text ?? undefined);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`the thread that shrinks ended with exit code ${code}`)));
  });
  return { text, stop: () => Atomics.store(new Int32Array(flag), 0, 1) };
}
