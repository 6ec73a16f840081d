/**
 * What an exploration finds out, as data: of one machine, of one shard, or of several joined. Only
 * facts stand here; what they amount to is concluded from them, the same way whoever found them.
 */
import type { RunResult, SelfCheck } from '../run/index.ts';
import type { Expectation, ScenarioError } from '../scenario/index.ts';
import type { Failure } from './failure.ts';
import type { Shard } from './places.ts';

/** What was explored, as results know it. */
export interface Subject {
  readonly file: string;
  /** The scenario's name; of a regression its file's. */
  readonly name: string;
  readonly protocol: string;
  readonly mutant: string | null;
  /** The protocol as it was asked for, and what was set: what the command line must say to have it again. */
  readonly asked: string | null;
  readonly sets: readonly string[];
  readonly isRegression: boolean;
  readonly expect: Expectation;
  /** The scenario's own. */
  readonly seed: string;
  /** What the scenario wants to see sometimes, and what the protocol knows. */
  readonly sometimes: readonly string[];
  readonly reachable: readonly string[];
}

/** One run. `subject` is a place in the list of subjects. */
export interface Ran {
  readonly subject: number;
  readonly place: number;
  readonly result: RunResult;
  /** Where it was made twice. */
  readonly selfCheck: SelfCheck | undefined;
}

/** A seed that did not come to an end: its worker died. */
export interface Lost {
  readonly subject: number;
  readonly place: number;
  readonly seed: string;
  /** `out of memory (512 MB)` */
  readonly why: string;
}

/** Among the fastest runs to fail by a signature: what was written down of it. */
export interface Caught {
  readonly subject: number;
  readonly place: number;
  readonly seed: string;
  readonly signature: string;
  /** Of its run, up to the first objection. */
  readonly events: number;
  /** With a story where it was shrunk. */
  readonly failure: Failure;
}

/** A mutant that must be caught, or why there is none. */
export interface Canary {
  readonly protocol: string;
  /** Null where the protocol has no canary. */
  readonly mutant: string | null;
  readonly scenario: string | null;
  readonly seed: string | null;
  readonly isCaught: boolean;
  /** What caught it, or why nothing did, or why there is none. */
  readonly sentence: string;
}

/** What differs from one execution to the next. */
export interface Measured {
  readonly wallMs: number;
  readonly workers: number;
}

/** See the head of this file. */
export interface Findings {
  readonly tool: string;
  /** Identifies what was to be explored, and how: the same for all shards of it. */
  readonly plan: string;
  readonly subjects: readonly Subject[];
  /** How many seeds were asked for; undefined where time set the bound, or coverage. */
  readonly seeds: number | undefined;
  /** Undefined for all. */
  readonly shard: Shard | undefined;
  /** Whether it was to go on until everything was covered. */
  readonly wantsCoverage: boolean;
  /** In order of subject and place. */
  readonly runs: readonly Ran[];
  readonly lost: readonly Lost[];
  /** In order of subject, signature, events and place. */
  readonly caught: readonly Caught[];
  readonly canaries: readonly Canary[];
  readonly errors: readonly ScenarioError[];
  /** A bug in tutti that ended it. */
  readonly bug: { readonly message: string; readonly stack: string } | undefined;
  /** Whether it ended before its time: interrupted, at the first failure, or as shards are missing. */
  readonly ended: 'done' | 'interrupted' | 'at-first' | 'partial';
  readonly measured: Measured;
}
