/** Many seeds of one scenario or several, for a program of the caller's own. */
import { seeded } from '../../chance/index.ts';
import { type Batch, judgeBatch, type SelfCheck, signatureOf } from '../../run/index.ts';
import type { Prepared } from '../subject.ts';
import { InputError } from './input-error.ts';
import {
  type LoadOptions,
  loadProtocol,
  type ProtocolSource,
  preparedOf,
  type ScenarioSource,
  textOf,
} from './inputs.ts';
import { openLanes } from './lanes.ts';
import { asRun, type Run } from './simulate.ts';

export interface ExploreOptions extends Omit<LoadOptions, 'protocol'> {
  /** Tries the scenarios instead of the protocols that they name; a URL or a path is loaded. */
  readonly protocol?: ProtocolSource | URL | undefined;
  readonly mutant?: string | undefined;
  /** How many seeds of each scenario, counted from 1, or which; 100 unless given. */
  readonly seeds?: number | readonly (string | number)[] | undefined;
  /**
   * Threads that do the runs; 0, unless given: this one, between whose runs timers have their turn.
   * A protocol that is a value cannot be sent to a thread; its file can. What protocol code prints
   * in a thread is not shown.
   */
  readonly workers?: number | undefined;
}

/** What the seeds of some scenarios came to: the same whatever the number of workers. */
export interface Exploration {
  /** Whether every scenario came to what it expects, and no run was lost. */
  readonly asExpected: boolean;
  /** One for each scenario of which a run came to its end, with all of these, in the order given. */
  readonly batches: readonly Batch[];
  /** Of each scenario and each way to fail the run that fails first, by events; in the order of the scenarios. */
  readonly failing: readonly Run[];
  /** Runs that ended their thread: they ran out of memory, or gave no sign of life for a minute. */
  readonly lost: readonly { readonly scenario: string; readonly seed: string; readonly why: string }[];
}

/** Seeds unless told otherwise. */
const usualSeeds = 100;

/**
 * Runs scenarios with many seeds. The first seed of each is run twice, and a protocol whose second
 * run is not the first again is told by its batch.
 *
 * @throws InputError for what cannot be run: nearly always before anything is.
 */
export async function explore(
  scenarios: ScenarioSource | readonly ScenarioSource[],
  options: ExploreOptions = {},
): Promise<Exploration> {
  const { seeds = usualSeeds, set, mutant, workers = 0 } = options;
  const protocol = await loaded(options.protocol);
  const sources = isList(scenarios) ? scenarios : [scenarios];
  const subjects = sources.map((scenario) => ({
    prepared: preparedOf(scenario, { protocol, set, mutant }),
    told: { ...textOf(scenario, { set }), mutant },
  }));
  const words = seedsOf(seeds);
  const seats = subjects.flatMap((_, subject) => words.map((seed, place) => ({ subject, seed, place })));
  const runs: (Run | undefined)[] = Array.from({ length: seats.length });
  const checks = new Map<number, SelfCheck>();
  const lost: Exploration['lost'][number][] = [];
  const lanes = await openLanes(subjects, workers);
  try {
    const left = seats.entries();
    const work = async (lane: number) => {
      for (const [nth, { subject, seed, place }] of left) {
        const prepared = subjects[subject]?.prepared as Prepared;
        const reply = await lanes.run({ subject, seed, isChecked: place === 0 && words.length > 1 }, lane);
        if (reply.kind === 'lost') lost.push({ scenario: prepared.scenario.name, seed, why: reply.why });
        else runs[nth] = asRun(prepared, seeded(seed), reply.result);
        if (reply.kind === 'ran' && reply.selfCheck !== undefined) checks.set(subject, reply.selfCheck);
      }
    };
    await Promise.all(Array.from({ length: lanes.count }, (_, lane) => work(lane)));
  } finally {
    await lanes.close();
  }
  const explored = subjects.flatMap(({ prepared }, subject) => {
    const own = runs.slice(subject * words.length, (subject + 1) * words.length).filter((run) => run !== undefined);
    const check = checks.get(subject);
    if (own.length === 0) return [];
    return [{ batch: judgeBatch(prepared.scenario, own, { selfChecks: check ? [check] : [] }), failing: fastest(own) }];
  });
  return {
    asExpected: lost.length === 0 && explored.every(({ batch }) => batch.asExpected),
    batches: explored.map(({ batch }) => batch),
    failing: explored.flatMap(({ failing }) => failing),
    lost,
  };
}

/** Of each signature the run with the fewest events up to its first objection. */
function fastest(runs: readonly Run[]): readonly Run[] {
  const bySignature = new Map<string, Run>();
  const lengthOf = ({ violations, events }: Run) => violations[0]?.event ?? events;
  for (const run of runs) {
    const signature = signatureOf(run);
    const known = signature === undefined ? undefined : bySignature.get(signature);
    if (signature === undefined || (known !== undefined && lengthOf(known) <= lengthOf(run))) continue;
    bySignature.set(signature, run);
  }
  return [...bySignature.values()];
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
