import type { Offence } from '../contract/index.ts';
import { runBounded } from './endless.ts';
import { guard, installGuard, watched } from './guard.ts';

/** What came of protocol code that ran outside any handler. */
export interface UserCode<Value> {
  readonly ended: 'returned' | 'threw' | 'endless';
  /** Defined when it returned. */
  readonly value: Value | undefined;
  /** Defined when it threw. */
  readonly thrown: unknown;
  /** Banned calls, swallowed ones included. */
  readonly offences: readonly Offence[];
}

/**
 * Runs protocol code that is no handler, a module or a layout: watched by the guard, and ended when
 * it takes longer than `boundMs` of real time.
 */
export function runUserCode<Value>(act: () => Value, boundMs: number): UserCode<Value> {
  installGuard();
  guard.offences.length = 0;
  let ended: UserCode<Value>['ended'] = 'endless';
  let value: Value | undefined;
  let thrown: unknown;
  runBounded(() => {
    try {
      value = watched(act);
      ended = 'returned';
    } catch (error) {
      thrown = error;
      ended = 'threw';
    }
  }, boundMs);
  return { ended, value, thrown, offences: guard.offences.splice(0) };
}
