import type { Cut, FaultAct, FaultRule, Target } from '../scenario/types.ts';

/**
 * Stable names for the rules of a fault plan: verb and target (`crash-leader`, `partition-s1-to-clients`),
 * from the second alike on with a count (`crash-leader/2`). Never the place in the file, so that a
 * rule more reshuffles no other.
 */
export function ruleLabels(rules: readonly FaultRule[]): readonly string[] {
  const counts = new Map<string, number>();
  return rules.map((rule) => {
    const words = actWords(rule);
    const count = (counts.get(words) ?? 0) + 1;
    counts.set(words, count);
    return count === 1 ? words : `${words}/${count}`;
  });
}

function actWords(act: FaultAct): string {
  return `${act.verb}-${'cut' in act ? cutWords(act.cut) : targetWords(act.target)}`;
}

function cutWords(cut: Cut): string {
  switch (cut.kind) {
    case 'isolate':
      return targetWords(cut.target);
    case 'bridge':
    case 'ring':
      return `${cut.kind}-${targetWords(cut.target)}`;
    case 'between':
      return `${targetWords(cut.a)}-and-${targetWords(cut.b)}`;
    case 'one-way':
      return `${targetWords(cut.from)}-to-${targetWords(cut.to)}`;
    case 'zone':
      return `zone-${cut.zone ?? 'any'}`;
  }
}

function targetWords(target: Target): string {
  switch (target.kind) {
    case 'named':
      return target.names.join('+');
    case 'it':
      return 'it';
    case 'one':
      return target.role;
    case 'all':
      return `${target.role}s`;
    case 'gateway-of':
      return `gateway-of-${targetWords(target.client)}`;
    default:
      return target.shard === undefined ? target.kind : `${target.kind}-of-${target.shard}`;
  }
}
