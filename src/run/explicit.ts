import type { Schedule, ScheduledOperation } from '../chance/index.ts';
import { execute, type RunOptions } from './execute.ts';

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
  const { simulator, nemesis, operations, chaosEndUs } = execute(options, { record: true });
  const { departures = [], circumstances = [] } = simulator.decisions;
  const overrides = [...departures, ...circumstances]
    .filter(({ anchor }) => !superseded.some((pattern) => pattern.test(anchor)))
    .map(({ anchor, value }) => ({ at: anchor, value }));
  const nameOf = (id: number) => simulator.nodes[id]?.name ?? '';
  return {
    base: 'plain',
    overrides,
    operations: operations.map(({ atUs, node, operation }): ScheduledOperation => {
      return { atUs, node: nameOf(node), operation };
    }),
    acts: nemesis.struck,
    healAtUs: Math.max(chaosEndUs, operations.at(-1)?.atUs ?? 0),
  };
}
