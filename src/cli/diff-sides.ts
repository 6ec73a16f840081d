/**
 * What `tutti diff` compares: a run of a scenario (`scenarios/steady.yaml:7`, of a mutant
 * `scenarios/steady.yaml+ack-before-sync:7`), the run of a failure file, or a trace.
 */
import { accessSync, constants, statSync } from 'node:fs';
import { seeded } from '../chance/index.ts';
import { runOf } from '../explore/replay.ts';
import { setupMistake } from '../explore/setup-mistake.ts';
import { type Prepared, subjectOf } from '../explore/subject.ts';
import { type RunOptions, SetupError } from '../run/index.ts';
import { fitting, openFailure, textOf } from './failure-files.ts';
import { UsageError } from './mistake.ts';
import { plan } from './plan.ts';
import { type ReadTrace, readTrace } from './trace-reader.ts';

/** What the command line says about runs of scenarios. */
export interface SideOptions {
  readonly protocol?: string;
  readonly set?: readonly string[];
}

/** A run that can be made. */
export interface RunSide {
  readonly kind: 'run' | 'failure';
  /** As it was given, and what it is of. */
  readonly given: string;
  readonly about: string;
  readonly options: RunOptions;
  /** @throws UsageError in place of a SetupError. */
  fitting<Value>(act: () => Value): Value;
}

export interface TraceSide {
  readonly kind: 'trace';
  readonly given: string;
  readonly about: string;
  readonly trace: ReadTrace;
}

export type Side = RunSide | TraceSide;

/** @throws UsageError when it is none of these, or what it is of cannot be run. */
export async function sideOf(given: string, options: SideOptions): Promise<Side> {
  const [, file, mutant, seed] = /^(.+\.ya?ml)(?:\+([^:]*))?(?::(.*))?$/s.exec(given) ?? [];
  if (file !== undefined) return scenarioSide(given, { ...options, file, mutant, seed });
  if (statSync(given, { throwIfNoEntry: false })?.isFile() !== true) textOf(given);
  const trace = isReadable(given) ? readTrace(given) : undefined;
  if (trace !== undefined) {
    const { scenario, protocol, mutant = null, seed } = trace.header;
    return { kind: 'trace', given, about: `trace of ${aboutOf({ scenario, protocol, mutant, seed })}`, trace };
  }
  const opened = await openFailure(given);
  const { prepared, failure } = opened;
  const { base } = failure.schedule;
  const about = aboutOf({ ...namesOf(prepared), seed: base === 'plain' ? undefined : base.seed });
  const run = runOf(failure, prepared);
  return { kind: 'failure', given, about, options: run, fitting: (act) => fitting(opened, act) };
}

interface Asked extends SideOptions {
  readonly file: string;
  readonly mutant: string | undefined;
  readonly seed: string | undefined;
}

async function scenarioSide(given: string, { file, seed, mutant, protocol, set }: Asked): Promise<Side> {
  const request = {
    ...(mutant !== undefined && { mutant }),
    ...(protocol !== undefined && { protocol }),
    ...(set !== undefined && { set }),
  };
  const [planned] = (await plan([file], request)).scenarios;
  if (planned === undefined) throw new Error(`${file} is not planned`);
  const { prepared } = planned;
  const chosen = seed ?? prepared.scenario.seed;
  return {
    kind: 'run',
    given,
    about: aboutOf({ ...namesOf(prepared), seed: chosen }),
    options: { ...subjectOf(prepared), schedule: seeded(chosen) },
    fitting(act) {
      try {
        return act();
      } catch (error) {
        throw error instanceof SetupError ? new UsageError([setupMistake(error, prepared)]) : error;
      }
    },
  };
}

function namesOf({ scenario, protocol, mutant }: Prepared): Omit<About, 'seed'> {
  return { scenario: scenario.name, protocol: protocol.name, mutant: mutant ?? null };
}

interface About {
  readonly scenario: string;
  readonly protocol: string;
  readonly mutant: string | null;
  readonly seed: string | undefined;
}

function aboutOf(of: About): string {
  const tried = of.mutant === null ? of.protocol : `${of.protocol}+${of.mutant}`;
  return `${of.scenario}  ${tried}  ${of.seed === undefined ? 'story' : `seed ${of.seed}`}`;
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
