/**
 * No clause is idle: with any one of them swallowed, some history of a small corpus is judged
 * differently.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PropertyFactory } from '../../src/contract/index.ts';
import { commonProperties } from '../../src/properties/index.ts';
import { cases } from './cases.ts';
import type { History } from './facts.ts';
import { judged } from './history.ts';
import { unreachable } from './unreachable.ts';

/** By clause, a history to which its property objects by this clause alone. */
const telling = new Map<string, History>();

for (const { history } of fc.sample(cases, { numRuns: 6000, seed: 2 })) {
  const { violations } = judged(history, commonProperties);
  for (const { name } of commonProperties) {
    const [clause, ...others] = new Set(
      violations.filter(({ property }) => property === name).map((each) => each.clause),
    );
    if (clause === undefined || others.length > 0 || telling.has(`${name}/${clause}`)) continue;
    telling.set(`${name}/${clause}`, history);
  }
}

const clauses = commonProperties.flatMap((factory) =>
  Object.keys(factory.clauses).map((clause) => ({ factory, clause })),
);
const reachable = clauses.filter(({ factory, clause }) => !unreachable.has(`${factory.name}/${clause}`));

describe('a history is judged differently without', () => {
  it.each(reachable.map((each) => ({ ...each, name: `${each.factory.name}/${each.clause}` })))('$name', (each) => {
    const history = telling.get(each.name);
    expect(history, `no history of the corpus is about ${each.name} alone`).toBeDefined();
    if (history === undefined) return;
    expect(judged(history, [each.factory]).objected).toBe(true);
    expect(judged(history, [without(each.factory, each.clause)]).objected).toBe(false);
  });

  it('only clauses that there are, and that no history reaches', () => {
    const names = clauses.map(({ factory, clause }) => `${factory.name}/${clause}`);
    expect([...unreachable.keys()].filter((name) => !names.includes(name))).toEqual([]);
    expect([...unreachable.keys()].filter((name) => telling.has(name))).toEqual([]);
  });
});

/** The property, deaf to its own objections by this clause. */
function without(factory: PropertyFactory, swallowed: string): PropertyFactory {
  return {
    ...factory,
    create: (court) =>
      factory.create({
        ...court,
        object(clause, finding) {
          if (clause !== swallowed) court.object(clause, finding);
        },
      }),
  };
}
