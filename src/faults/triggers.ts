/**
 * Acts that wait for something to happen. Whoever hears everything that happens in a run tells it
 * here; what fits a rule's pattern is counted, and the counted ones strike. A run whose rules wait
 * for nothing need not be listened to.
 */
import type { NodeId } from '../contract/index.ts';
import type { FaultRule } from '../scenario/types.ts';
import type { TraceEntry } from '../sim/index.ts';
import { fits, type Means } from './patterns.ts';

/** An event that fits, as an act sees it: where it happened. */
export type Strike = (rule: number, nth: number, it: NodeId) => void;

/** Whether any rule waits for events. */
export function listens(rules: readonly FaultRule[]): boolean {
  return rules.some(({ verb, timing }) => {
    if (verb === 'hold') return true;
    return timing.kind === 'after' || (timing.kind === 'every' && timing.between !== undefined);
  });
}

/** See the head of this file. */
export class Triggers {
  readonly #rules: readonly FaultRule[];
  readonly #means: Means;
  /** Events that fitted, by rule. */
  readonly #seen: number[];
  /** Rules within their window. */
  readonly #open = new Set<number>();

  constructor(rules: readonly FaultRule[], means: Means) {
    this.#rules = rules;
    this.#means = means;
    this.#seen = rules.map(() => 0);
  }

  /** Whether the rule may strike now, as far as its window goes. */
  isOpen(rule: number): boolean {
    const { timing } = this.#rules[rule] as FaultRule;
    return timing.kind !== 'every' || timing.between === undefined || this.#open.has(rule);
  }

  happened(entry: TraceEntry, strike: Strike): void {
    for (const [rule, { timing }] of this.#rules.entries()) {
      if (timing.kind === 'every' && timing.between !== undefined) {
        const [since, until] = timing.between;
        if (fits(since, entry, this.#means)) this.#open.add(rule);
        else if (fits(until, entry, this.#means)) this.#open.delete(rule);
      } else if (timing.kind === 'after' && fits(timing.event, entry, this.#means)) {
        this.#seen[rule] = (this.#seen[rule] as number) + 1;
        const nth = (this.#seen[rule] as number) - timing.nth + 1;
        if (nth >= 1 && nth <= timing.times) strike(rule, nth, entry.node);
      }
    }
  }
}
