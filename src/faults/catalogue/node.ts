/** What may befall nodes. */
import type { CatalogueEntry } from './entry.ts';

export const nodeFaults: readonly CatalogueEntry[] = [
  {
    name: 'crash',
    of: 'node',
    summary: 'The process is gone; what it had written is kept, synced or not.',
    knob: 'faults: [{ every: 1s..2s, crash: leader, restart: 50ms..300ms }]',
    default: 'no rule; restart: 50ms..500ms',
    anchor: 'fault crash-TARGET #n happens, … gap, … target, … lasts',
    counted: true,
  },
  {
    name: 'power-loss',
    of: 'node',
    summary: 'Nodes go dark at once: the processes are gone, and any subset of what was not synced.',
    knob: 'faults: [{ at: 1s, power-loss: replicas, restart: 1s }]',
    default: 'no rule; restart: 50ms..500ms',
    anchor: 'fault power-loss-TARGET #n happens, … gap, … target, … lasts NODE',
    counted: true,
  },
  {
    name: 'restart',
    of: 'node',
    summary: 'A new process boots on a node that was down.',
    knob: 'follows from crash and power-loss',
    default: 'none',
    anchor: undefined,
    counted: true,
  },
  {
    name: 'pause',
    of: 'node',
    summary: 'The process is frozen: packets queue, timers fire late.',
    knob: 'faults: [{ every: 1s..2s, pause: replica, resume: 2s }]',
    default: 'no rule; resume: 100ms..1s',
    anchor: 'fault pause-TARGET #n happens, … gap, … target, … lasts',
    counted: true,
  },
  {
    name: 'slow',
    of: 'node',
    summary: 'Each handler of a process takes time; what comes meanwhile queues behind it.',
    knob: 'faults: [{ every: 1s..2s, slow: replica, cost: 2ms, recover: 1s }]',
    default: 'no rule; cost: 1ms..5ms, recover: 200ms..2s',
    anchor: 'fault slow-TARGET #n happens, … gap, … target, … cost, … lasts',
    counted: true,
  },
  {
    name: 'wipe',
    of: 'node',
    summary: 'A disk is emptied and its node gone for good; what is owed to it, and by it, is void.',
    knob: 'faults: [{ at: 1s, wipe: r3 }]',
    default: 'no rule',
    anchor: 'fault wipe-TARGET #n happens, … gap, … target',
    counted: true,
  },
];
