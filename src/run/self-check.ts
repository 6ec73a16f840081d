/**
 * Whether a run is what it should be, a pure function of code, scenario and schedule: it is executed
 * again, with code of its own for every process, and must come to the same digest. Where it does
 * not, the first event that differs is found by bisection. Not checked is what cannot be compared: a
 * handler without end stops wherever real time takes it.
 */
import { formatDuration } from '../scenario/index.ts';
import { firstDifferingRung, type Rungs, type TraceEntry } from '../sim/index.ts';
import { type Execution, execute, type RunOptions } from './execute.ts';
import type { RunResult } from './result.ts';
import { tell } from './tell.ts';

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

/** Something that happened in an event, in words and in virtual time. */
export interface Happening {
  readonly atUs: number;
  readonly text: string;
}

/** Executes the run that gave `result` again. */
export function selfCheck(options: RunOptions, result: RunResult): SelfCheck {
  const { seed, digest, violations } = result;
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

/** Two looks: over the whole run, with as many rungs as there may be, and at each event between two of them. */
function partingOf(options: RunOptions, shared: boolean): Parting | undefined {
  const both = (look: (own: boolean) => Look) => [look(false), look(shared)] as const;
  const whole = both((own) => lookAt(options, own, { every: 1 }));
  const window = partOf(whole);
  if (window === undefined) return undefined;
  const close = both((own) => lookAt(options, own, { every: 1, after: window.after, until: window.by }));
  const event = partOf(close)?.by;
  if (event === undefined) return undefined;
  const [first, second] = close.map(({ happened }) => happened.get(event) ?? []) as [Happening[], Happening[]];
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

/** One execution, looked at through a window. */
interface Look {
  readonly events: number;
  readonly ladder: ReturnType<Execution['simulator']['digest']['ladder']>;
  /** By event, what happened in the window. */
  readonly happened: ReadonlyMap<number, readonly Happening[]>;
}

function lookAt(options: RunOptions, own: boolean, rungs: Rungs): Look {
  const entries: TraceEntry[] = [];
  const { after, until } = rungs;
  const record = (entry: TraceEntry) => {
    if (after !== undefined && entry.event > after && entry.event <= (until ?? 0)) entries.push(entry);
  };
  const tracer = after === undefined ? undefined : { record };
  const { simulator } = execute(options, { apart: own, rungs, tracer });
  const happened = new Map<number, Happening[]>();
  for (const entry of entries) {
    const text = tell(entry, (id) => simulator.nodes[id]?.name ?? 'the world');
    const all = happened.get(entry.event) ?? [];
    happened.set(entry.event, [...all, { atUs: entry.atUs, text }]);
  }
  return { events: simulator.events, ladder: simulator.digest.ladder(), happened };
}

/** Where two looks part; runs that are alike as far as both go part where the shorter one ends. */
function partOf([one, other]: readonly [Look, Look]): { readonly after: number; readonly by: number } | undefined {
  const parting = firstDifferingRung(one.ladder, other.ladder);
  if (parting !== undefined || one.events === other.events) return parting;
  const shorter = Math.min(one.events, other.events);
  const { every } = one.events === shorter ? other.ladder : one.ladder;
  return { after: Math.max(0, shorter - every), by: shorter + 1 };
}
