/** Each rule against the sentence of the paper that it stands for. */
import { describe, expect, it } from 'vitest';
import { soundRules as rules } from '../../../../src/protocols/rooms/rules.ts';

describe('a vote', () => {
  it('is given once in a term, to the same candidate again, and never in another term (Raft, section 5.2)', () => {
    expect(rules.mayVote({ term: 5, vote: 0 }, 5, 2)).toBe(true);
    expect(rules.mayVote({ term: 5, vote: 2 }, 5, 2)).toBe(true);
    expect(rules.mayVote({ term: 5, vote: 3 }, 5, 2)).toBe(false);
    expect(rules.mayVote({ term: 5, vote: 0 }, 4, 2)).toBe(false);
  });

  it('is given to logs at least as fresh: by the last term, then by length (Raft, section 5.4.1)', () => {
    const own = { term: 3, index: 7 };
    expect(rules.isFresh({ term: 4, index: 1 }, own)).toBe(true);
    expect(rules.isFresh({ term: 3, index: 7 }, own)).toBe(true);
    expect(rules.isFresh({ term: 3, index: 6 }, own)).toBe(false);
    expect(rules.isFresh({ term: 2, index: 99 }, own)).toBe(false);
  });

  it('would not be given while a leader is heard of, or in a term that is over (thesis, section 9.6)', () => {
    expect(rules.mayPreVote({ term: 5, vote: 2 }, 6, false)).toBe(true);
    expect(rules.mayPreVote({ term: 5, vote: 2 }, 6, true)).toBe(false);
    expect(rules.mayPreVote({ term: 5, vote: 0 }, 5, false)).toBe(false);
  });
});

describe('an entry', () => {
  it('is committed by counting in its own term only (Raft, section 5.4.2)', () => {
    expect(rules.commitsByCounting(4, 4)).toBe(true);
    expect(rules.commitsByCounting(3, 4)).toBe(false);
  });

  it('is committed at a follower up to what this append has verified, and no commit is taken back', () => {
    expect(rules.commitAfter(3, 9, 5, 12)).toBe(5);
    expect(rules.commitAfter(3, 4, 5, 12)).toBe(4);
    expect(rules.commitAfter(3, 2, 5, 12)).toBe(3);
  });

  it('gives way to one of another term, never to the same, and never once it is committed', () => {
    expect(rules.conflicts(2, 3)).toBe(true);
    expect(rules.conflicts(3, 3)).toBe(false);
    expect(rules.conflicts(undefined, 3)).toBe(false);
    expect(rules.mayCut(6, 5)).toBe(true);
    expect(rules.mayCut(5, 5)).toBe(false);
  });
});

describe('a quorum', () => {
  it.each([
    [1, 1],
    [3, 2],
    [5, 3],
    [7, 4],
  ])('of %i is %i', (count, needed) => {
    const voters = Array.from({ length: count }, (_, nth) => nth + 1);
    expect(rules.isQuorum(voters, (node) => node <= needed)).toBe(true);
    expect(rules.isQuorum(voters, (node) => node < needed)).toBe(false);
  });
});
