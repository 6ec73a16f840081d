import type { NodeId, Protocol, Topology } from '../contract/index.ts';
import type { LinkPlan, Scenario } from '../scenario/index.ts';
import { type LinkModel, type NetworkModel, type RegionModel, type SimulatorOptions, shapeOf } from '../sim/index.ts';

/** What a protocol lays out: the scenario's topology, with the protocol's settings complete. */
export function topologyOf(scenario: Scenario, protocol: Protocol): Topology {
  const settings: Record<string, number> = {};
  for (const [name, setting] of Object.entries(protocol.settings ?? {})) {
    settings[name] = scenario.settings[name] ?? setting.default;
  }
  return { ...scenario.topology, settings };
}

/** `zones`: the nodes of each region. */
export function networkOf(scenario: Scenario, zones: ReadonlyMap<string, readonly NodeId[]>): NetworkModel {
  const { network } = scenario;
  return {
    'client-gateway': linkOf(network['client-gateway']),
    'gateway-replica': linkOf(network['gateway-replica']),
    'replica-replica': linkOf(network['replica-replica']),
    stragglerUs: network.stragglerUs,
    regions: network.regions.length === 0 ? undefined : regionsOf(scenario, zones),
  };
}

export function diskOf({ disk }: Scenario): SimulatorOptions['disk'] {
  const { latency, sectorBytes, ...faults } = disk;
  return { shape: shapeOf(latency), sectorBytes, faults };
}

function linkOf({ latency, ...link }: LinkPlan): LinkModel {
  return { ...link, latency: shapeOf(latency) };
}

function regionsOf({ network: { regions } }: Scenario, zones: ReadonlyMap<string, readonly NodeId[]>): RegionModel {
  const regionOf: number[] = [];
  for (const [region, { name }] of regions.entries()) {
    for (const node of zones.get(name) ?? []) regionOf[node] = region;
  }
  const latencyTo = (a: string, b: string) =>
    regions.find(({ name }) => name === a)?.to.find(({ region }) => region === b)?.latency;
  const between = regions.map((a) =>
    regions.map((b) =>
      a === b ? undefined : shapeOf(latencyTo(a.name, b.name) ?? latencyTo(b.name, a.name) ?? 'wan'),
    ),
  );
  return { regionOf, between };
}
