/**
 * A failure as data: everything that makes it happen again, on any machine, and what it was when it
 * did. Nothing in it says where or at what time of day it was found.
 */
import { isAbsolute, relative } from 'node:path';
import { hashText, type Schedule, seeded } from '../chance/index.ts';
import { examine, type RunOptions, type RunResult, signatureOf } from '../run/index.ts';
import { type CompactLadder, compact } from './ladder.ts';
import type { Story } from './story.ts';
import { type Prepared, subjectOf } from './subject.ts';

/** The version of the format. A reader refuses newer ones. */
export const failureFormat = 1;

/** What objected. Nodes have names. */
export interface FailureViolation {
  readonly property: string;
  /** Property and clause; never ids, nodes or times. */
  readonly signature: string;
  readonly sentence: string;
  /** Number of the event at which it objected, and when in virtual time; the last of a run that got stuck. */
  readonly event: number;
  readonly atUs: number;
  readonly nodes: readonly string[];
  readonly room?: string;
  readonly position?: number;
  readonly token?: string;
}

/** See the head of this file. */
export interface Failure {
  /** The version of the format. */
  readonly format: number;
  /** Name and version of the tool that found it. */
  readonly tool: string;
  /** The scenario, as a file would say it. */
  readonly scenario: Readonly<Record<string, unknown>>;
  /** Its protocol as it was asked for, a file as seen from the folder it was found in; undefined for the scenario's own. */
  readonly protocol?: string;
  readonly mutant?: string;
  /** Identifies the protocol's code; empty for a protocol that was a value, not a file. */
  readonly fingerprint: string;
  readonly schedule: Schedule;
  readonly violation: FailureViolation;
  /** Of the run up to the violation; undefined where real time ended it: a handler without end. */
  readonly digest?: string;
  /** Once it is fixed: what the schedule is expected to do from now on, and the file is a regression test. */
  readonly expect?: 'held';
  /** What shrinking made of it. */
  readonly story?: Story;
  /** The digest along the way, to tell where another run parts from this one. */
  readonly ladder?: CompactLadder;
}

/**
 * The failure that this schedule leads to, executed up to its first objection; undefined when there
 * is none.
 */
export function failureOf(prepared: Prepared, schedule: Schedule, tool: string): Failure | undefined {
  const options: RunOptions = { ...subjectOf(prepared), schedule, keepGoing: false };
  const { result, execution } = examine(options, { rungs: { every: 1 } });
  const violation = violationOf(result, (id) => execution.simulator.nodes[id]?.name ?? 'world');
  if (violation === undefined) return undefined;
  const { asked, mutant, fingerprint, data } = prepared;
  const isTimed = violation.signature === 'sound/endless';
  return {
    format: failureFormat,
    tool,
    scenario: data,
    ...(asked !== undefined && { protocol: isAbsolute(asked) ? relative('.', asked) : asked }),
    ...(mutant !== undefined && { mutant }),
    fingerprint,
    schedule,
    violation,
    ...(!isTimed && { digest: result.digest, ladder: compact(execution.simulator.digest.ladder()) }),
  };
}

/**
 * `failures/power-loss-ack-first-persisted-7.json` without its folder: see the design, section 8. A
 * story stands on no seed any more; `foundWith` says which one led to it.
 */
export function failureName(
  { scenario, schedule, violation, mutant }: Failure,
  protocol: string,
  foundWith?: string,
): string {
  const { base } = schedule;
  const tried = mutant === undefined ? protocol : `${protocol}+${mutant}`;
  const seed = seedWord(foundWith ?? (base === 'plain' ? 'story' : base.seed));
  return `${String(scenario.name)}-${tried}-${violation.property}-${seed}.json`;
}

/** The failure of a seed, as it is found. */
export function freshFailure(prepared: Prepared, seed: string, tool: string): Failure | undefined {
  return failureOf(prepared, seeded(seed), tool);
}

/** What a run failed by; undefined for one that did not. */
export function violationOf(result: RunResult, nameOf: (id: number) => string): FailureViolation | undefined {
  const signature = signatureOf(result);
  if (signature === undefined) return undefined;
  const [first] = result.violations;
  if (first === undefined) {
    const [property = 'stuck'] = signature.split('/');
    const { reason, events, virtualUs } = result;
    return { property, signature, sentence: reason ?? result.verdict, event: events, atUs: virtualUs, nodes: [] };
  }
  const { property, sentence, event, atUs, nodes, room, position, token } = first;
  return {
    property,
    signature,
    sentence,
    event,
    atUs,
    nodes: nodes.map(nameOf),
    ...(room !== undefined && { room }),
    ...(position !== undefined && { position }),
    ...(token !== undefined && { token }),
  };
}

/** A seed as part of a file's name; one that is no such word by its hash. */
function seedWord(seed: string): string {
  return /^[a-z0-9-]{1,32}$/.test(seed) ? seed : (hashText(seed) >>> 0).toString(16).padStart(8, '0');
}
