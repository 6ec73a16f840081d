/**
 * A property's test is a list of histories that it must reject, each by the clauses named, and one
 * of histories that it must accept. Every history is judged by the other properties, too, once with
 * bytes shared between reports and once with copies.
 */
import { describe, expect, it } from 'vitest';
import type { PropertyFactory } from '../../src/contract/index.ts';
import { commonProperties } from '../../src/properties/index.ts';
import { type HistoryOptions, judge } from './history.ts';

type Setting = Omit<HistoryOptions, 'properties' | 'copied'>;

/** `property/clause`, or several; the first is what the history is about. */
type Clauses = string | readonly [string, ...string[]];

interface Bad {
  readonly title: string;
  readonly clauses: Clauses;
  readonly history: string;
  readonly setting: Setting | undefined;
}

type Good = Omit<Bad, 'clauses'>;

/** A history that must be rejected by exactly these clauses. */
export function rejects(clauses: Clauses, title: string, history: string, setting?: Setting): Bad {
  return { title, clauses, history, setting };
}

/** A history that must be accepted, with nothing left open. */
export function accepts(title: string, history: string, setting?: Setting): Good {
  return { title, history, setting };
}

/** All but those that ask a history to tell who is connected, and what became of each broadcast. */
export const modestProperties = commonProperties.filter(({ name }) => name !== 'answered' && name !== 'prompt');

/** What judges the histories of one property. */
function judgesOf(factory: PropertyFactory): readonly PropertyFactory[] {
  return [...new Set([...modestProperties, factory])];
}

/** Declares the tests of one property; none of its clauses may be idle. */
export function describeProperty(factory: PropertyFactory, bad: readonly Bad[], good: readonly Good[]): void {
  describe.each([
    { bytes: 'shared', copied: false },
    { bytes: 'copied', copied: true },
  ])(`${factory.name}, bytes $bytes`, ({ copied }) => {
    it.each(bad)('rejects: $title', ({ clauses, history, setting }) => {
      const { violations } = judge(history, { ...setting, properties: judgesOf(factory), copied });
      const objected = new Set(violations.map(({ property, clause }) => `${property}/${clause}`));
      expect([...objected].sort()).toEqual([clauses].flat().sort());
    });

    it.each(good)('accepts: $title', ({ history, setting }) => {
      const judges = judge(history, { ...setting, properties: judgesOf(factory), copied });
      judges.healed();
      expect(judges.open()).toBeUndefined();
      judges.overdue();
      judges.ended();
      expect(judges.violations).toEqual([]);
      expect(judges.objected).toBe(false);
    });
  });

  it(`${factory.name} has no idle clause`, () => {
    const about = new Set(bad.map(({ clauses }) => [clauses].flat()[0]));
    const clauses = Object.keys(factory.clauses).map((clause) => `${factory.name}/${clause}`);
    expect(clauses.filter((clause) => !about.has(clause))).toEqual([]);
  });
}
