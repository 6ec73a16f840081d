/**
 * Everything that can go wrong in the world as it is, for people: what it does, where a scenario
 * sets it, what happens when nobody does, and the anchor under which each single case is decided.
 * Defaults are told as the scenario parser fills them in.
 */

/** One kind of fault, or one thing that is counted about faults. */
export interface CatalogueEntry {
  /** As counted in a report's `faults` and in a scenario's `atLeast`, if `counted`. */
  readonly name: string;
  readonly of: 'network' | 'node' | 'client' | 'disk' | 'clock';
  readonly summary: string;
  /** The key of a scenario file that brings it about. */
  readonly knob: string;
  /** The knob's value when the file does not set it. */
  readonly default: string;
  /** How its decisions are spelled; undefined where it follows from others. */
  readonly anchor: string | undefined;
  /** Whether the run counts it. */
  readonly counted: boolean;
}

export const catalogue: readonly CatalogueEntry[] = [
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
    name: 'disconnect',
    of: 'client',
    summary: 'The user of a client closes its connection, and opens it again later.',
    knob: 'faults: [{ every: 1s..2s, disconnect: client, connect: 2s }]',
    default: 'no rule; connect: 100ms..1s',
    anchor: 'fault disconnect-TARGET #n happens, … gap, … target, … lasts',
    counted: true,
  },
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

/** What a scenario's `atLeast` may name. */
export const counterNames: readonly string[] = catalogue.filter(({ counted }) => counted).map(({ name }) => name);
