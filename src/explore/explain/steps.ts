/** The steps of a failing run towards its failure: when in it each element of its schedule comes about. */
import type { Schedule } from '../../chance/index.ts';
import { examine } from '../../run/index.ts';
import { elementOf, elementsOf, nameOf } from '../shrink/elements.ts';
import { tellElements } from '../shrink/tell-element.ts';
import { type Prepared, subjectOf } from '../subject.ts';

/** Elements that come about at one moment. */
export interface Step {
  readonly atUs: number;
  /** One sentence each. */
  readonly elements: readonly string[];
}

/** In order of time. `schedule` is explicit: what departs from plain stands in it. */
export function stepsOf(prepared: Prepared, schedule: Schedule): readonly Step[] {
  const told = tellElements({ prepared, schedule }, true);
  const moments = momentsOf(prepared, schedule);
  const steps = new Map<number, string[]>();
  for (const element of elementsOf(schedule)) {
    const atUs = moments.get(element.name);
    // What is never asked for has no part in it.
    if (atUs === undefined) continue;
    const step = steps.get(atUs) ?? [];
    steps.set(atUs, [...step, told(element)]);
  }
  return [...steps].sort(([a], [b]) => a - b).map(([atUs, elements]) => ({ atUs, elements }));
}

/** When each element comes about, by its name: an act strikes, an operation is asked for, a decision is. */
function momentsOf(prepared: Prepared, schedule: Schedule): ReadonlyMap<string, number> {
  const options = { ...subjectOf(prepared), schedule, keepGoing: false };
  const { execution } = examine(options, { record: true });
  const { nemesis, simulator } = execution;
  const moments = new Map<string, number>();
  for (const { act, atUs } of nemesis.struck) moments.set(act, atUs);
  for (const operation of schedule.operations ?? []) {
    if (operation.atUs <= simulator.nowUs) moments.set(nameOf(operation), operation.atUs);
  }
  for (const { anchor, family = anchor, atUs } of simulator.decisions.departures ?? []) {
    const name = elementOf(family)?.name;
    if (name !== undefined && !moments.has(name)) moments.set(name, atUs);
  }
  return moments;
}
