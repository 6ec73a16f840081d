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
  {
    name: 'clock-step',
    of: 'clock',
    summary: "A node's wall clock is set forward or back, for good; its monotonic clock goes on.",
    knob: 'faults: [{ every: 1s..2s, clock-step: node, by: 10s, direction: back }]',
    default: 'no rule; by: 1s..1m, direction: either',
    anchor: 'fault clock-step-TARGET #n happens, … gap, … target, … by, … direction',
    counted: true,
  },
  {
    name: 'clock-freeze',
    of: 'clock',
    summary: 'One of the clocks of a node stands still, and goes on from there; with the monotonic one its timers.',
    knob: 'faults: [{ every: 1s..2s, clock-freeze: node, clock: monotonic, thaw: 1s }]',
    default: 'no rule; clock: wall, thaw: 200ms..2s',
    anchor: 'fault clock-freeze-TARGET #n happens, … gap, … target, … lasts',
    counted: true,
  },
  {
    name: 'clock-rate',
    of: 'clock',
    summary: 'Both clocks of a node, and its timers, run fast or slow for a while.',
    knob: 'faults: [{ every: 1s..2s, clock-rate: node, by: 10%, direction: fast, recover: 1s }]',
    default: 'no rule; by: 1%..10%, direction: either, recover: 500ms..3s',
    anchor: 'fault clock-rate-TARGET #n happens, … gap, … target, … by, … direction, … lasts',
    counted: true,
  },
];
