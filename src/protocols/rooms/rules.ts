/**
 * The decisions on which the promises of rooms hang, as pure functions. Processes take them as an
 * argument, so that a mutant is the same code with one rule replaced. "Raft" is Ongaro & Ousterhout,
 * In Search of an Understandable Consensus Algorithm (2014); "thesis" is Ongaro's (2014).
 */
import type { DiskError, NodeId } from '../../contract/index.ts';

/** A place in a log: two entries at the same place are the same, and all before them (Raft, section 5.3). */
export interface Place {
  readonly term: number;
  readonly index: number;
}

/** What a replica must never forget: its term, and whom it voted for there; 0 for nobody. */
export interface Vote {
  readonly term: number;
  readonly vote: NodeId;
}

export interface Rules {
  /** Whether a vote may be given in `term`: one for each term (Raft, section 5.2 and figure 2). */
  mayVote(given: Vote, term: number, candidate: NodeId): boolean;
  /** Whether a pre-vote may be: no leader was heard of lately, and the term would be news (thesis, section 9.6). */
  mayPreVote(given: Vote, term: number, hearsLeader: boolean): boolean;
  /** Whether a log that ends at `last` is at least as fresh as the own (Raft, section 5.4.1). */
  isFresh(last: Place, own: Place): boolean;
  /** Whether what depends on term and vote may be said: once they are on stable storage (Raft, figure 2). */
  mayAnswer(isDurable: boolean): boolean;
  /** Whether these are a majority of the voters (Raft, section 5.2). */
  isQuorum(voters: readonly NodeId[], agrees: (node: NodeId) => boolean): boolean;
  /** Whether an entry is committed by counting its copies: of the leader's own term only (Raft, section 5.4.2, figure 8). */
  commitsByCounting(term: number, current: number): boolean;
  /** Up to where the leader counts its own copy: what its own disk holds (thesis, section 10.2.1). */
  ownCopy(durable: number, last: number): number;
  /** Up to where a follower acknowledges: what it has verified and its disk holds (Raft, figure 2). */
  acknowledges(verified: number, durable: number): number;
  /** A follower's commit index after an append that has verified its log up to `verified` (Raft, figure 2, AppendEntries 5). */
  commitAfter(commit: number, leaders: number, verified: number, last: number): number;
  /** Whether the entry that stands where another is appended has to go: not without a real conflict (Raft, section 5.3). */
  conflicts(own: number | undefined, appended: number): boolean;
  /** Whether the log may be cut from `index` on: what is committed stays (Raft, section 5.4.3, leader completeness). */
  mayCut(index: number, commit: number): boolean;
  /** Whether a completed sync says anything of what stands there now (Raft, section 5.3: same term, same entry). */
  completionCounts(itsTerm: number, term: number): boolean;
  /** Whether a leader knows what is committed, and may answer reads (Raft, section 8; thesis, section 6.4). */
  knowsCommit(commitTerm: number, term: number): boolean;
  /** Whether a read may be answered: a quorum has followed in a round begun after it came (thesis, section 6.4). */
  confirmsRead(needed: number, confirmed: number): boolean;
  /** Whether a request is applied: each once, in order (thesis, section 6.3). */
  isNext(number: number, last: number): boolean;
  /** Whether a process goes on after an act of its disk that ended so (Rebello et al., Can Applications Recover from fsync Failures?). */
  goesOn(error: DiskError | undefined): boolean;
}

export const soundRules: Rules = {
  mayVote: (given, term, candidate) => term === given.term && (given.vote === 0 || given.vote === candidate),
  mayPreVote: (given, term, hearsLeader) => term > given.term && !hearsLeader,
  isFresh: (last, own) => last.term > own.term || (last.term === own.term && last.index >= own.index),
  mayAnswer: (isDurable) => isDurable,
  isQuorum: (voters, agrees) => voters.filter(agrees).length * 2 > voters.length,
  commitsByCounting: (term, current) => term === current,
  ownCopy: (durable) => durable,
  acknowledges: (verified, durable) => Math.min(verified, durable),
  commitAfter: (commit, leaders, verified) => Math.max(commit, Math.min(leaders, verified)),
  conflicts: (own, appended) => own !== undefined && own !== appended,
  mayCut: (index, commit) => index > commit,
  completionCounts: (itsTerm, term) => itsTerm === term,
  knowsCommit: (commitTerm, term) => commitTerm === term,
  confirmsRead: (needed, confirmed) => confirmed >= needed,
  isNext: (number, last) => number === last + 1,
  goesOn: (error) => error === undefined,
};
