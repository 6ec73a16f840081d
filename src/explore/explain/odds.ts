/**
 * How likely the failure was at each step towards it: everything up to there stays as it was, and
 * everything after it is drawn anew, again and again. Seeds are counted, so that the same file
 * always gives the same odds.
 */
import { type Schedule, turned } from '../../chance/index.ts';
import { examine, type RunResult, signatureOf } from '../../run/index.ts';
import { type Prepared, subjectOf } from '../subject.ts';
import type { Step } from './steps.ts';

/** What came of the runs that had a step, and everything before it, in common. */
export interface OddsAt extends Step {
  /** Those that failed as the failure does, and those that failed at all. */
  readonly alike: number;
  readonly failing: number;
}

/** See the head of this file. */
export interface Odds {
  /** Runs at each step. */
  readonly runs: number;
  /** At the start, with nothing in common; after each step; at the violation, when nothing is left to chance. */
  readonly at: readonly OddsAt[];
  /** Place among them of the step with which failing became likelier the most; undefined where none made much of a difference. */
  readonly cast: number | undefined;
}

export interface OddsOptions {
  /** Executions, all steps together. */
  readonly runs: number;
  /** Hears of each step before its runs. */
  readonly progress?: ((done: number, of: number) => void) | undefined;
}

/** Runs at one step at most: more would not show in a bar. */
const mostRuns = 50;

/** A smaller rise is noise, of so few runs. */
const leastRise = 0.2;

/** `violation` is what the schedule leads to. */
export function oddsOf(
  prepared: Prepared,
  schedule: Schedule,
  violation: { readonly signature: string; readonly atUs: number; readonly sentence: string },
  steps: readonly Step[],
  { runs: allowed, progress }: OddsOptions,
): Odds {
  const before = steps.filter(({ atUs }) => atUs < violation.atUs);
  const runs = Math.max(1, Math.min(mostRuns, Math.floor(allowed / (before.length + 1))));
  const seeds = Array.from({ length: runs }, (_, nth) => `anew-${nth + 1}`);
  const drawn = (fromUs: number) => {
    const results = seeds.map((seed) => {
      const turn = turned(schedule, { atUs: fromUs, seed });
      return examine({ ...subjectOf(prepared), schedule: turn, keepGoing: false }, {}).result;
    });
    return {
      alike: results.filter((result) => isAlike(result, violation.signature)).length,
      failing: results.filter((result) => signatureOf(result) !== undefined).length,
    };
  };
  const at: OddsAt[] = [];
  progress?.(0, before.length + 1);
  at.push({ atUs: 0, elements: [], ...drawn(0) });
  for (const step of before) {
    progress?.(at.length, before.length + 1);
    at.push({ ...step, ...drawn(step.atUs + 1) });
  }
  at.push({ atUs: violation.atUs, elements: [violation.sentence], alike: runs, failing: runs });
  return { runs, at, cast: castIn(at, runs) };
}

/** Whether it is among all that objects when the run ends. */
function isAlike(result: RunResult, signature: string): boolean {
  if (signatureOf(result) === signature) return true;
  return result.violations.some(({ property, clause }) => `${property}/${clause}` === signature);
}

function castIn(at: readonly OddsAt[], runs: number): number | undefined {
  let cast: number | undefined;
  let most = Math.floor(runs * leastRise);
  for (const [place, { alike }] of at.entries()) {
    const rise = alike - (at[place - 1]?.alike ?? alike);
    if (rise > most) [cast, most] = [place, rise];
  }
  return cast;
}
