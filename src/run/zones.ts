import type { NodeId } from '../contract/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { type Layout, nodeNamed, SetupError } from './setup.ts';

/**
 * Which nodes stand in which region: those that it names, and of the roles it names those that no
 * region does.
 *
 * @throws SetupError when a name is no node's, or a node would stand in two regions.
 */
export function zonesOf({ network: { regions } }: Scenario, layout: Layout): ReadonlyMap<string, readonly NodeId[]> {
  const zones = new Map<string, NodeId[]>(regions.map(({ name }) => [name, []]));
  if (layout.offences.length > 0) return zones;
  const settled = new Map<NodeId, string>();
  const settle = (node: NodeId, region: string, path: readonly (string | number)[]) => {
    const other = settled.get(node);
    if (other !== undefined) {
      const { name } = layout.nodes[node - 1] ?? {};
      throw new SetupError(`${name} stands in ${other} and in ${region}`, path);
    }
    settled.set(node, region);
    zones.get(region)?.push(node);
  };
  for (const { name: region, members } of regions) {
    for (const [index, member] of members.entries()) {
      const path = ['network', 'regions', region, 'nodes', index];
      if (member.kind !== 'named') continue;
      for (const name of member.names) settle(nodeNamed(layout, name, path), region, path);
    }
  }
  const named = new Set(settled.keys());
  for (const { name: region, members } of regions) {
    for (const [index, member] of members.entries()) {
      if (member.kind !== 'all') continue;
      for (const [place, { role }] of layout.nodes.entries()) {
        const isMeant = member.role === 'node' || (member.role === 'server' ? role !== 'client' : role === member.role);
        if (isMeant && !named.has(place + 1)) settle(place + 1, region, ['network', 'regions', region, 'nodes', index]);
      }
    }
  }
  return zones;
}
