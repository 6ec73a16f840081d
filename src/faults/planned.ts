/** What a scenario may bring about, by the catalogue: what its knobs and rules ask for, and what follows from that. */
import type { Scenario } from '../scenario/types.ts';
import { catalogue } from './catalogue/index.ts';

const always = 1_000_000;

/** What chance does by itself, and how often it is asked to: in parts per million, of packets or acts of disks. */
export function chances({ network, disk }: Scenario): readonly (readonly [string, number])[] {
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
    ['queued', links.some(({ bandwidth }) => bandwidth !== undefined) ? always : 0],
  ];
}

/** Names of the catalogue, in its order. */
export function plannedFaults(scenario: Scenario): readonly string[] {
  const { network, clocks, faults, order, heal } = scenario;
  const asked = new Set<string>(['latency', 'disk-latency']);
  for (const [name, ppm] of chances(scenario)) if (ppm > 0) asked.add(name);
  if (order === 'drawn') asked.add('order');
  if (network.regions.length > 0) asked.add('region');
  if (clocks.skewUs > 0) asked.add('clock-skew');
  if (clocks.driftPpm > 0) asked.add('clock-drift');
  if (heal.mode === 'core') asked.add('retire');
  for (const rule of faults) {
    asked.add(rule.verb);
    if ('forGood' in rule && rule.forGood) asked.add('retire');
    if (rule.verb === 'rot' && rule.spares === 'nothing') asked.add('rot-of-last-batch');
  }
  return catalogue
    .filter(({ name, follows = [] }) => asked.has(name) || follows.some((cause) => asked.has(cause)))
    .map(({ name }) => name);
}
