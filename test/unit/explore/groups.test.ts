import { describe, expect, it } from 'vitest';
import { distinctStories, groupsOf } from '../../../src/explore/groups.ts';
import { caughtAt, failingAt, ranAt, subjectWith } from '../../reference/findings.ts';

describe('groups', () => {
  it('are by subject and signature, in order, the fastest run first', () => {
    const runs = [
      failingAt(0, 'persisted/lost', 90),
      failingAt(1, 'ordered/gap', 70),
      failingAt(2, 'persisted/lost', 30),
      failingAt(3, 'persisted/lost', 30),
      ranAt(4),
      failingAt(0, 'fresh/stale', 10, 1),
    ];
    const groups = groupsOf({ subjects: [subjectWith(), subjectWith({ name: 'other' })], runs });
    expect(groups.map(({ subject, signature, runs }) => [subject, signature, runs.map(({ place }) => place)])).toEqual([
      [0, 'ordered/gap', [1]],
      [0, 'persisted/lost', [2, 3, 0]],
      [1, 'fresh/stale', [0]],
    ]);
  });

  it('have nothing of what is expected, or has a file already', () => {
    const expect_ = { kind: 'violated', properties: ['persisted'] } as const;
    const subjects = [subjectWith({ expect: expect_ }), subjectWith({ isRegression: true })];
    const runs = [failingAt(0, 'persisted/lost', 9), failingAt(1, 'ordered/gap', 9), failingAt(0, 'ordered/gap', 9, 1)];
    expect(groupsOf({ subjects, runs }).map(({ signature }) => signature)).toEqual(['ordered/gap']);
  });
});

describe('stories', () => {
  const [one, other, third] = [0, 1, 2].map((place) => failingAt(place, 'persisted/lost', 9 + place));
  if (one === undefined || other === undefined || third === undefined) throw new Error('three runs');

  it('are distinct by the kinds of what they need, not by how much of it, whom or when', () => {
    const caught = [
      caughtAt(one, ['crash-leader #1', 'power-loss-replica #1']),
      caughtAt(other, ['power-loss-r1 #4', 'crash-s1 #2', 'crash-s1 #3']),
      caughtAt(third, ['crash-leader #1']),
    ];
    expect(distinctStories(caught).map(({ place }) => place)).toEqual([0, 2]);
  });

  it('stand for what was not shrunk, and one of that for all where nothing was', () => {
    expect(distinctStories([caughtAt(one), caughtAt(other, ['crash-leader #1'])]).map(({ place }) => place)).toEqual([
      1,
    ]);
    expect(distinctStories([caughtAt(one), caughtAt(other)]).map(({ place }) => place)).toEqual([0]);
  });
});
