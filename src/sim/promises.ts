/**
 * Catches what no trap can: promises that protocol code begins by `async`, `await` or `new Promise`.
 * The engine tells of each promise as it is made, so that it is blamed on the very handler, and on
 * the run, in which it began; what it goes on to do comes after both. Its rejection is taken care
 * of, or it would end the whole program later.
 */
import { promiseHooks } from 'node:v8';
import { isCalledByUser } from './blame.ts';
import { captureCaller, guard, recordOffence, unwatched } from './guard.ts';

/** Watches promises until the answer is called. Costs some ten microseconds, and nothing for code that makes none. */
export function watchPromises(): () => void {
  const unwatch = promiseHooks.onInit(begins);
  return () => void unwatch();
}

function begins(promise: unknown): void {
  if (!guard.watching) return;
  unwatched(() => {
    const beginning = new Error('a promise begins');
    captureCaller(beginning, begins);
    if (!isCalledByUser(beginning)) return;
    recordOffence('asynchronous', 'begins a promise; handlers are synchronous', beginning);
    (promise as PromiseLike<unknown>).then(undefined, () => undefined);
  });
}
