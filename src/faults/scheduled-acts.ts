/**
 * Acts at the moments that a schedule tells, each of a rule of the fault plan, which still says
 * what it does to whom. When the rule itself would have struck is of no concern.
 */
import type { ScheduledAct } from '../chance/index.ts';
import type { NodeId } from '../contract/index.ts';

/** The `nth` act of a rule happens, or waits so long for it; `it` is where the event was that it waited for, else 0. */
export type Due = (rule: number, nth: number, it: NodeId, delayUs: number) => void;

/** See the head of this file. */
export class ScheduledActs {
  readonly #timed: { readonly atUs: number; readonly rule: number; readonly nth: number }[] = [];
  /** By the name of the event that they wait for. */
  readonly #waiting = new Map<string, { readonly rule: number; readonly nth: number; readonly delayUs: number }[]>();

  /**
   * `labels` are those of the rules.
   *
   * @throws Error for an act of no rule.
   */
  constructor(acts: readonly ScheduledAct[], labels: readonly string[]) {
    for (const { act, when } of acts) {
      const told = numbered(act, labels);
      if (told === undefined) throw new Error(`an act is called RULE #n, and "${act}" is of no rule of the fault plan`);
      if ('atUs' in when) this.#timed.push({ atUs: when.atUs, ...told });
      else {
        const waiting = this.#waiting.get(when.after) ?? [];
        this.#waiting.set(when.after, [...waiting, { ...told, delayUs: when.delayUs }]);
      }
    }
  }

  /** The place among them of the first act that is of none of these rules; -1 where there is none. */
  static stray(acts: readonly ScheduledAct[], labels: readonly string[]): number {
    return acts.findIndex(({ act }) => numbered(act, labels) === undefined);
  }

  /** Whether any of them waits for an event. */
  static listen(acts: readonly ScheduledAct[]): boolean {
    return acts.some(({ when }) => 'after' in when);
  }

  /** Those that wait for nothing, with their times. */
  start(at: (atUs: number, rule: number, nth: number) => void): void {
    for (const { atUs, rule, nth } of this.#timed) at(atUs, rule, nth);
  }

  /** The event of that name happened at that node. */
  happened(event: string, node: NodeId, due: Due): void {
    for (const { rule, nth, delayUs } of this.#waiting.get(event) ?? []) due(rule, nth, node, delayUs);
  }
}

/** Which act of which rule is called so. */
function numbered(act: string, labels: readonly string[]): { readonly rule: number; readonly nth: number } | undefined {
  const [, label = '', nth] = /^(.*) #([1-9]\d*)$/.exec(act) ?? [];
  const rule = labels.indexOf(label);
  return rule < 0 ? undefined : { rule, nth: Number(nth) };
}
