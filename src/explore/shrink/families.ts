/**
 * Says of many what was said of each: all that was written and not synced is lost, every sync of a
 * log lies, each packet of a kind on a link is lost. Simpler to tell, and it holds however many
 * there are, so that more of the rest can go.
 */
import { familyOf, type Override } from '../../chance/index.ts';
import type { Best } from './best.ts';
import { elementOf } from './elements.ts';

/**
 * Families of at least so many, one after another: the value that most of them have for all of
 * them, or the longest time.
 */
export function joinFamilies(best: Best, least: number, isMeant: (at: string) => boolean): void {
  const families = new Map<string, Override[]>();
  for (const override of best.failing.schedule.overrides) {
    const { at } = override;
    if (at.includes('*') || at.startsWith('fault ') || elementOf(at) === undefined || !isMeant(at)) continue;
    const family = familyOf(at);
    families.set(family, [...(families.get(family) ?? []), override]);
  }
  for (const [family, members] of families) {
    if (members.length < least || family === members[0]?.at) continue;
    const gone = new Set(members.map(({ at }) => at));
    const { schedule } = best.failing;
    const rest = schedule.overrides.filter(({ at }) => !gone.has(at));
    best.take({ schedule: { ...schedule, overrides: [...rest, { at: family, value: commonest(members) }] } });
  }
}

/** What disks did wrong. */
export function isOfDisk(at: string): boolean {
  return elementOf(at)?.kind === 'fault' && elementOf(at)?.class.startsWith('disk ') === true;
}

/** Members of a family that are tried one by one. */
const mostMembers = 12;

/** Where a single one of a family is enough, says which: the last, or the first. */
export function partFamilies(best: Best): void {
  for (const [family, members] of best.failing.members) {
    const ends = [...members.slice(-mostMembers).reverse(), ...members.slice(0, -mostMembers).slice(0, mostMembers)];
    for (const at of ends) {
      const { schedule } = best.failing;
      const overrides = schedule.overrides.map((override) => (override.at === family ? { ...override, at } : override));
      if (best.take({ schedule: { ...schedule, overrides } })) break;
    }
  }
}

function commonest(members: readonly Override[]): Override['value'] {
  const [first] = members;
  if (first?.at.endsWith(' latency') === true) return Math.max(...members.map(({ value }) => Number(value)));
  const counts = new Map<Override['value'], number>();
  for (const { value } of members) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
}
