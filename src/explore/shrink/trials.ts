/**
 * Trying out schedules: each is executed until something objects, and counts when what objects is
 * what is looked for. What was tried before is not run again.
 */
import { createHash } from 'node:crypto';
import type { Schedule } from '../../chance/index.ts';
import { type Execution, examine, explicitOf, type RunResult, SetupError, signatureOf } from '../../run/index.ts';
import { type Prepared, subjectOf } from '../subject.ts';

/** What is tried: a scenario, and a schedule for it. */
export interface Candidate {
  readonly prepared: Prepared;
  readonly schedule: Schedule;
}

/** A candidate that fails as it should, with nothing in its schedule that was never asked for. */
export interface Failing extends Candidate {
  readonly result: RunResult;
  /** Of each family that was decided for as one: the anchors of its members that were asked for, in order. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

/** See the head of this file. */
export class Trials {
  /** Executions until now. */
  runs = 0;
  readonly #signature: string;
  readonly #most: number;
  #allowed: number;
  readonly #isStopped: () => boolean;
  /** What candidates came to that did not fail as they should, by a hash of scenario and schedule. */
  readonly #passed = new Map<string, string>();

  /** At most so many runs. */
  constructor(signature: string, options: { readonly runs: number; readonly isStopped: () => boolean }) {
    this.#signature = signature;
    this.#most = options.runs;
    this.#allowed = options.runs;
    this.#isStopped = options.isStopped;
  }

  /** No more runs are to be had, for now or for good. The first one is: without it there is nothing to leave it at. */
  get isOver(): boolean {
    return this.runs >= this.#allowed || (this.#isStopped() && this.runs > 0);
  }

  /** From now on at most so many more runs, as long as there are any. */
  allow(more: number): void {
    this.#allowed = Math.min(this.#most, this.runs + more);
  }

  /** The candidate, if it fails with the signature within so many events; undefined otherwise, and once it is over. */
  fails(candidate: Candidate, mostEvents: number): Failing | undefined {
    if (this.isOver) return undefined;
    const name = hashOf(candidate, mostEvents);
    if (this.#passed.has(name)) return undefined;
    const tried = this.#execute(candidate, mostEvents);
    const verdict = verdictOf(tried);
    if (verdict === this.#signature) return tried;
    this.#passed.set(name, verdict);
    return undefined;
  }

  /** What a candidate came to that was tried at any length: `held`, or the signature of what objects; undefined where it was not. */
  verdict(candidate: Candidate): string | undefined {
    return this.#passed.get(hashOf(candidate, Number.POSITIVE_INFINITY));
  }

  #execute({ prepared, schedule }: Candidate, mostEvents: number): Failing | undefined {
    this.runs++;
    const subject = subjectOf(prepared);
    const { limits } = subject.scenario;
    const bounded = { ...limits, events: Math.min(limits.events, mostEvents) };
    const scenario = { ...subject.scenario, limits: bounded };
    try {
      const { result, execution } = examine({ ...subject, scenario, schedule, keepGoing: false }, { record: true });
      // Broken off by our own bound, it has not failed.
      if (execution.end === 'events' && bounded.events < limits.events) return undefined;
      return { prepared, schedule: explicitOf(execution), result, members: membersOf(execution) };
    } catch (error) {
      if (error instanceof SetupError) return undefined;
      throw error;
    }
  }
}

function membersOf({ simulator }: Execution): Failing['members'] {
  const members = new Map<string, string[]>();
  for (const { anchor, family } of simulator.decisions.departures ?? []) {
    if (family !== undefined) members.set(family, [...(members.get(family) ?? []), anchor]);
  }
  return members;
}

function verdictOf(tried: Failing | undefined): string {
  return tried === undefined ? 'cannot be run' : (signatureOf(tried.result) ?? 'held');
}

function hashOf({ prepared, schedule }: Candidate, mostEvents: number): string {
  const told = JSON.stringify([prepared.data, schedule, mostEvents]);
  return createHash('sha1').update(told).digest('base64');
}
