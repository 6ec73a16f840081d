/**
 * The same failure elsewhere: the scenario with a handful of operations, spread over as long a
 * time, with other seeds. What fails there the same way often has a short story where that of a
 * long run is tangled: one fault hangs on the count of all that came before it.
 */
import { seeded } from '../../chance/index.ts';
import type { Range, WorkloadPlan } from '../../scenario/index.ts';
import { type Prepared, prepareAgain } from '../subject.ts';
import type { Failing, Trials } from './trials.ts';

/** Broadcasts of each world, and seeds that are tried in it: in most of them nothing fails. */
const sizes = [2, 3, 5, 8, 13, 21, 34] as const;
const seedsEach = 48;

/**
 * Failures with the signature in smaller worlds, the smallest first; each is tried when it is asked
 * for. A world is one only with fewer broadcasts than `shortest` says that a story has elements.
 */
export function* smallerWorlds(prepared: Prepared, trials: Trials, shortest: () => number): Generator<Failing> {
  const { workload } = prepared.scenario;
  for (const broadcasts of sizes.filter((size) => size < workload.broadcasts)) {
    if (broadcasts >= shortest()) return;
    const world = prepareAgain(prepared, { ...prepared.data, workload: scaled(prepared, broadcasts) });
    for (let seed = 1; world !== undefined && seed <= seedsEach; seed++) {
      const found = trials.fails({ prepared: world, schedule: seeded(String(seed)) }, Number.POSITIVE_INFINITY);
      if (found === undefined) continue;
      yield found;
      break;
    }
  }
}

function scaled({ data, scenario: { workload } }: Prepared, broadcasts: number): Readonly<Record<string, unknown>> {
  const share = (count: number) => Math.ceil((count * broadcasts) / workload.broadcasts);
  const told = (data.workload ?? {}) as Readonly<Record<string, unknown>>;
  const part: Partial<Record<keyof WorkloadPlan, number>> = {
    broadcasts,
    reads: share(workload.reads),
    membership: share(workload.membership),
  };
  return { ...told, ...part, every: longer(workload.everyUs, workload.broadcasts / broadcasts) };
}

function longer({ min, max }: Range, factor: number): string {
  return `${Math.round(min * factor)}us..${Math.round(max * factor)}us`;
}
