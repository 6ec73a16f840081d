import { chances, type Nemesis } from '../faults/index.ts';
import type { Scenario } from '../scenario/index.ts';
import type { Lack } from './result.ts';

const everySeed = 1_000_000;

/** What a run showed, as far as a scenario may ask for it. */
export interface Shown {
  readonly deliveries: number;
  readonly broadcasts: number;
  readonly refused: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly sometimes: ReadonlyMap<string, number>;
  /** Acts by rule of the fault plan, what the rules are called, and which of them rest in this seed of a swarm. */
  readonly nemesis: Pick<Nemesis, 'acts' | 'labels' | 'rests'>;
}

/** All that the scenario wants to see and this run did not show. */
export function lacksOf(scenario: Scenario, shown: Shown): readonly Lack[] {
  const { nemesis } = shown;
  const { acts, labels } = nemesis;
  const lacks: Lack[] = [];
  const want = (kind: Lack['kind'], name: string, found: number, wanted = 1, ofPpm = everySeed) => {
    if (found < wanted) lacks.push({ kind, name, found, wanted, ofPpm });
  };
  want('deliveries', 'deliveries', shown.deliveries);
  const refusedAtMost = Math.floor((shown.broadcasts * scenario.workload.refusedPpm) / everySeed);
  if (shown.refused > refusedAtMost) {
    const counts = { found: shown.refused, wanted: refusedAtMost };
    lacks.push({ kind: 'refused', name: 'refused', ...counts, ofPpm: everySeed });
  }
  for (const name of scenario.sometimes) want('sometimes', name, shown.sometimes.get(name) ?? 0);
  for (const [rule, label] of labels.entries()) {
    if (!nemesis.rests(rule)) want('fault', label, acts[rule] ?? 0);
  }
  if (scenario.heal.mode === 'core') {
    // Where nobody was left behind, and nobody was gone before, nothing was missing.
    const { faults } = shown;
    want('fault', 'retire', (faults.get('retire') ?? 0) + (faults.get('wipe') ?? 0));
  }
  for (const [name, ppm] of chances(scenario)) {
    if (ppm > 0) want('fault', name, shown.faults.get(name) ?? 0);
  }
  for (const [rule, { atLeast }] of scenario.faults.entries()) {
    if (atLeast !== undefined && !nemesis.rests(rule)) {
      want('at-least', labels[rule] ?? '', acts[rule] ?? 0, atLeast.count, atLeast.ofPpm);
    }
  }
  for (const [name, { count, ofPpm }] of Object.entries(scenario.atLeast)) {
    want('at-least', name, shown.faults.get(name) ?? 0, count, ofPpm);
  }
  return lacks;
}

/** The lacks that make one run vacuous by itself; those that only a share of many seeds must meet are not among them. */
export function vacuousAlone(lacks: readonly Lack[]): readonly Lack[] {
  return lacks.filter(({ ofPpm }) => ofPpm === everySeed);
}

/** A lack in words. */
export function tellLack({ kind, name, found, wanted }: Lack): string {
  if (kind === 'deliveries') return 'nothing was delivered';
  if (kind === 'refused') return `refusals: ${found}, at most ${wanted} wanted`;
  if (kind === 'sometimes') return `"${name}" never happened`;
  if (kind === 'fault') return `fault "${name}" never struck`;
  return `"${name}" happened ${found} times, at least ${wanted} wanted`;
}
