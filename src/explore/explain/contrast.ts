/**
 * The failing run beside the nearest one that holds: of all single elements without which it holds,
 * the one whose loss shows last. Told are, from where the two part, what the one does and the other
 * does not.
 */
import type { Schedule } from '../../chance/index.ts';
import { execute, type RunOptions } from '../../run/execute.ts';
import { examine, type PathStep, signatureOf, type Verdict } from '../../run/index.ts';
import { listingOf } from '../../run/listing.ts';
import { closeUpOf, type Executed } from '../../run/parting.ts';
import type { FailureViolation } from '../failure.ts';
import { type Element, elementsOf, without } from '../shrink/elements.ts';
import { tellElements } from '../shrink/tell-element.ts';
import { type Prepared, subjectOf } from '../subject.ts';

/** What happens at one moment in one of the runs, or in each something else. */
export interface ContrastRow {
  readonly atUs: number;
  readonly failing: PathStep | undefined;
  readonly holding: PathStep | undefined;
}

/** See the head of this file. */
export interface Contrast {
  /** What is taken away, in a sentence. */
  readonly element: string;
  readonly kind: Element['kind'];
  /** Of the run without it: held, or vacuous for all that is no longer in it. */
  readonly verdict: Verdict;
  /** The first event that differs. */
  readonly event: number;
  /** Up to the violation; in the middle some are left out where there are too many. */
  readonly rows: readonly ContrastRow[];
  /** How many are left out, and after how many. */
  readonly omitted: { readonly after: number; readonly count: number } | undefined;
  /** Lines of both runs that are alike, and not told. */
  readonly alike: number;
  /** Rows that are no fault and not about the message, and for want of room are not told. */
  readonly aside: number;
}

/** Elements that are tried at most, the last first. */
const mostTried = 60;

/** Rows at most: so many at the beginning, and so many at the end. */
const mostRows = { first: 14, last: 10 };

/** Undefined where the failure does without each single element, or fails otherwise. */
export function contrastOf(
  prepared: Prepared,
  schedule: Schedule,
  violation: Pick<FailureViolation, 'event' | 'atUs' | 'token' | 'room' | 'position'>,
): Contrast | undefined {
  const optionsFor = (tried: Schedule): RunOptions => ({ ...subjectOf(prepared), schedule: tried, keepGoing: false });
  const failing = optionsFor(schedule);
  let nearest:
    | (Omit<Contrast, 'rows' | 'omitted' | 'alike' | 'aside' | 'element'> & { of: Element; holding: RunOptions })
    | undefined;
  for (const element of elementsOf(schedule).slice(-mostTried)) {
    const holding = optionsFor(without(schedule, new Set([element.name])));
    const { result } = examine(holding, {});
    if (signatureOf(result) !== undefined) continue;
    const event = closeUpOf(executed(failing), executed(holding))?.event;
    if (event === undefined || event <= (nearest?.event ?? 0)) continue;
    nearest = { of: element, kind: element.kind, verdict: result.verdict, event, holding };
  }
  if (nearest === undefined) return undefined;
  const { of, holding, ...found } = nearest;
  const { atUs, event: violating } = violation;
  const listed = (options: RunOptions, objects?: number, follow?: string) =>
    listingOf(options, objects, { until: { atUs }, follow }).steps.filter(({ event }) => event >= found.event);
  const keysOf = (follow: string) =>
    [...listed(failing, violating, follow), ...listed(holding, undefined, follow)].map(keyOf);
  const { rows, alike } = sideBySide(listed(failing, violating), listed(holding));
  const isShort = rows.length <= mostRows.first + mostRows.last;
  const about = isShort ? [] : subjectsOf(violation).map((follow) => keysOf(follow));
  const told = about.length === 0 ? rows : rowsAbout(rows, new Set(about.flat()));
  const count = told.length - mostRows.first - mostRows.last;
  return {
    ...found,
    element: tellElements({ prepared, schedule })(of),
    rows: count > 0 ? [...told.slice(0, mostRows.first), ...told.slice(-mostRows.last)] : told,
    omitted: count > 0 ? { after: mostRows.first, count } : undefined,
    alike,
    aside: rows.length - told.length,
  };
}

/** What a violation is about, as a listing can follow it: its message, and what stands in its place. */
function subjectsOf({ token, room, position }: Partial<FailureViolation>): readonly string[] {
  return [
    ...(token === undefined ? [] : [token]),
    ...(room === undefined || position === undefined ? [] : [`${room}#${position}`]),
  ];
}

/** The rows with faults and objections, and with steps that are about what is followed; of the others the first, as far as there is room. */
function rowsAbout(rows: readonly ContrastRow[], about: ReadonlySet<string>): readonly ContrastRow[] {
  const counts = (step: PathStep | undefined) =>
    step !== undefined && (step.mark !== undefined || about.has(keyOf(step)));
  const isAbout = ({ failing, holding }: ContrastRow) => counts(failing) || counts(holding);
  let room = mostRows.first + mostRows.last - rows.filter(isAbout).length;
  return rows.filter((row) => isAbout(row) || room-- > 0);
}

function executed(options: RunOptions): Executed {
  return (wanted) => execute(options, wanted);
}

/** Two listings by time, without what both have at the same moment; but what objects stands in them in any case. */
export function sideBySide(
  failing: readonly PathStep[],
  holding: readonly PathStep[],
): { readonly rows: readonly ContrastRow[]; readonly alike: number } {
  const objecting = new Set(failing.filter(({ mark }) => mark === 'violation').map(keyOf));
  const [left, right] = [missingIn(holding, failing, objecting), missingIn(failing, holding, objecting)];
  const rows: ContrastRow[] = [];
  let [one, other] = [0, 0];
  for (;;) {
    const [first, second] = [left[one], right[other]];
    const atUs = Math.min(first?.atUs ?? Number.POSITIVE_INFINITY, second?.atUs ?? Number.POSITIVE_INFINITY);
    if (atUs === Number.POSITIVE_INFINITY) return { rows, alike: failing.length - left.length };
    const row = {
      atUs,
      failing: first?.atUs === atUs ? first : undefined,
      holding: second?.atUs === atUs ? second : undefined,
    };
    if (row.failing !== undefined) one++;
    if (row.holding !== undefined) other++;
    rows.push(row);
  }
}

/** Those steps that the other run lacks at their moment, as often as it lacks them, and those that are told in any case. */
function missingIn(
  other: readonly PathStep[],
  steps: readonly PathStep[],
  always: ReadonlySet<string>,
): readonly PathStep[] {
  const counts = new Map<string, number>();
  for (const step of other) counts.set(keyOf(step), (counts.get(keyOf(step)) ?? 0) + 1);
  return steps.filter((step) => {
    const left = counts.get(keyOf(step)) ?? 0;
    if (left > 0) counts.set(keyOf(step), left - 1);
    return left === 0 || always.has(keyOf(step));
  });
}

function keyOf({ atUs, text }: PathStep): string {
  return `${atUs} ${text}`;
}
