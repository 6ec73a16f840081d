import type { Schedule, ScheduledOperation } from '../chance/index.ts';
import { type Execution, execute, type RunOptions } from './execute.ts';

/**
 * What only says when the fault plan strikes, or what the workload asks for: a schedule that tells
 * acts and operations itself is never asked.
 */
const superseded = [
  /^fault .* #\d+ (gap|delay|happens)$/,
  /^fault [^#]* (on|pace)$/,
  /^(broadcast|read|membership) #\d+ /,
] as const;

/**
 * The schedule of a run with nothing left to a seed: a plain base, every act and operation at its
 * moment, every other decision that departs from plain. It makes the same run.
 */
export function explicit(options: RunOptions): Schedule {
  return explicitOf(execute(options, { record: true }));
}

/** The explicit schedule of an execution that was recorded, as far as it came: what was to follow its end is left out. */
export function explicitOf({ simulator, nemesis, operations, chaosEndUs }: Execution): Schedule {
  const { departures = [], circumstances = [] } = simulator.decisions;
  // What was decided for a family is listed with each of its members.
  const decided = new Map(
    [...departures, ...circumstances].map(({ anchor, family = anchor, value }) => [family, value]),
  );
  const overrides = [...decided]
    .filter(([anchor]) => !superseded.some((pattern) => pattern.test(anchor)))
    .map(([at, value]) => ({ at, value }));
  const nameOf = (id: number) => simulator.nodes[id]?.name ?? '';
  return {
    base: 'plain',
    overrides,
    operations: operations
      .filter(({ atUs }) => atUs <= simulator.nowUs)
      .map(({ atUs, node, operation }): ScheduledOperation => ({ atUs, node: nameOf(node), operation })),
    acts: nemesis.struck.map(({ act, when }) => ({ act, when })),
    healAtUs: Math.max(chaosEndUs, operations.at(-1)?.atUs ?? 0),
  };
}
