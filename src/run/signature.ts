import type { RunResult } from './result.ts';

/**
 * What a failure is about, never whom or when: the property and the clause that objected first
 * (`persisted/missing-after-restart`), or that a stuck run leaves open; `stuck/bound` where a bound
 * on events or time broke it off. Undefined for a run that did not fail.
 */
export function signatureOf({ verdict, violations, leavesOpen }: RunResult): string | undefined {
  const [objection = leavesOpen] = violations;
  if (verdict === 'violated' || verdict === 'stuck') {
    return objection === null ? 'stuck/bound' : `${objection.property}/${objection.clause}`;
  }
  return undefined;
}
