import { describe, expect, it } from 'vitest';
import type { Court, ObservationName, Property, PropertyFactory } from '../../../src/contract/index.ts';
import { commonProperties } from '../../../src/properties/index.ts';
import { judge } from '../../reference/history.ts';
import { modestProperties } from '../../reference/property-suite.ts';

/** A property that looks at the court it got, and listens as told. */
function listening(property: (court: Court) => Property, clauses: Record<string, string> = {}): PropertyFactory {
  return { name: 'listening', summary: 'listens', clauses, create: property };
}

const sentences = (history: string) =>
  judge(history, { properties: modestProperties }).violations.map(({ sentence }) => sentence);

describe('Judges', () => {
  it('keep event, time, nodes and place of an objection', () => {
    const { violations } = judge(
      `c1 broadcasts a b
       s1 applies a b at 1
       c2 delivers b at 2`,
      { properties: modestProperties },
    );
    expect(violations).toEqual([
      {
        ...{ property: 'ordered', clause: 'gap', event: 3, atUs: 3000 },
        ...{ sentence: 'c2 delivered general#2 where general#1 came next', nodes: [2] },
        ...{ room: 'general', position: 2, token: 'a' },
      },
    ]);
  });

  it('list objections of several properties to one event in the order of the properties', () => {
    const { violations } = judge(
      `c1 broadcasts a b
       s1 applies a at 1
       s2 applies b at 1`,
      { properties: modestProperties },
    );
    expect(violations.map(({ property, event }) => `${property} ${event}`)).toEqual(['ordered 3', 'persisted 3']);
  });

  it('keep the first few objections of a clause, each once, and count all', () => {
    const twice = judge(
      `c1 broadcasts a
       s1 applies a at 1
       c2 delivers a a a at 1
       c2 delivers a at 1
       c2 delivers a at 1`,
      { properties: modestProperties },
    );
    expect(twice.counts.get('exactly-once/delivered-twice')).toBe(4);
    expect(
      twice.violations.filter(({ clause }) => clause === 'delivered-twice').map(({ position }) => position),
    ).toEqual([2, 3, 1]);
    const gaps = Array.from(
      { length: 40 },
      (_, index) => `c1 broadcasts t${index}\n s2 applies t${index} at ${2 * index + 2}\n`,
    );
    const drowned = judge(gaps.join(''), { properties: modestProperties });
    expect(drowned.counts).toEqual(new Map([['ordered/applied-gap', 40]]));
    expect(drowned.violations).toHaveLength(16);
  });

  it('refuse a clause that a property does not declare', () => {
    const hasty = listening((court) => ({
      broadcast: () => court.object('unheard-of', { sentence: 'no', nodes: [] }),
    }));
    expect(() => judge('c1 broadcasts a', { properties: [hasty] })).toThrow(/listening objects by .*unheard-of/);
  });

  it('object to no due where faults are beyond the budget, and to everything else', () => {
    const history = `c1 broadcasts a b c
       c1 learns a accepted
       s1 applies a at 1
       c1 delivers a at 1
       c1 delivers a at 1
       healed
       overdue`;
    const clauses = (beyondBudget: boolean) => {
      const { counts } = judge(history, { properties: commonProperties, beyondBudget });
      return [...counts.keys()].sort();
    };
    expect(clauses(true)).toEqual(['exactly-once/delivered-twice']);
    const dues = ['all-or-nothing/undelivered', 'answered/unresolved', 'prompt/unconnected'];
    expect(clauses(false)).toEqual(expect.arrayContaining(dues));
  });

  it('declare as dues only clauses that there are', () => {
    for (const { clauses, dues = [] } of commonProperties)
      expect(Object.keys(clauses)).toEqual(expect.arrayContaining([...dues]));
  });

  it('say what is still due, and nothing when nothing is', () => {
    const due = `c1 broadcasts a
       c1 learns a accepted
       s1 s2 apply a at 1
       c1 c2 deliver a at 1`;
    expect(judge(due, { properties: modestProperties }).open()).toBe('c3 lacks general#1');
    expect(judge(due.replace('c1 c2', 'c1'), { properties: modestProperties }).open()).toBe('c2 lacks general#1');
    const unapplied = `${due.replace('s1 s2', 's1')}\n s2 restores 0\n c3 delivers a at 1`;
    const open = judge(unapplied, { properties: modestProperties }).open();
    expect(open).toBe('s2 has not applied general#1, which was delivered');
    const lost = judge('c1 broadcasts a\n c1 learns a accepted', { properties: modestProperties }).open();
    expect(lost).toBe('a was accepted, but does not stand in general');
  });

  it('name three clients that lack something, and count the rest', () => {
    const history = (who: string) => `c1 broadcasts a b in crowd
       s1 applies a b at 1 in crowd
       ${who} deliver a b at 1 in crowd
       c3 delivers a at 1 in crowd
       overdue`;
    expect(sentences(history('c1 c2 c5'))).toEqual(['c3 lacks crowd#2, c4 lacks crowd#1, c6 lacks crowd#1']);
    expect(sentences(history('c5'))).toEqual([
      'c1 lacks crowd#1, c2 lacks crowd#1, c3 lacks crowd#2, and 2 more lack something',
    ]);
  });

  it('say once where an offence was committed', () => {
    const judges = judge('s1 offends banned', { properties: commonProperties });
    judges.offended(0, { clause: 'threw', sentence: 'layout throws at chat.ts:1:1', where: 'chat.ts:1:1' });
    judges.offended(1, { clause: 'endless', sentence: 'c1 runs without end' });
    expect(judges.violations.map(({ sentence, nodes }) => [sentence, nodes])).toEqual([
      ['s1 banned (chat.ts:7:3)', [7]],
      ['layout throws at chat.ts:1:1', []],
      ['c1 runs without end', [1]],
    ]);
  });

  it('say what cannot be judged', () => {
    const unjudged = (observes: readonly 'applied'[], disks: boolean) =>
      judge('', { properties: commonProperties, observes, disks }).unjudged.map((sentence) => sentence.split(':')[0]);
    expect(judge('', { properties: commonProperties, disks: true }).unjudged).toEqual([]);
    expect(unjudged(['applied'], true)).not.toContain('ordered');
    expect(unjudged([], false)).toEqual([
      ...['ordered', 'exactly-once', 'exactly-once', 'all-or-nothing', 'all-or-nothing', 'all-or-nothing'],
      ...['persisted', 'persisted', 'persisted', 'fresh', 'answered', 'answered', 'answered', 'prompt'],
      'one-leader',
    ]);
  });

  it('tell every kind of event to who listens for it', () => {
    const heard: string[] = [];
    const names = [
      ...(['broadcast', 'outcome', 'delivered', 'resumed', 'truncated', 'connected', 'disconnected', 'led'] as const),
      ...(['readStarted', 'readReturned', 'applied', 'restored', 'memberAt', 'leftAt', 'sometimes'] as const),
      ...(['booted', 'crashed', 'paused', 'unpaused', 'hindered', 'unhindered'] as const),
      ...(['retired', 'linksCut', 'linksMended'] as const),
      ...(['asked', 'healed', 'settled', 'offended'] as const),
    ];
    const property: Record<string, () => void> = {};
    for (const name of names) property[name] = () => heard.push(name);
    const judges = judge('', { properties: [listening(() => property as Property)] });
    heard.length = 0;
    const message = { token: 'a', bytes: new Uint8Array([97]) };
    judges.broadcast(1, 'general', 'a');
    judges.outcome(1, 'general', 'a', 'unknown', 'no reason');
    judges.delivered(1, 'general', 1, message);
    judges.resumed(1, 'general', 0);
    judges.truncated(1, 'general', 1, 1);
    judges.connected(1, 7);
    judges.disconnected(1);
    judges.led(7, 1, 1);
    judges.readStarted(1, 1, 'general');
    judges.readReturned(1, 1, 1, [], 0, 1);
    judges.applied(7, 'general', 1, message);
    judges.restored(7, 'general', 1);
    judges.memberAt(7, 'general', 1, 'j', 0);
    judges.leftAt(7, 'general', 1, 'l', 0);
    judges.sometimes(7, 'rare');
    judges.booted(1, 2);
    judges.crashed(1);
    judges.paused(2);
    judges.unpaused(2);
    judges.hindered(7);
    judges.unhindered(7);
    judges.retired(2);
    const cut = { from: new Set([1]), to: new Set([2]) };
    judges.linksCut(cut);
    judges.linksMended(cut);
    judges.asked(1, { kind: 'connect' });
    judges.healed();
    judges.settled();
    judges.offended(1, { clause: 'threw', sentence: 's1 throws' });
    expect(heard).toEqual(names);
  });

  it('show every property what was observed so far', () => {
    let chronicle: Court['chronicle'] | undefined;
    const looking = listening((court) => {
      chronicle = court.chronicle;
      return {};
    });
    judge(
      `c1 broadcasts a b
       c4 wants join j
       s1 applies a at 1
       s1 seats c4 by j behind 1
       c1 learns a accepted
       c2 crashes
       c2 boots
       c3 crashes`,
      { properties: [looking] },
    );
    expect(chronicle?.messageAt('general', 1)?.token).toBe('a');
    expect(chronicle?.messageAt('general', 2)).toBeUndefined();
    expect(chronicle?.lengthOf('general')).toBe(1);
    expect(chronicle?.lengthOf('nowhere')).toBe(0);
    expect([chronicle?.positionOf('a'), chronicle?.positionOf('b'), chronicle?.positionOf('z')]).toEqual([
      1,
      undefined,
      undefined,
    ]);
    expect([chronicle?.outcomeOf('a'), chronicle?.outcomeOf('b')]).toEqual(['accepted', undefined]);
    expect([1, 2].map((position) => chronicle?.isMember('general', 4, position))).toEqual([false, true]);
    expect(chronicle?.isMember('nowhere', 4, 1)).toBe(false);
    expect([1, 2, 3].map((node) => chronicle?.incarnationOf(node))).toEqual([1, 2, 1]);
    expect([1, 2, 3].map((node) => chronicle?.isUp(node))).toEqual([true, true, false]);
  });

  it('say who may wait for a message: whom it is due to, and anyone where nobody reports who joins', () => {
    const history = 'c4 wants join j\n s1 seats c4 by j behind 0\n c3 wants leave l\n c5 wants join k';
    const may = (observes: readonly ObservationName[]) => {
      const judges = judge(history, { properties: [], observes });
      return [1, 3, 4, 5].filter((client) => judges.mayAwait('general', client));
    };
    expect(may(['applied', 'memberAt', 'leftAt'])).toEqual([1, 4]);
    expect(may(['applied'])).toEqual([1, 3, 4, 5]);
  });
});
