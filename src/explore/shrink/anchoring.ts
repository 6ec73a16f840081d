/**
 * Ties acts to what happens instead of to the clock: `so long after that event`, at the nodes that
 * they strike. So a story outlives changes to code that shift its times.
 */
import { EventNames } from '../../faults/index.ts';
import { examine } from '../../run/index.ts';
import { subjectOf } from '../subject.ts';
import type { Best } from './best.ts';

/** Something that happened, and where. */
interface Named {
  readonly event: number;
  readonly atUs: number;
  readonly node: number;
  readonly name: string;
}

/** Each act that goes by the clock, one after another; those that only work by it stay as they are. */
export function anchorActs(best: Best): void {
  for (const { act } of best.failing.schedule.acts ?? []) {
    if (!best.isOver) anchorAct(best, act);
  }
}

function anchorAct(best: Best, act: string): void {
  const { prepared, schedule } = best.failing;
  const planned = schedule.acts?.find((one) => one.act === act);
  if (planned === undefined || 'after' in planned.when) return;
  const { atUs } = planned.when;
  const happened: Named[] = [];
  let names: EventNames | undefined;
  const nameOf = (node: number) => nodeNames[node] ?? 'world';
  let nodeNames: readonly string[] = [];
  const entries: Parameters<EventNames['happened']>[0][] = [];
  const options = { ...subjectOf(prepared), schedule, keepGoing: false };
  const { execution } = examine(options, { tracer: { record: (entry) => entries.push(entry) } });
  nodeNames = execution.simulator.nodes.map((node) => node?.name ?? 'world');
  names = new EventNames(nameOf);
  for (const entry of entries) {
    names.happened(entry);
    happened.push({ event: entry.event, atUs: entry.atUs, node: entry.node, name: names.latest });
  }
  const struck = execution.nemesis.struck.find((one) => one.act === act);
  if (struck === undefined) return;
  const { after, until } = struck;
  const nodes = new Set(entries.filter(({ event }) => event > after && event <= until).map(({ node }) => node));
  const before = happened.filter(({ event }) => event <= after);
  const cause = before.findLast(({ node }) => node !== 0 && nodes.has(node)) ?? before.at(-1);
  if (cause === undefined) return;
  const when = { after: cause.name, delayUs: atUs - cause.atUs };
  const acts = schedule.acts?.map((one) => (one.act === act ? { act, when } : one));
  best.take({ schedule: { ...schedule, ...(acts && { acts }) } });
}
