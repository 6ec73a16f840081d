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
  /** Acts by rule of the fault plan, and what the rules are called. */
  readonly acts: readonly number[];
  readonly labels: readonly string[];
  /** Whether a rule rests in this seed of a swarm. */
  rests(rule: number): boolean;
}

/** All that the scenario wants to see and this run did not show. */
export function lacksOf(scenario: Scenario, shown: Shown): readonly Lack[] {
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
  for (const [rule, label] of shown.labels.entries()) {
    if (!shown.rests(rule)) want('fault', label, shown.acts[rule] ?? 0);
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
    if (atLeast !== undefined && !shown.rests(rule)) {
      want('at-least', shown.labels[rule] ?? '', shown.acts[rule] ?? 0, atLeast.count, atLeast.ofPpm);
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

function chances({ network, disk }: Scenario): readonly (readonly [string, number])[] {
  const links = [network['client-gateway'], network['gateway-replica'], network['replica-replica']];
  return [
    ['drop', Math.max(...links.map(({ lossPpm }) => lossPpm))],
    ['duplicate', Math.max(...links.map(({ duplicatePpm }) => duplicatePpm))],
    ['reorder', Math.max(...links.map(({ reorderPpm }) => reorderPpm))],
    ['failed-read', disk.failReadPpm],
    ['failed-write', disk.failWritePpm],
    ['failed-sync', disk.failSyncPpm],
    ['lying-sync', disk.liePpm],
    ['misdirected-write', disk.misdirectPpm],
    ['torn-sector', disk.tearPpm],
    ['straggler', Math.max(...links.map(({ stragglePpm }) => stragglePpm))],
    ['corrupt', Math.max(...links.map(({ corruptPpm }) => corruptPpm))],
    ['queued', links.some(({ bandwidth }) => bandwidth !== undefined) ? everySeed : 0],
  ];
}
