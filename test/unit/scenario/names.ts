import type { Names } from '../../../src/scenario/index.ts';

/** Two protocols that know different words. */
export const names: Names = {
  protocols: new Map([
    [
      'sequencer',
      {
        sometimes: ['resumed', 'gap-filled'],
        settings: new Map([
          ['page', { min: 1, max: 100, default: 16 }],
          ['window', { min: 1, max: 1_000, default: 64 }],
        ]),
        mutants: ['forgets'],
      },
    ],
    ['newsfeed', { sometimes: [], settings: new Map([['window', { min: 5, max: 10, default: 7 }]]), mutants: [] }],
  ]),
  properties: ['ordered', 'exactly-once', 'all-or-nothing', 'persisted'],
  counters: ['drop', 'crash', 'lost-sector'],
};

/** The least that a scenario file has. */
export const head = 'summary: It works.\nprotocol: sequencer\n';
