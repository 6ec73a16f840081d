/**
 * Swarm testing (Groce et al., ISSTA 2012): each seed turns a random part of what may go wrong by
 * itself on, each at a random strength, so that faults that mask each other meet alone, too. What
 * the rules of the fault plan do in a swarm the nemesis decides. On a plain base all is off.
 */
import { below, type Decisions, strikes } from '../chance/index.ts';
import { catalogue, plannedFaults } from '../faults/index.ts';
import { type LinkPlan, linkClasses, type NetworkPlan, type Scenario } from '../scenario/index.ts';

/** Strengths, in percent of what the scenario says. */
const weakest = 25;
const strongest = 200;
const certain = 1_000_000;

type Shares<Plan> = { readonly [Key in keyof Plan]: Plan[Key] extends number ? Key : never }[keyof Plan];

const linkShares: readonly (readonly [string, Shares<LinkPlan>])[] = [
  ['drop', 'lossPpm'],
  ['duplicate', 'duplicatePpm'],
  ['reorder', 'reorderPpm'],
  ['straggler', 'stragglePpm'],
  ['corrupt', 'corruptPpm'],
];

const diskShares: readonly (readonly [string, Shares<Scenario['disk']>])[] = [
  ['failed-read', 'failReadPpm'],
  ['failed-write', 'failWritePpm'],
  ['failed-sync', 'failSyncPpm'],
  ['lying-sync', 'liePpm'],
  ['misdirected-write', 'misdirectPpm'],
  ['torn-sector', 'tearPpm'],
];

export interface Swarmed {
  readonly scenario: Scenario;
  /** What is on, and in percent how strong: `drop 130%`. */
  readonly on: readonly string[];
}

/**
 * The scenario as one seed of a swarm has it; itself where it asks for none. Anchors: `swarm NAME on`
 * (plain 0) and `swarm NAME strength` (percent, plain 100); regions are there or not, without a strength.
 */
export function swarmed(scenario: Scenario, decisions: Decisions): Swarmed {
  const { swarm } = scenario;
  if (swarm === undefined) return { scenario, on: [] };
  const on: string[] = [];
  const isDrawn = (name: string): boolean =>
    decisions.decide(`swarm ${name} on`, 0, (word) => (strikes(word, swarm.sharePpm) ? 1 : 0)) !== 0;
  const percentOf = (name: string): number => {
    if (!isDrawn(name)) return 0;
    const draw = (word: number) => weakest + below(word, strongest - weakest + 1);
    const percent = decisions.decide(`swarm ${name} strength`, 100, draw);
    on.push(`${name} ${percent}%`);
    return percent;
  };
  const scaled = (ppm: number, percent: number) => Math.min(certain, Math.floor((ppm * percent) / 100));

  let network: NetworkPlan = scenario.network;
  for (const [name, share] of linkShares) {
    if (linkClasses.every((link) => network[link][share] === 0)) continue;
    const percent = percentOf(name);
    const links = linkClasses.map((link) => [
      link,
      { ...network[link], [share]: scaled(network[link][share], percent) },
    ]);
    network = { ...network, ...Object.fromEntries(links) };
  }
  if (linkClasses.some((link) => network[link].bandwidth !== undefined)) {
    const percent = percentOf('queued');
    const links = linkClasses.map((link) => [
      link,
      { ...network[link], bandwidth: narrowed(network[link].bandwidth, percent) },
    ]);
    network = { ...network, ...Object.fromEntries(links) };
  }
  // Where nodes stand stays, for cuts by zone; only what that means for latencies comes and goes.
  if (network.regions.length > 0) {
    if (isDrawn('region')) on.push('region');
    else network = { ...network, regions: [] };
  }
  let { disk } = scenario;
  for (const [name, share] of diskShares) {
    if (disk[share] > 0) disk = { ...disk, [share]: scaled(disk[share], percentOf(name)) };
  }
  const { skewUs, driftPpm } = scenario.clocks;
  const clocks = {
    skewUs: skewUs === 0 ? 0 : scaled(skewUs, Math.min(100, percentOf('clock-skew'))),
    driftPpm: driftPpm === 0 ? 0 : scaled(driftPpm, Math.min(100, percentOf('clock-drift'))),
  };
  return { scenario: { ...scenario, network, disk, clocks }, on };
}

/** A link as many times as narrow as the strength says; without a bound at none. */
function narrowed(bandwidth: LinkPlan['bandwidth'], percent: number): LinkPlan['bandwidth'] {
  if (bandwidth === undefined || percent === 0) return undefined;
  return { ...bandwidth, bytesPerS: Math.max(1, Math.floor((bandwidth.bytesPerS * 100) / percent)) };
}

/** What some seed of a swarm may draw and the run counts, in the order of the catalogue; none where it is none. */
export function drawable(scenario: Scenario): readonly string[] {
  if (scenario.swarm === undefined) return [];
  const planned = plannedFaults(scenario);
  const drawn = catalogue.filter(
    ({ name, counted, follows }) => counted && follows === undefined && planned.includes(name),
  );
  return drawn.map(({ name }) => name);
}
