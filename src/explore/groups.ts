/**
 * Failures of one scenario that have one signature are one failure, until their stories say that
 * they are not. The one that fails fastest stands for the others.
 */
import { counterNames } from '../faults/index.ts';
import { isFailure, signatureOf } from '../run/index.ts';
import type { Caught, Findings, Ran, Subject } from './findings.ts';
import { elementsOf } from './shrink/elements.ts';

/** Failures of one signature of which the stories are compared, the fastest ones. */
export const mostOfGroup = 3;

/** The runs of a subject that fail by a signature. */
export interface Group {
  readonly subject: number;
  readonly signature: string;
  /** The fastest first: fewest events, then the earlier place. */
  readonly runs: readonly Ran[];
}

/** The groups in order of subject and signature. Regressions have their files already. */
export function groupsOf({ subjects, runs }: Pick<Findings, 'subjects' | 'runs'>): readonly Group[] {
  const groups = new Map<string, { readonly subject: number; readonly signature: string; readonly runs: Ran[] }>();
  for (const ran of runs) {
    const signature = failureSignature(ran, subjects[ran.subject]);
    if (signature === undefined) continue;
    const key = `${ran.subject} ${signature}`;
    const group = groups.get(key) ?? { subject: ran.subject, signature, runs: [] };
    group.runs.push(ran);
    groups.set(key, group);
  }
  for (const { runs } of groups.values()) runs.sort(byFastest);
  return [...groups.values()].sort(
    (one, other) => one.subject - other.subject || (one.signature < other.signature ? -1 : 1),
  );
}

/** What a run failed by that its scenario does not expect. */
export function failureSignature({ result }: Ran, subject: Subject | undefined): string | undefined {
  if (subject === undefined || subject.isRegression || !isFailure(subject.expect, result)) return undefined;
  return signatureOf(result);
}

function byFastest(one: Ran, other: Ran): number {
  return eventsOf(one) - eventsOf(other) || one.place - other.place;
}

/** Up to the first objection. */
export function eventsOf({ result }: Ran): number {
  return result.violations[0]?.event ?? result.events;
}

/**
 * Of what was caught by one signature, one for each shape of story, the fastest. What was not
 * shrunk has no shape, and stands for all where nothing was.
 */
export function distinctStories(caught: readonly Caught[]): readonly Caught[] {
  const byShape = new Map<string, Caught>();
  const told = caught.filter(({ failure }) => failure.story !== undefined);
  for (const one of told.length > 0 ? told : caught.slice(0, 1)) {
    const shape = shapeOf(one);
    if (!byShape.has(shape)) byShape.set(shape, one);
  }
  return [...byShape.values()];
}

/** The kinds of things that a story needs: never how many, whom or when. */
function shapeOf({ failure }: Caught): string {
  return [...new Set(elementsOf(failure.schedule).map((element) => kindOf(element.class)))].sort().join(', ');
}

/** An act of a fault plan by its verb, which its label begins with, whomever it strikes. */
function kindOf(label: string): string {
  const verbs = counterNames.filter((name) => label === name || label.startsWith(`${name}-`));
  return (
    verbs.reduce((longest, name) => (name.length > longest.length ? name : longest), '') ||
    label.replace(/\b\d+\b/g, 'n')
  );
}
