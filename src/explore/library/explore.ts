/** Many seeds of one scenario or several, in this thread, for a program of the caller's own. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { seeded } from '../../chance/index.ts';
import { type Batch, judgeBatch, selfCheck, signatureOf } from '../../run/index.ts';
import { type Prepared, subjectOf } from '../subject.ts';
import { InputError } from './input-error.ts';
import {
  fitting,
  type LoadOptions,
  loadProtocol,
  type ProtocolSource,
  preparedOf,
  type ScenarioSource,
} from './inputs.ts';
import { type Run, runOf } from './simulate.ts';

export interface ExploreOptions extends Omit<LoadOptions, 'protocol'> {
  /** Tries the scenarios instead of the protocols that they name; a URL or a path is loaded. */
  readonly protocol?: ProtocolSource | URL | undefined;
  readonly mutant?: string | undefined;
  /** How many seeds of each scenario, counted from 1, or which; 100 unless given. */
  readonly seeds?: number | readonly (string | number)[] | undefined;
}

/** What the seeds of some scenarios came to. */
export interface Exploration {
  /** Whether every scenario came to what it expects. */
  readonly asExpected: boolean;
  /** One for each scenario, with all its runs, in the order given. */
  readonly batches: readonly Batch[];
  /** Of each scenario and each way to fail the run that fails first, by events; in the order of the scenarios. */
  readonly failing: readonly Run[];
}

/** Seeds unless told otherwise. */
const usualSeeds = 100;

/**
 * Runs scenarios with many seeds. The first seed of each is run twice, and a protocol whose second
 * run is not the first again is told by its batch.
 *
 * @throws InputError for what cannot be run, before anything is.
 */
export async function explore(
  scenarios: ScenarioSource | readonly ScenarioSource[],
  options: ExploreOptions = {},
): Promise<Exploration> {
  const { seeds = usualSeeds, set, mutant } = options;
  const protocol = await loaded(options.protocol);
  const all = isList(scenarios) ? scenarios : [scenarios];
  const prepared = all.map((scenario) => preparedOf(scenario, { protocol, set, mutant }));
  const words = seedsOf(seeds);
  const explored: { readonly batch: Batch; readonly failing: readonly Run[] }[] = [];
  for (const one of prepared) explored.push(await batchOf(one, words));
  return {
    asExpected: explored.every(({ batch }) => batch.asExpected),
    batches: explored.map(({ batch }) => batch),
    failing: explored.flatMap(({ failing }) => failing),
  };
}

async function batchOf(prepared: Prepared, seeds: readonly string[]): Promise<{ batch: Batch; failing: Run[] }> {
  const runs: Run[] = [];
  const fastest = new Map<string, Run>();
  for (const seed of seeds) {
    const run = runOf(prepared, seeded(seed));
    runs.push(run);
    const signature = signatureOf(run);
    const known = signature === undefined ? undefined : fastest.get(signature);
    if (signature !== undefined && (known === undefined || lengthOf(run) < lengthOf(known)))
      fastest.set(signature, run);
    // Timers and streams of the caller's have their turn between two runs.
    await nextTurn();
  }
  const [first] = runs;
  const isChecked = first !== undefined && runs.length > 1;
  const checks = isChecked
    ? [fitting(prepared, () => selfCheck({ ...subjectOf(prepared), schedule: first.schedule }, first))]
    : [];
  return { batch: judgeBatch(prepared.scenario, runs, { selfChecks: checks }), failing: [...fastest.values()] };
}

/** Events up to the first objection. */
function lengthOf({ violations, events }: Run): number {
  return violations[0]?.event ?? events;
}

async function loaded(protocol: ExploreOptions['protocol']): Promise<ProtocolSource | undefined> {
  const isFile = protocol instanceof URL || (typeof protocol === 'string' && /[./\\]/.test(protocol));
  return isFile ? loadProtocol(protocol) : protocol;
}

function isList(scenarios: ScenarioSource | readonly ScenarioSource[]): scenarios is readonly ScenarioSource[] {
  return Array.isArray(scenarios);
}

function seedsOf(seeds: number | readonly (string | number)[]): readonly string[] {
  if (typeof seeds !== 'number') {
    if (seeds.length > 0) return seeds.map(String);
  } else if (Number.isSafeInteger(seeds) && seeds > 0) {
    return Array.from({ length: seeds }, (_, nth) => String(nth + 1));
  }
  throw InputError.of('seeds', `expected how many, or a list of them, found ${JSON.stringify(seeds)}`);
}
