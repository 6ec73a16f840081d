/**
 * Whether a run is what it should be, a pure function of code, scenario and schedule: it is executed
 * again, with code of its own for every process, and must come to the same digest. Where it does
 * not, the first event that differs is found by bisection. Not checked is what cannot be compared: a
 * handler without end stops wherever real time takes it.
 */
import { formatDuration } from '../scenario/index.ts';
import { execute, type RunOptions, type Wanted } from './execute.ts';
import { closeUpOf, type Happening } from './parting.ts';
import type { RunResult } from './result.ts';

/** The outcome of a self-check. */
export interface SelfCheck {
  readonly seed: string;
  /** Undefined when the executions were alike. */
  readonly divergence: Divergence | undefined;
}

/** How two executions of one schedule part. */
export interface Divergence {
  /**
   * `shared`: processes share state, or keep it over a restart, for only code of their own makes a
   * difference. `unrepeatable`: the same code does not do the same twice.
   */
  readonly cause: 'shared' | 'unrepeatable';
  /** The first event that differs; undefined when it did not show again. */
  readonly parting: Parting | undefined;
}

export interface Parting {
  readonly event: number;
  /** What happened in it, in the one execution and in the other; null where the run was over by then. */
  readonly first: Happening | null;
  readonly second: Happening | null;
}

/** What is asked of a result to hold another execution against it. */
export type Found = Pick<RunResult, 'seed' | 'digest' | 'violations'>;

/** Executes the run that gave this result again. */
export function selfCheck(options: RunOptions, { seed, digest, violations }: Found): SelfCheck {
  const endless = violations.some(({ property, clause }) => property === 'sound' && clause === 'endless');
  if (endless || digestOf(options, true) === digest) return { seed, divergence: undefined };
  const shared = digestOf(options, false) === digest;
  return { seed, divergence: { cause: shared ? 'shared' : 'unrepeatable', parting: partingOf(options, shared) } };
}

/** The divergence in a sentence. */
export function tellDivergence(seed: string, { cause, parting }: Divergence): string {
  const what =
    cause === 'shared'
      ? `seed ${seed} runs otherwise when each process has code of its own: a variable of the module, or of layout, is shared or outlives a restart`
      : `seed ${seed} does not run alike twice: something in it depends on more than code, scenario and seed`;
  if (parting === undefined) return what;
  const { event, first, second } = parting;
  const [one, other] = [tellSide(first), tellSide(second)];
  return `${what}; at event ${event}, ${one === other ? `${one}, with other content` : `${one}; or else ${other}`}`;
}

function tellSide(side: Happening | null): string {
  return side === null ? 'the run is over' : `${side.text} (${formatDuration(side.atUs)})`;
}

function digestOf(options: RunOptions, own: boolean): string {
  return execute(options, { apart: own }).simulator.digest.hex();
}

function partingOf(options: RunOptions, shared: boolean): Parting | undefined {
  const executed = (apart: boolean) => (wanted: Wanted) => execute(options, { ...wanted, apart });
  const closeUp = closeUpOf(executed(false), executed(shared));
  if (closeUp === undefined) return undefined;
  const { event } = closeUp;
  const first = closeUp.first.get(event) ?? [];
  const second = closeUp.second.get(event) ?? [];
  const most = Math.max(first.length, second.length);
  let nth = 0;
  while (nth < most && first[nth]?.text === second[nth]?.text && first[nth]?.atUs === second[nth]?.atUs) nth++;
  // Where all that can be told is alike, the event itself stands for what cannot.
  const place = nth === most ? 0 : nth;
  return { event, first: sideAt(place, first), second: sideAt(place, second) };
}

/** The one at that place of an event, or the event that had no more than it. */
function sideAt(place: number, happened: readonly Happening[]): Happening | null {
  const [event] = happened;
  return happened[place] ?? (event === undefined ? null : { ...event, text: `${event.text}, and nothing more` });
}
