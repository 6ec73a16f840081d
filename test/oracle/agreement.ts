/** Judges a history twice, online and by the oracle, and says where both part. */
import type { PropertyFactory, Violation } from '../../src/contract/index.ts';
import type { History } from './facts.ts';
import { judged, told } from './history.ts';
import { breaches, oracles } from './oracle.ts';

export interface Disagreement {
  readonly history: History;
  readonly property: string;
  /** What the oracle says against the property, and what the property says itself; one of both is empty. */
  readonly oracle: readonly string[];
  readonly online: readonly Violation[];
}

export interface Comparison {
  /** By property, what the oracle says. */
  readonly oracle: ReadonlyMap<string, readonly string[]>;
  readonly disagreements: readonly Disagreement[];
}

/** Compares property by property. */
export function compare(history: History, properties: readonly PropertyFactory[]): Comparison {
  const oracle = breaches(history);
  const { violations } = judged(history, properties);
  const names = properties.map(({ name }) => name).filter((name) => oracles.has(name));
  const disagreements: Disagreement[] = [];
  for (const property of hasOwnOrder(history, oracle) ? names : ['ordered']) {
    const said = {
      oracle: oracle.get(property) ?? [],
      online: violations.filter((each) => each.property === property),
    };
    if (said.oracle.length > 0 !== said.online.length > 0) disagreements.push({ history, property, ...said });
  }
  return { oracle, disagreements };
}

/**
 * Where no replica reports what it applies, L(r) is what clients deliver. One that delivers out of
 * turn leaves it open what L(r) is: by the text it has fixed it, by the online properties it has
 * not, so that no other client is blamed for it. Both object to the turn.
 */
function hasOwnOrder({ court }: History, oracle: ReadonlyMap<string, readonly string[]>): boolean {
  return court.observes.includes('applied') || !oracle.has('ordered');
}

/** A disagreement for people. */
export function explained({ history, property, oracle, online }: Disagreement): string {
  const says = ({ clause, event, sentence }: Violation) => `  ${clause} at ${event}: ${sentence}`;
  return [
    `${property}: ${online.length === 0 ? 'the oracle alone objects' : 'the online property alone objects'}`,
    ...oracle.map((breach) => `  ${breach}`),
    ...online.map(says),
    told(history),
  ].join('\n');
}
