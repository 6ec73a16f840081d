/** What users and their clients may do. */
import type { CatalogueEntry } from './entry.ts';

export const clientFaults: readonly CatalogueEntry[] = [
  {
    name: 'disconnect',
    of: 'client',
    summary: 'The user of a client closes its connection, and opens it again later.',
    knob: 'faults: [{ every: 1s..2s, disconnect: client, connect: 2s }]',
    default: 'no rule; connect: 100ms..1s',
    anchor: 'fault disconnect-TARGET #n happens, … gap, … target, … lasts',
    counted: true,
  },
];
