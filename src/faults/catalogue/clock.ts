/** What may befall clocks. */
import type { CatalogueEntry } from './entry.ts';

export const clockFaults: readonly CatalogueEntry[] = [
  {
    name: 'clock-skew',
    of: 'clock',
    summary: "A node's wall clock is off.",
    knob: 'clocks: { skew: 50ms }',
    default: '0s',
    anchor: 'clock NODE skew',
    counted: false,
  },
  {
    name: 'clock-drift',
    of: 'clock',
    summary: "Both of a node's clocks run fast or slow.",
    knob: 'clocks: { drift: 100ppm }',
    default: '0ppm',
    anchor: 'clock NODE drift',
    counted: false,
  },
];
