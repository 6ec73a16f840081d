/** What may befall disks. */
import type { CatalogueEntry } from './entry.ts';

export const diskFaults: readonly CatalogueEntry[] = [
  {
    name: 'disk-latency',
    of: 'disk',
    summary: 'An act of a disk takes longer, or less long, than the median; so writes overtake each other.',
    knob: 'disk: { latency: hdd }',
    default: 'ssd',
    anchor: 'OPERATION NODE FILES #n latency',
    counted: false,
  },
  {
    name: 'disk-landed',
    of: 'disk',
    summary: 'What was in flight on a disk when its process died took effect, or did not.',
    knob: 'follows from crash and power-loss',
    default: 'none',
    anchor: 'OPERATION NODE FILES #n landed',
    counted: false,
  },
  {
    name: 'lost-sector',
    of: 'disk',
    summary: 'A sector that was written and not synced is gone after a power loss.',
    knob: 'follows from power-loss; disk: { sector: 512B }',
    default: '512B',
    anchor: 'write NODE FILES #n sector i kept, truncate NODE FILES #n kept',
    counted: true,
  },
  {
    name: 'kept-sector',
    of: 'disk',
    summary: 'A sector that was written and not synced is there after a power loss all the same.',
    knob: 'follows from power-loss',
    default: 'none',
    anchor: 'write NODE FILES #n sector i kept, truncate NODE FILES #n kept',
    counted: true,
  },
  {
    name: 'torn-write',
    of: 'disk',
    summary: 'Of one write some sectors are there after a power loss and some are gone.',
    knob: 'follows from power-loss',
    default: 'none',
    anchor: undefined,
    counted: true,
  },
  {
    name: 'lost-name',
    of: 'disk',
    summary: 'A file created, renamed or removed without a synced directory is not, after a power loss.',
    knob: 'follows from power-loss',
    default: 'none',
    anchor: 'write NODE FILES #n name kept, rename …, remove …',
    counted: true,
  },
];
