import { describe, expect, it } from 'vitest';
import type { Violation } from '../../../src/contract/index.ts';
import type { Lack } from '../../../src/run/index.ts';
import { decideVerdict } from '../../../src/run/verdict.ts';

const held = { kind: 'held' } as const;
const lack: Lack = { kind: 'sometimes', name: 'torn-tail', found: 0, wanted: 1, ofPpm: 1_000_000 };
const ofShare: Lack = { kind: 'at-least', name: 'lost-sector', found: 0, wanted: 1, ofPpm: 500_000 };

function by(property: string): Violation {
  return { property, clause: 'c', sentence: 's', nodes: [], event: 1, atUs: 1 };
}

describe('decideVerdict', () => {
  it('lets violated outrank stuck, stuck vacuous, and vacuous held', () => {
    const stuck = 'general accepts nothing';
    const all = { violations: [by('ordered')], stuck, lacks: [lack], expect: held };
    expect(decideVerdict(all)).toEqual({ verdict: 'violated', reason: null, asExpected: false });
    expect(decideVerdict({ ...all, violations: [] })).toEqual({ verdict: 'stuck', reason: stuck, asExpected: false });
    expect(decideVerdict({ ...all, violations: [], stuck: undefined })).toEqual({
      verdict: 'vacuous',
      reason: '"torn-tail" never happened',
      asExpected: false,
    });
    expect(decideVerdict({ violations: [], stuck: undefined, lacks: [], expect: held })).toEqual({
      verdict: 'held',
      reason: null,
      asExpected: true,
    });
  });

  it('does not ask one seed for what a share of many must show', () => {
    const { verdict } = decideVerdict({ violations: [], stuck: undefined, lacks: [ofShare], expect: held });
    expect(verdict).toBe('held');
  });

  it('expects violations by the named properties and by no other', () => {
    const expectPersisted = { kind: 'violated', properties: ['persisted', 'ordered'] } as const;
    const judge = (...violations: Violation[]) =>
      decideVerdict({ violations, stuck: undefined, lacks: [], expect: expectPersisted }).asExpected;
    expect(judge(by('persisted'))).toBe(true);
    expect(judge(by('persisted'), by('exactly-once'))).toBe(false);
    expect(judge()).toBe(false);
  });

  it('takes a run that is stuck for an objection by the property that it leaves open', () => {
    const stuck = (property: string, ...violations: Violation[]) => {
      const leavesOpen = { property, clause: 'probe-unaccepted' };
      const expect = { kind: 'violated', properties: ['answered'] } as const;
      return decideVerdict({ violations, stuck: 'nothing is accepted', leavesOpen, lacks: [], expect });
    };
    expect(stuck('answered')).toMatchObject({ verdict: 'stuck', asExpected: true });
    expect(stuck('persisted')).toMatchObject({ verdict: 'stuck', asExpected: false });
    expect(stuck('answered', by('ordered'))).toMatchObject({ verdict: 'violated', asExpected: false });
  });

  it('expects to be stuck where the scenario says so', () => {
    const expectStuck = { violations: [], lacks: [], expect: { kind: 'stuck' } } as const;
    expect(decideVerdict({ ...expectStuck, stuck: 'no quorum' }).asExpected).toBe(true);
    expect(decideVerdict({ ...expectStuck, stuck: undefined }).asExpected).toBe(false);
  });
});
