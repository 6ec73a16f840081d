/**
 * The decisions on which the promises of the quorum log hang, as pure functions. Processes take
 * them as an argument, so that a mutant is the same code with one rule replaced.
 */
import type { DiskError, NodeId } from '../../contract/index.ts';
import type { VoterSets } from './entry.ts';

/** A configuration, in force from its index on: on append, as in section 6 of the Raft paper. */
export interface Configuration {
  readonly index: number;
  readonly sets: VoterSets;
}

export interface Rules {
  /** Whether those that hold an entry secure it: a majority of each set (Ongaro & Ousterhout 2014, section 6). */
  isQuorum(sets: VoterSets, holds: (node: NodeId) => boolean): boolean;
  /** Whose majorities count at `index`; `all` in log order, the first in force from 0. */
  votersAt(all: readonly Configuration[], index: number): VoterSets;
  /** Up to where the leader counts its own copy: it has `last` in memory and `durable` on its disk. */
  ownCopy(durable: number, last: number): number;
  /** Whether a completion or acknowledgement of one epoch (or version of a log) counts in another. */
  isCurrent(its: number, current: number): boolean;
  /** Whether a leader that boots asks a quorum what its own disk has missed. */
  asksOthers(): boolean;
  /** Whether a batch goes on after a sync that ended so. */
  goesOn(error: DiskError | undefined): boolean;
  /** Whether the log that a replica finds at boot is written again before it is synced, or believed as it is. */
  rewritesLog(): boolean;
  /** What counts as the last number of a session: `proposed` stands in the log, `applied` is committed, too. */
  lastNumber(proposed: number, applied: number): number;
  /** Up to where a read sees the log. */
  readsUpTo(commit: number, last: number): number;
}

export const soundRules: Rules = {
  isQuorum: (sets, holds) => {
    for (const voters of sets) {
      let holders = 0;
      for (const voter of voters) if (holds(voter)) holders++;
      if (holders * 2 <= voters.length) return false;
    }
    return true;
  },
  votersAt: (all, index) => all.findLast((configuration) => configuration.index <= index)?.sets ?? [],
  ownCopy: (durable) => durable,
  isCurrent: (its, current) => its === current,
  asksOthers: () => true,
  goesOn: (error) => error === undefined,
  rewritesLog: () => true,
  lastNumber: (proposed) => proposed,
  readsUpTo: (commit) => commit,
};
