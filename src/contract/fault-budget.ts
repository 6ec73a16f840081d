/** What a protocol claims to survive. Beyond it, safety is still judged and timed dues are dropped. */
export interface FaultBudget {
  /** Bad copies of an entry, or of a vote record, among the voters in force. */
  readonly badCopies: number;
  /** Nodes of a shard that may be gone for good. */
  readonly lostNodes: number;
}
