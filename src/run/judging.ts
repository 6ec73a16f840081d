import type {
  Bounds,
  DiskReader,
  JudgedNode,
  ObservationName,
  Offence,
  PropertyFactory,
  Protocol,
  Topology,
} from '../contract/index.ts';
import { commonProperties, Judges } from '../properties/index.ts';
import type { Layout } from './setup.ts';
import { watchedFactory } from './watched-property.ts';
import { WatchedReader } from './watched-reader.ts';

/** What every protocol reports. */
const leastObserved: readonly ObservationName[] = ['broadcast', 'outcome', 'delivered'];

/** What a protocol declares that it reports, the minimum included. */
export function observedBy({ observes = [] }: Protocol): ReadonlySet<ObservationName> {
  return new Set([...leastObserved, ...observes]);
}

export interface BenchOptions {
  readonly protocol: Protocol;
  readonly layout: Layout;
  readonly topology: Topology;
  readonly bounds: Bounds;
  readonly clock: { nowUs(): number; event(): number };
  readonly isBeyondBudget: () => boolean;
  /** Hear all that the properties hear. */
  readonly listeners: readonly PropertyFactory[];
}

/** Judges as a run needs them. */
export type Jury = Pick<Judges, keyof Judges>;

/** The judges of one run, and by node id the readers that they consult, to be fed with what becomes durable. */
export interface Bench {
  readonly judges: Jury;
  readonly readers: readonly (DiskReader | undefined)[];
}

/** Seats the judges of a run. */
export function bench(options: BenchOptions): Bench {
  const { protocol, layout, topology, bounds, clock, listeners } = options;
  const nodes = layout.nodes.map((node, index): JudgedNode => {
    const { name, role, shard, leads = false } = node;
    const id = index + 1;
    const reader = layout.readers[index];
    const offended = (offence: Offence) => judges.offended(id, { ...offence, sentence: `${name} ${offence.sentence}` });
    return { id, name, role, shard, leads, disk: reader && new WatchedReader(reader, offended) };
  });
  const own = (protocol.properties ?? []).map((factory) =>
    watchedFactory(factory, (offence) => judges.offended(0, offence)),
  );
  const judges = new Judges({
    properties: [...listeners, ...commonProperties, ...own],
    nodes,
    rooms: topology.rooms,
    retention: topology.retention,
    bounds,
    isBeyondBudget: options.isBeyondBudget,
    observes: observedBy(protocol),
    ...clock,
  });
  return { judges, readers: [undefined, ...nodes.map(({ disk }) => disk)] };
}
