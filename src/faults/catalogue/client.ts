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
    scenario: 'reconnects',
  },
  {
    name: 'storm',
    of: 'client',
    summary: 'Many clients disconnect at the same moment, and connect again within a small window.',
    knob: 'faults: [{ every: 1s..2s, storm: clients, share: 80%, away: 500ms, connect: 0ms..20ms }]',
    default: 'no rule; share: 100%, away: 100ms..1s, connect: 0ms..50ms',
    anchor: 'fault storm-TARGET #n happens, … gap, … target, … joins NODE, … lasts, … connect NODE',
    counted: true,
    scenario: 'reconnect-storm',
  },
  {
    name: 'stop-reading',
    of: 'client',
    summary: 'The application of a client drains no packets, while its timers go on and its user asks.',
    knob: 'faults: [{ every: 1s..2s, stop-reading: client, resume: 1s }]',
    default: 'no rule; resume: 300ms..2s',
    anchor: 'fault stop-reading-TARGET #n happens, … gap, … target, … lasts',
    counted: true,
    scenario: 'slow-readers',
  },
  {
    name: 'slow-reader',
    of: 'client',
    summary: 'The application of a client drains one packet at a time, slowly.',
    knob: 'faults: [{ every: 1s..2s, slow-reader: client, cost: 20ms, recover: 2s }]',
    default: 'no rule; cost: 5ms..50ms, recover: 500ms..3s',
    anchor: 'fault slow-reader-TARGET #n happens, … gap, … target, … cost, … lasts',
    counted: true,
    scenario: 'slow-readers',
  },
];
