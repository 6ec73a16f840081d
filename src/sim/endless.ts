/**
 * Ends protocol code that does not end by itself. JavaScript cannot interrupt itself, but the
 * engine ends a script at a time limit; so work is done in batches, each called from a script.
 * What was ended stops in mid-air, without running its `catch` and `finally`.
 */
import { Script } from 'node:vm';
import { guard } from './guard.ts';
import { watchPromises } from './promises.ts';

/** Where the script, which sees globals only, finds the batch to run. */
const slot = Symbol.for('tutti.batch');
/** The script's globals; some test runners give modules others. */
const globals = new Script('globalThis').runInThisContext() as object;
const script = new Script(`globalThis[Symbol.for('tutti.batch')]()`, { filename: 'tutti-batch' });

/**
 * Runs a batch for at most `ms` milliseconds of real time, 1 or more. What the batch throws is
 * thrown on as it is. Either way the guard no longer watches afterwards. Costs some 50
 * microseconds. Not to be nested: the inner call would forget the outer batch.
 */
export function runBounded(batch: () => void, ms: number): 'done' | 'endless' {
  let ended: 'threw' | 'done' | undefined;
  let thrown: unknown;
  const run = () => {
    try {
      batch();
      ended = 'done';
    } catch (error) {
      ended = 'threw';
      thrown = error;
    }
  };
  Object.defineProperty(globals, slot, { value: run, configurable: true });
  const unwatch = watchPromises();
  guard.hearing = true;
  try {
    script.runInThisContext({ timeout: ms, displayErrors: false });
  } catch (error) {
    // The limit may strike between the end of the batch and that of the script: then it has ended.
    if (!isTimeout(error)) throw error;
  } finally {
    guard.watching = false;
    guard.hearing = false;
    unwatch();
    Reflect.deleteProperty(globals, slot);
  }
  if (ended === 'threw') throw thrown;
  return ended ?? 'endless';
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
