/** What a schedule says of nodes and of the fault plan, held against those that there are. */
import type { Schedule, TimedOperation } from '../chance/index.ts';
import { ruleLabels, ScheduledActs } from '../faults/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { type Layout, SetupError } from './setup.ts';

/** A schedule that does not fit the scenario or the protocol. `at` leads into the schedule. */
export class ScheduleError extends SetupError {
  readonly at: readonly (string | number)[];

  constructor(message: string, at: readonly (string | number)[]) {
    super(message);
    this.at = at;
  }
}

/** @throws ScheduleError for a node that there is not. */
export function timed(
  scheduled: NonNullable<Schedule['operations']>,
  layout: Pick<Layout, 'named'>,
): readonly TimedOperation[] {
  return scheduled.map(({ atUs, node, operation }, index) => {
    const id = layout.named(node);
    if (id !== undefined) return { atUs, node: id, operation };
    const at = ['operations', index, 'node'];
    throw new ScheduleError(`operation ${index + 1} of the schedule is of no node: "${node}"`, at);
  });
}

/** @throws ScheduleError for an act of no rule. */
export function checkActs({ acts = [] }: Schedule, rules: Scenario['faults']): void {
  const labels = ruleLabels(rules);
  const stray = ScheduledActs.stray(acts, labels);
  if (stray < 0) return;
  const rulesAre = labels.length === 0 ? 'it has none' : `its rules are ${labels.join(', ')}`;
  const message = `act "${acts[stray]?.act}" of the schedule is of no rule of the fault plan; ${rulesAre}`;
  throw new ScheduleError(message, ['acts', stray, 'act']);
}
