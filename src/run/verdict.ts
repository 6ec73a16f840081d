import type { Violation } from '../contract/index.ts';
import type { Expectation } from '../scenario/index.ts';
import { tellLack, vacuousAlone } from './lacks.ts';
import type { Lack, RunResult, Verdict } from './result.ts';

interface Findings {
  readonly violations: readonly Violation[];
  readonly stuck: string | undefined;
  readonly leavesOpen?: RunResult['leavesOpen'];
  readonly lacks: readonly Lack[];
  readonly expect: Expectation;
}

/** The verdict of one run, its reason, and whether the scenario expects it of this seed alone. */
export function decideVerdict(findings: Findings): Pick<RunResult, 'verdict' | 'reason' | 'asExpected'> {
  const lacks = vacuousAlone(findings.lacks);
  const verdict = verdictOf(findings, lacks);
  const reason =
    verdict === 'stuck' ? (findings.stuck ?? null) : verdict === 'vacuous' ? lacks.map(tellLack).join('; ') : null;
  return { verdict, reason, asExpected: isExpected(verdict, findings) };
}

function verdictOf({ violations, stuck }: Findings, lacks: readonly Lack[]): Verdict {
  if (violations.length > 0) return 'violated';
  if (stuck !== undefined) return 'stuck';
  return lacks.length > 0 ? 'vacuous' : 'held';
}

/**
 * An expected violation needs an objection by a named property, and none by any other. A run that
 * is stuck objects by the property that it leaves open.
 */
function isExpected(verdict: Verdict, { expect, violations, leavesOpen }: Findings): boolean {
  if (expect.kind !== 'violated') return verdict === expect.kind;
  if (verdict === 'stuck') return leavesOpen != null && expect.properties.includes(leavesOpen.property);
  return verdict === 'violated' && violations.every(({ property }) => expect.properties.includes(property));
}
