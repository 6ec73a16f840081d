import type { TimedOperation } from '../chance/index.ts';
import type { FaultRule } from '../scenario/index.ts';

/** When the chaos ends: with the last operation, or the last act that is planned for a moment of its own, undone. */
export function chaosEndUs(operations: readonly TimedOperation[], faults: readonly FaultRule[]): number {
  let endUs = operations.at(-1)?.atUs ?? 0;
  for (const rule of faults) {
    const { timing, lastsUs } = rule;
    const ageUs = rule.verb === 'roll-back' ? rule.ageUs.max : 0;
    if (timing.kind === 'at') endUs = Math.max(endUs, timing.atUs + ageUs + lastsUs.max);
  }
  return endUs;
}
