/**
 * The identity of decisions, measured: a run with everything on, and the same run with one of the
 * faults that struck taken away. How many of the others still strike, and strike the same: a packet
 * of the same content under the same anchor, the same act of a disk, the same target of the nemesis.
 * That is more than the law promises, which is about values alone: content hangs on how protocols
 * name their packets, and on how much they say differently once something goes well.
 */
import { packetAnchor } from '../../src/chance/anchor.ts';
import { below, hashText } from '../../src/chance/index.ts';
import type { AnyPacket } from '../../src/contract/index.ts';
import { type RunOptions, registry, seeded } from '../../src/index.ts';
import { execute } from '../../src/run/execute.ts';
import { Sealer } from '../../src/sim/seal.ts';
import type { TraceEntry } from '../../src/sim/trace.ts';
import { shipped } from './shipped.ts';

/** What remains of the faults of one run. */
export interface Remains {
  /** The anchor of the one that was taken away. */
  readonly taken: string;
  /** Shares, in [0, 1], of all others and of those that strike packets. */
  readonly share: number;
  readonly packetShare: number;
  /** Decisions that depart in both runs, and to different values: there must be none. */
  readonly moved: readonly string[];
}

interface Fault {
  readonly value: number | string;
  readonly plain: number;
  /** What it strikes. */
  readonly struck: string;
}

interface Faults {
  readonly values: ReadonlyMap<string, number | string>;
  readonly faults: ReadonlyMap<string, Fault>;
}

/** Aspects that say that a fault strikes; not how long, how late or in which order. */
const strikes = / (loss|duplicate|reorder|straggle|corrupt|failure|landed|kept|torn|happens)$/;

/** Small, so that many fit into a test; all of it on. */
const set = ['swarm.of=100%', 'workload.broadcasts=60', 'workload.reads=5', 'workload.membership=5'];

/** What remains in each of `runs` runs, of both swarms in turn. */
export function remainsOf(runs: number): readonly Remains[] {
  const subjects = ['swarm', 'swarm-sequencer'].map((name) => {
    const scenario = shipped(name, set);
    const protocol = registry.get(scenario.protocol);
    if (protocol === undefined) throw new Error(`${name} names no protocol that is known`);
    return { scenario, protocol };
  });
  return Array.from({ length: runs }, (_, nth) => {
    const subject = subjects[nth % subjects.length] as (typeof subjects)[number];
    return remains(subject, String(nth));
  });
}

/** The middle of some shares. */
export function medianOf(shares: readonly number[]): number {
  return [...shares].sort((a, b) => a - b)[Math.floor(shares.length / 2)] as number;
}

function remains(subject: Pick<RunOptions, 'scenario' | 'protocol'>, seed: string): Remains {
  const whole = faultsOf({ ...subject, schedule: seeded(seed) });
  const anchors = [...whole.faults.keys()];
  const taken = anchors[below(hashText(`which of ${seed}`) >>> 0, anchors.length)] as string;
  const overrides = [{ at: taken, value: whole.faults.get(taken)?.plain ?? 0 }];
  const less = faultsOf({ ...subject, schedule: { ...seeded(seed), overrides } });
  const shareOf = (others: readonly string[]) => {
    const same = others.filter((anchor) => less.faults.get(anchor)?.struck === whole.faults.get(anchor)?.struck);
    return others.length === 0 ? 1 : same.length / others.length;
  };
  const others = anchors.filter((anchor) => anchor !== taken);
  return {
    taken,
    share: shareOf(others),
    packetShare: shareOf(others.filter((anchor) => anchor.startsWith('send '))),
    moved: [...whole.values.keys()].filter((anchor) => {
      const value = less.values.get(anchor);
      return anchor !== taken && value !== undefined && value !== whole.values.get(anchor);
    }),
  };
}

function faultsOf(options: RunOptions): Faults {
  const sent: TraceEntry[] = [];
  const record = (entry: TraceEntry) => {
    if (isSent(entry)) sent.push(entry);
  };
  const { simulator } = execute({ ...options, keepGoing: true }, { record: true, tracer: { record } });
  const departures = simulator.decisions.departures ?? [];
  const values = new Map(departures.map(({ anchor, value }) => [anchor, value]));
  const contents = contentsOf(sent, options, (id) => simulator.node(id).name);
  const struckBy = (anchor: string): string => {
    if (anchor.endsWith(' happens')) return `${values.get(anchor.replace(/ happens$/, ' target'))}`;
    if (!anchor.startsWith('send ')) return '';
    const content = contents.get(anchor.replace(/( copy 2| grey)? \w+$/, ''));
    if (content === undefined) throw new Error(`nobody sent what ${anchor} strikes`);
    return `${content}`;
  };
  const faults = departures
    .filter(({ anchor }) => strikes.test(anchor))
    .map(({ anchor, value, plain }) => [anchor, { value, plain, struck: `${value} ${struckBy(anchor)}` }] as const);
  return { values, faults: new Map(faults) };
}

/** About a packet to oneself nothing is decided. */
function isSent({ what, name, node, other }: TraceEntry): boolean {
  return (what === 'send' || (what === 'lost' && name !== 'down')) && node !== other;
}

/** Digests of what was sent, by the anchors of packets. */
function contentsOf(sent: readonly TraceEntry[], { protocol }: RunOptions, nameOf: (id: number) => string) {
  const sealer = new Sealer();
  const occurrences = new Map<string, number>();
  const contents = new Map<string, number>();
  for (const { node, other, detail } of sent) {
    const packet = detail as AnyPacket;
    const key = protocol.codec?.key?.(packet);
    const like = packetAnchor(nameOf(node), nameOf(other), packet.kind, key, 0);
    const occurrence = (occurrences.get(like) ?? 0) + 1;
    occurrences.set(like, occurrence);
    const anchor = packetAnchor(nameOf(node), nameOf(other), packet.kind, key, occurrence);
    contents.set(anchor, sealer.seal(packet));
  }
  return contents;
}
