/**
 * Everything that can go wrong in the world as it is, for people: what it does, where a scenario
 * sets it, what happens when nobody does, and the anchor under which each single case is decided.
 * Defaults are told as the scenario parser fills them in.
 */
import { clientFaults } from './client.ts';
import { clockFaults } from './clock.ts';
import { diskFaults } from './disk.ts';
import type { CatalogueEntry } from './entry.ts';
import { linkFaults } from './link.ts';
import { networkFaults } from './network.ts';
import { nodeFaults } from './node.ts';

export type { CatalogueEntry } from './entry.ts';

export const catalogue: readonly CatalogueEntry[] = [
  ...networkFaults,
  ...linkFaults,
  ...nodeFaults,
  ...clientFaults,
  ...diskFaults,
  ...clockFaults,
];

/** What a scenario's `atLeast` may name. */
export const counterNames: readonly string[] = catalogue.filter(({ counted }) => counted).map(({ name }) => name);
