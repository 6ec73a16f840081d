/** What may befall packets and links. */
import type { CatalogueEntry } from './entry.ts';

export const networkFaults: readonly CatalogueEntry[] = [
  {
    name: 'latency',
    of: 'network',
    summary: 'A packet takes longer, or less long, than the median.',
    knob: 'network: { latency: zone }',
    default: 'zone',
    anchor: 'send FROM>TO KIND [KEY] #n latency',
    counted: false,
  },
  {
    name: 'drop',
    of: 'network',
    summary: 'A packet is lost.',
    knob: 'network: { loss: 1% }',
    default: '0%',
    anchor: 'send FROM>TO KIND [KEY] #n loss',
    counted: true,
  },
  {
    name: 'duplicate',
    of: 'network',
    summary: 'A packet arrives twice; the copy takes a latency of its own and is not doubled again.',
    knob: 'network: { duplicate: 1% }',
    default: '0%',
    anchor: 'send FROM>TO KIND [KEY] #n duplicate, … copy 2 latency',
    counted: true,
  },
  {
    name: 'reorder',
    of: 'network',
    summary: 'A packet is held back for one to four further latencies, so that later ones overtake it.',
    knob: 'network: { reorder: 1% }',
    default: '0%',
    anchor: 'send FROM>TO KIND [KEY] #n reorder',
    counted: true,
  },
  {
    name: 'partition',
    of: 'network',
    summary: 'Nodes are cut off from others, both ways or one way; what was under way still lands.',
    knob: 'faults: [{ every: 1s..2s, partition: { isolate: leader }, mend: 500ms }]',
    default: 'no rule; mend: 200ms..2s',
    anchor: 'fault partition-TARGET #n happens, … gap, … target, … other, … lasts',
    counted: true,
  },
  {
    name: 'cut',
    of: 'network',
    summary: 'A packet is lost to a partition.',
    knob: 'follows from partition',
    default: 'none',
    anchor: undefined,
    counted: true,
  },
];
