/**
 * Where two runs part. Neither is kept: the ladders of both narrow it down, by bisection, and both
 * are executed again, to be looked at closely where they part.
 */
import { firstDifferingRung, type TraceEntry } from '../sim/index.ts';
import type { Execution, Wanted } from './execute.ts';
import { tell } from './tell.ts';

/** Executes a run, as often as it is asked to. */
export type Executed = (wanted: Wanted) => Execution;

/** Something that happened in an event, in words and in virtual time. */
export interface Happening {
  readonly atUs: number;
  readonly text: string;
}

/** By event, what happened in some part of a run. */
export type Happenings = ReadonlyMap<number, readonly Happening[]>;

/** Two runs where they part. */
export interface CloseUp {
  /** The first event that differs: in what happened in it, in its content, or in that one run has none. */
  readonly event: number;
  readonly first: Happenings;
  readonly second: Happenings;
}

/** Most events that are looked at closely: all of them have a rung. */
const mostClose = 4096;

/**
 * Undefined where the runs are alike to their ends, or do not show a difference twice. `around` is
 * how many events are told before and after the one that differs.
 */
export function closeUpOf(one: Executed, other: Executed, around = 0): CloseUp | undefined {
  const both = (look: (executed: Executed) => Look) => [look(one), look(other)] as const;
  let window: Window | undefined = { after: 0, by: Number.POSITIVE_INFINITY };
  while (window !== undefined && window.by - window.after > mostClose) {
    const seen: Window = window;
    const part = partOf(
      both((executed) => lookAt(executed, seen)),
      seen,
    );
    // Rungs that stand no closer than before have nothing more to say.
    window = part !== undefined && part.by - part.after < seen.by - seen.after ? part : undefined;
  }
  if (window === undefined) return undefined;
  const { after, by } = window;
  const heard = { after: after - around, by: by + around };
  const close = both((executed) => lookAt(executed, { after, by }, heard));
  const event = partOf(close, window)?.by;
  if (event === undefined || event > by) return undefined;
  const [first, second] = close.map(({ happened }) => near(happened, event, around)) as [Happenings, Happenings];
  return { event, first, second };
}

/** Events past `after`, up to and with `by`. */
interface Window {
  readonly after: number;
  readonly by: number;
}

/** One execution, looked at through a window. */
interface Look {
  readonly events: number;
  readonly digest: string;
  readonly ladder: ReturnType<Execution['simulator']['digest']['ladder']>;
  readonly happened: Happenings;
}

function lookAt(executed: Executed, { after, by }: Window, heard?: Window): Look {
  const entries: TraceEntry[] = [];
  const record = (entry: TraceEntry) => {
    if (heard !== undefined && entry.event > heard.after && entry.event <= heard.by) entries.push(entry);
  };
  const { simulator } = executed({ rungs: { every: 1, after, until: by }, tracer: heard && { record } });
  const happened = new Map<number, Happening[]>();
  for (const entry of entries) {
    const told = { atUs: entry.atUs, text: tell(entry, (id) => simulator.nodes[id]?.name ?? 'the world') };
    const all = happened.get(entry.event);
    if (all === undefined) happened.set(entry.event, [told]);
    else all.push(told);
  }
  return { events: simulator.events, digest: simulator.digest.hex(), ladder: simulator.digest.ladder(), happened };
}

/** Where two looks through a window part: between two rungs, or behind the last that both have. */
function partOf([one, other]: readonly [Look, Look], { after }: Window): Window | undefined {
  const parting = firstDifferingRung(one.ladder, other.ladder);
  if (parting !== undefined) return { after: Math.max(after, parting.after), by: parting.by };
  if (one.events === other.events && one.digest === other.digest) return undefined;
  const shorter = Math.min(one.events, other.events);
  const alike = [one, other].map(({ ladder }) => ladder.rungs.findLast(({ event }) => event <= shorter)?.event);
  return {
    after: Math.max(after, Math.min(...alike.map((event) => event ?? 0))),
    by: one.events === other.events ? shorter : shorter + 1,
  };
}

function near(happened: Happenings, event: number, around: number): Happenings {
  return new Map([...happened].filter(([at]) => Math.abs(at - event) <= around));
}
