import type { Violation } from '../contract/index.ts';

/** `violated` outranks `stuck`, which outranks `vacuous`. */
export type Verdict = 'held' | 'violated' | 'stuck' | 'vacuous';

/**
 * Something a scenario wants to see and this seed did not show. `deliveries`, `refused` (of which there were too many), `sometimes` and
 * `fault` (a rule of the fault plan, or a chance in the network, that never struck) count over
 * the union of a batch; `at-least` counts per seed, and where `ofPpm` is below 1,000,000 over the
 * share of a batch's seeds that reach it, so that one seed alone cannot lack it.
 */
export interface Lack {
  readonly kind: 'deliveries' | 'refused' | 'sometimes' | 'fault' | 'at-least';
  readonly name: string;
  readonly found: number;
  readonly wanted: number;
  readonly ofPpm: number;
}

/** One line of the causal path to a violation. */
export interface PathStep {
  readonly atUs: number;
  readonly event: number;
  readonly text: string;
  readonly mark: 'fault' | 'violation' | undefined;
}

/** Where a message was on one replica at the decisive moment. */
export interface Whereabouts {
  readonly node: string;
  /** Whether its synced bytes hold the message. */
  readonly onDisk: boolean;
  /** Whether that is the word of the protocol's disk reader; else the message was looked for by its text. */
  readonly isRead: boolean;
  /** Whether its process had received or applied it since it booted. */
  readonly inMemory: boolean;
  /** What a power loss could take: files with the number of sectors that no sync had brought to the platter. */
  readonly unsynced: readonly { readonly file: string; readonly sectors: number }[];
  /** Changes that its disk was asked for and had not made. */
  readonly underWay: number;
}

/** See `moment.ts`. */
export interface DecisiveMoment {
  readonly atUs: number;
  readonly event: number;
  readonly token: string;
  /** What struck whom, in sentences and by names; empty where it is the violating event. */
  readonly strikes: readonly string[];
  readonly struck: readonly string[];
  /** Of the shard that it is about, as they were just before. */
  readonly replicas: readonly Whereabouts[];
}

/** All that one run showed. Everything but `wallMs` is a function of code, scenario and schedule. */
export interface RunResult {
  readonly scenario: string;
  readonly protocol: string;
  readonly mutant: string | null;
  readonly seed: string;
  readonly verdict: Verdict;
  /** Why it is stuck or vacuous, in a sentence; null otherwise. */
  readonly reason: string | null;
  /** The clause that a stuck run leaves open, which counts as an objection by its property; null where none is. */
  readonly leavesOpen: { readonly property: string; readonly clause: string } | null;
  /** Whether the verdict is what the scenario expects of this seed alone. */
  readonly asExpected: boolean;
  /** In order of event; the first is the one that ends a run. Empty unless violated. */
  readonly violations: readonly Violation[];
  /** 16 hex digits. */
  readonly digest: string;
  readonly events: number;
  readonly virtualUs: number;
  readonly wallMs: number;
  /** Workload messages asked for; probes are not counted. */
  readonly broadcasts: number;
  readonly deliveries: number;
  readonly outcomes: { readonly accepted: number; readonly refused: number; readonly unknown: number };
  /** Counts by fault name, of those that happened. */
  readonly faults: ReadonlyMap<string, number>;
  readonly sometimes: ReadonlyMap<string, number>;
  /** The protocol's `sometimes` that did not happen. */
  readonly neverReached: readonly string[];
  readonly lacks: readonly Lack[];
  /** Faults beyond what the protocol claims to survive: nothing was due from the first of them on. */
  readonly beyondBudget: readonly string[];
  /** From the asking for a message to each of its deliveries, in virtual time; zeros without deliveries. */
  readonly latencyUs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** What of a swarm was on, and how strong; empty where the scenario is none. */
  readonly swarm: readonly string[];
  /** Counted faults that some seed of the swarm may draw, if not this one; empty where the scenario is none. */
  readonly drawable: readonly string[];
  /** What could not be judged, and why. */
  readonly unjudged: readonly string[];
  readonly notes: readonly string[];
  /** For a violation: what led to it. */
  readonly path: readonly PathStep[];
  /** For a violation about a message: what was on disk then, and what only in memory. */
  readonly moment: DecisiveMoment | null;
}
