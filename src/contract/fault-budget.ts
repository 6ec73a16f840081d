/**
 * What a protocol claims to survive, beside crashes and power losses without bound, failed reads,
 * writes and syncs, stalls, full disks and torn sectors. Beyond it, safety is still judged and timed
 * dues are dropped. Beyond every budget: a lying sync, a file rolled back, rot in what was synced last.
 */
export interface FaultBudget {
  /** Bad copies of an entry, or of a vote record, among the voters in force: on so many replicas of a shard. */
  readonly badCopies: number;
  /**
   * Replicas of a shard that may be gone for good with their disks; one that leads it for good is never
   * among them. Those whose disks are whole may be gone as well: what is due is due all the same.
   */
  readonly lostNodes: number;
}
