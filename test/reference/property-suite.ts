/**
 * A property's test is a list of histories that it must reject, each by the clauses named, and one
 * of histories that it must accept. Every history is judged by all common properties, once with
 * bytes shared between reports and once with copies.
 */
import { describe, expect, it } from 'vitest';
import type { PropertyFactory } from '../../src/contract/index.ts';
import { commonProperties } from '../../src/properties/index.ts';
import { type HistoryOptions, judge } from './history.ts';

type Setting = Omit<HistoryOptions, 'properties' | 'copied'>;

/** `property/clause`, or several in order of their first objection; the first is what the history is about. */
type Clauses = string | readonly [string, ...string[]];

export interface PropertySuite {
  readonly bad: readonly (readonly [title: string, clauses: Clauses, history: string, setting?: Setting])[];
  readonly good: readonly (readonly [title: string, history: string, setting?: Setting])[];
}

/** Declares the tests of one property; none of its clauses may be idle. */
export function describeProperty(factory: PropertyFactory, { bad, good }: PropertySuite): void {
  describe.each([
    ['shared', false],
    ['copied', true],
  ])(`${factory.name}, bytes %s`, (_name, copied) => {
    it.each(bad)('rejects: %s', (_title, clauses, history, setting) => {
      const { violations } = judge(history, { ...setting, properties: commonProperties, copied });
      const objected = new Set(violations.map(({ property, clause }) => `${property}/${clause}`));
      expect([...objected]).toEqual([clauses].flat());
    });

    it.each(good)('accepts: %s', (_title, history, setting) => {
      const judges = judge(history, { ...setting, properties: commonProperties, copied });
      judges.healed();
      expect(judges.open()).toBeUndefined();
      judges.overdue();
      expect(judges.violations).toEqual([]);
      expect(judges.objected).toBe(false);
    });
  });

  it(`${factory.name} has no idle clause`, () => {
    const about = new Set(bad.map(([, clauses]) => [clauses].flat()[0]));
    const clauses = Object.keys(factory.clauses).map((clause) => `${factory.name}/${clause}`);
    expect(clauses.filter((clause) => !about.has(clause))).toEqual([]);
  });
}
