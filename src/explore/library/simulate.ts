import { type Schedule, seeded } from '../../chance/index.ts';
import type { RunResult } from '../../run/index.ts';
import { type Failure, failureOf } from '../failure.ts';
import { resultOf } from '../result.ts';
import type { Prepared } from '../subject.ts';
import { tool } from '../tool.ts';
import { InputError } from './input-error.ts';
import { fitting, type LoadOptions, preparedOf, type ScenarioSource } from './inputs.ts';

export interface SimulateOptions extends LoadOptions {
  /** From which all chance follows; the scenario's own unless given. */
  readonly seed?: string | number | undefined;
  /** All that chance decides, in place of a seed. */
  readonly schedule?: Schedule | undefined;
  /** A known-bad variant of the protocol, by its name. */
  readonly mutant?: string | undefined;
  /** Goes on after an objection and collects all of them; the default for a mutant, and where the scenario expects one. */
  readonly keepGoing?: boolean | undefined;
}

/** One run: what it showed, and what it takes to go on from there. */
export interface Run extends RunResult {
  readonly schedule: Schedule;
  /** What was run, ready to be run again. */
  readonly prepared: Prepared;
  /**
   * The failure as data, with all that makes it happen again; undefined for a run that held or is
   * vacuous. Executes the run once more, up to its first objection.
   */
  failure(): Failure | undefined;
}

/**
 * Runs a scenario once, in this thread, to its verdict. A pure function of code, scenario and seed,
 * but for `wallMs`.
 *
 * @throws InputError for a scenario or a protocol that cannot be run: file, line and what to do.
 */
export function simulate(scenario: ScenarioSource, options: SimulateOptions = {}): Run {
  const { seed, schedule: given, keepGoing } = options;
  if (seed !== undefined && given !== undefined) {
    throw InputError.of('seed', 'beside a schedule, which has one of its own', 'leave one of them out');
  }
  const prepared = preparedOf(scenario, options);
  const schedule = given ?? seeded(String(seed ?? prepared.scenario.seed));
  return asRun(
    prepared,
    schedule,
    fitting(prepared, () => resultOf(prepared, schedule, { keepGoing })),
  );
}

/** A result with what it takes to go on from it. */
export function asRun(prepared: Prepared, schedule: Schedule, result: RunResult): Run {
  return { ...result, schedule, prepared, failure: () => failureOf(prepared, schedule, tool) };
}
