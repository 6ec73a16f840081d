import type { Protocol, Topology } from '../contract/index.ts';
import type { LinkPlan, Scenario } from '../scenario/index.ts';
import { type LinkModel, type NetworkModel, type SimulatorOptions, shapeOf } from '../sim/index.ts';

/** What a protocol lays out: the scenario's topology, with the protocol's settings complete. */
export function topologyOf(scenario: Scenario, protocol: Protocol): Topology {
  const settings: Record<string, number> = {};
  for (const [name, setting] of Object.entries(protocol.settings ?? {})) {
    settings[name] = scenario.settings[name] ?? setting.default;
  }
  return { ...scenario.topology, settings };
}

export function networkOf({ network }: Scenario): NetworkModel {
  return {
    'client-gateway': linkOf(network['client-gateway']),
    'gateway-replica': linkOf(network['gateway-replica']),
    'replica-replica': linkOf(network['replica-replica']),
  };
}

export function diskOf({ disk }: Scenario): SimulatorOptions['disk'] {
  const { latency, sectorBytes, ...faults } = disk;
  return { shape: shapeOf(latency), sectorBytes, faults };
}

function linkOf({ latency, lossPpm, duplicatePpm, reorderPpm }: LinkPlan): LinkModel {
  return { latency: shapeOf(latency), lossPpm, duplicatePpm, reorderPpm };
}
