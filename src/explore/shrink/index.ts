/**
 * From a failure to the shortest story that still fails the same way. Everything is told explicitly
 * first; then whole kinds of what happened are taken away, then halves, then single things, until
 * not one of what is left can go; last, what is left is tied to events and made simple. Deterministic,
 * and bounded in runs.
 */
import { type Failure, failureOf } from '../failure.ts';
import type { StoryElement } from '../story.ts';
import type { Prepared } from '../subject.ts';
import { anchorActs } from './anchoring.ts';
import { Best } from './best.ts';
import { type Element, elementsOf, without } from './elements.ts';
import { isOfDisk, joinFamilies, partFamilies } from './families.ts';
import { renumber } from './renumber.ts';
import { simplify } from './simpler.ts';
import { smallerWorlds } from './smaller-worlds.ts';
import { tellElements } from './tell-element.ts';
import { reduceTopology } from './topology.ts';
import { type Failing, Trials } from './trials.ts';

/** How far it has come: the best so far, and runs until now. */
export interface ShrinkProgress {
  readonly elements: number;
  readonly events: number;
  readonly runs: number;
}

export interface ShrinkOptions {
  /** Executions at most. */
  readonly runs?: number | undefined;
  /** Hears of each improvement. */
  readonly progress?: ((told: ShrinkProgress) => void) | undefined;
  /** Asked before each run: whether to leave it at what there is. The first run is made all the same. */
  readonly isStopped?: (() => boolean) | undefined;
}

/** Runs unless told otherwise. */
const usualRuns = 6_000;

/** What the failure itself may take at first, and each one like it in a smaller world. */
const runsEach = 400;

/** A story of so few elements is not looked for elsewhere. */
const shortStory = 8;

/** The failure made small, with its story; undefined when the schedule no longer fails as it did. */
export function shrink(prepared: Prepared, failure: Failure, options: ShrinkOptions = {}): Failure | undefined {
  const { runs = usualRuns, progress, isStopped = () => false } = options;
  const trials = new Trials(failure.violation.signature, { runs, isStopped });
  const start = trials.fails({ prepared, schedule: failure.schedule }, Number.POSITIVE_INFINITY);
  if (start === undefined) return undefined;
  const improved = ({ schedule, result }: Failing) =>
    progress?.({ elements: elementsOf(schedule).length, events: result.events, runs: trials.runs });
  const reduced = (failing: Failing, most: number): Reduced => {
    const best = new Best(failing, trials, improved);
    trials.allow(most);
    reduceAll(best, trials);
    return { best, isMinimal: !trials.isOver };
  };

  let shortest = reduced(start, runsEach);
  if (lengthOf(shortest) > shortStory || !shortest.isMinimal) {
    trials.allow(runsEach);
    const most = () => (shortest.isMinimal ? lengthOf(shortest) : Number.POSITIVE_INFINITY);
    for (const failing of smallerWorlds(prepared, trials, most)) {
      const other = reduced(failing, runsEach);
      if (other.isMinimal && (!shortest.isMinimal || lengthOf(other) < lengthOf(shortest))) shortest = other;
      if (lengthOf(shortest) <= shortStory && shortest.isMinimal) break;
      trials.allow(runsEach);
    }
  }
  // Nothing shorter is to be had: what was begun is brought to its end.
  if (!shortest.isMinimal) shortest = reduced(shortest.best.failing, runs);
  return tellStory(shortest, trials, failure, elementsOf(start.schedule).length);
}

interface Reduced {
  readonly best: Best;
  /** Whether taking away any single element was seen to lose the failure. */
  readonly isMinimal: boolean;
}

function lengthOf({ best }: Reduced): number {
  return best.elements.length;
}

/** All stages, until a round of them changes nothing. */
function reduceAll(best: Best, trials: Trials): void {
  for (let size = Number.POSITIVE_INFINITY; !trials.isOver; ) {
    dropKinds(best);
    joinFamilies(best, 1, isOfDisk);
    best.reduce(({ kind, link }) => kind === 'fault' && link === undefined);
    best.reduce(({ kind }) => kind === 'operation');
    reduceTopology(best);
    dropLinks(best);
    best.reduce(() => true);
    renumber(best);
    joinFamilies(best, 1, () => true);
    const isSmaller = dropSingles(best);
    const now = best.elements.length;
    if (!isSmaller && now >= size) break;
    size = now;
  }
  partFamilies(best);
  anchorActs(best);
  do simplify(best);
  while (dropSingles(best));
}

/** All that chance did, all of each class, the largest first. */
function dropKinds(best: Best): void {
  best.drop(best.elements.filter(({ kind }) => kind === 'chance'));
  const classes = new Map<string, number>();
  for (const { class: name, kind } of best.elements) {
    if (kind !== 'operation') classes.set(name, (classes.get(name) ?? 0) + 1);
  }
  const largestFirst = [...classes].sort(([, a], [, b]) => b - a);
  for (const [name] of largestFirst) best.drop(best.elements.filter((element) => element.class === name));
}

/** All that befell the packets of one link, class by class. */
function dropLinks(best: Best): void {
  const groups = new Map<string, (element: Element) => boolean>();
  for (const { class: name, link } of best.elements) {
    if (link !== undefined) groups.set(`${name} ${link}`, (other) => other.class === name && other.link === link);
  }
  for (const isMember of groups.values()) best.drop(best.elements.filter(isMember));
}

/** Each alone, however long the run then takes. Whether any went. */
function dropSingles(best: Best): boolean {
  let isSmaller = false;
  for (const { name } of [...best.elements].reverse()) {
    if (best.isOver) break;
    if (best.elements.every((element) => element.name !== name)) continue;
    if (best.takeAtLength(without(best.failing.schedule, new Set([name])))) isSmaller = true;
  }
  return isSmaller;
}

function tellStory(
  { best: { failing }, isMinimal }: Reduced,
  trials: Trials,
  failure: Failure,
  before: number,
): Failure | undefined {
  const { prepared, schedule } = failing;
  const told = tellElements(failing);
  const elements = elementsOf(schedule).map((element): StoryElement => {
    const { kind, name } = element;
    const less = isMinimal ? trials.verdict({ prepared, schedule: without(schedule, new Set([name])) }) : undefined;
    return { kind, sentence: told(element), ...(less !== undefined && { without: less }) };
  });
  const small = failureOf(prepared, schedule, failure.tool);
  if (small === undefined) return undefined;
  // As its file has it, so that the file is the same whoever writes it.
  const { ladder, ...facts } = small;
  const story = { elements, before, runs: trials.runs, isMinimal };
  return { ...facts, story, ...(ladder && { ladder }) };
}
