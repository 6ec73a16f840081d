/** The oracle for **one-leader**. */
import type { Reading } from './reading.ts';

/** "at most one leader per shard and epoch" */
export function* oneLeaderBreaches(reading: Reading): Generator<string> {
  const reports = reading.of('led');
  for (const { node, shard, epoch } of reports) {
    const other = reports.find((each) => each.shard === shard && each.epoch === epoch && each.node !== node);
    if (other !== undefined) yield `${reading.name(node)} and ${reading.name(other.node)} led in epoch ${epoch}`;
  }
}
