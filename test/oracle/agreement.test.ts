/**
 * The check of the checks: ten thousand random histories, valid or with one mutation, are judged by
 * the online properties and by the oracle, and both say the same of every property.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { commonProperties } from '../../src/properties/index.ts';
import { compare, explained } from './agreement.ts';
import { cases } from './cases.ts';
import { mutations } from './mutations.ts';

/** How often a kind of history was judged, and how often it was a breach of the property it is about. */
interface Tally {
  judged: number;
  caught: number;
}

const tallies = new Map<string, Tally>(['valid', ...mutations.map(({ name }) => name)].map((name) => [name, zero()]));

describe('online properties and oracle', () => {
  it('agree on every history, property by property', () => {
    fc.assert(
      fc.property(cases, ({ history, mutation }) => {
        const { oracle, disagreements } = compare(history, commonProperties);
        const tally = tallies.get(mutation?.name ?? 'valid')!;
        tally.judged++;
        if (mutation === undefined) expect([...oracle.values()].flat()).toEqual([]);
        else if (oracle.has(mutation.breaks)) tally.caught++;
        const [disagreement] = disagreements;
        if (disagreement !== undefined) throw new Error(explained(disagreement));
      }),
      { numRuns: 10_000, seed: 1 },
    );
  });

  it.each(mutations)('$name: is a breach of $breaks', ({ name }) => {
    expect(tallies.get(name)!.judged, `${name} found nothing to break`).toBeGreaterThan(0);
    expect(tallies.get(name)!.caught, `${name} broke nothing`).toBeGreaterThan(0);
  });
});

afterAll(() => {
  const rows = [...tallies].map(([name, { judged, caught }]) => `${name.padEnd(52)}${pad(judged)}${pad(caught)}`);
  console.log(['kind of history'.padEnd(52) + pad('judged') + pad('caught'), ...rows].join('\n'));
});

function zero(): Tally {
  return { judged: 0, caught: 0 };
}

function pad(cell: number | string): string {
  return String(cell).padStart(8);
}
