import {
  type AnyPacket,
  LayoutError,
  type NodeId,
  type NodeSpec,
  type Offence,
  type Protocol,
  type Topology,
} from '../contract/index.ts';
import type { FaultRule, Scenario, Target } from '../scenario/index.ts';
import { describeThrown, guard, installGuard, placeOf } from '../sim/index.ts';

/** A scenario and a protocol that do not fit each other: the user's to mend. `path` leads into the scenario file. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
  readonly path: readonly (string | number)[];

  constructor(message: string, path: readonly (string | number)[] = []) {
    super(message);
    this.path = path;
  }
}

/** A protocol's nodes for a topology, checked: who they are and what they are called. */
export interface Layout {
  readonly nodes: readonly NodeSpec<AnyPacket>[];
  /** Node ids of clients, in order of their numbers. */
  readonly clients: readonly NodeId[];
  named(name: string): NodeId | undefined;
  /** What the protocol's module and its `layout` did that they must not. */
  readonly offences: readonly Offence[];
}

/**
 * A layout with offences has no nodes: it is not to be trusted.
 *
 * @throws SetupError when the protocol cannot serve the topology, or lays out nonsense.
 */
export function layOut(protocol: Protocol, topology: Topology, atLoad: readonly Offence[] = []): Layout {
  const { nodes, offences } = atLoad.length > 0 ? { nodes: [], offences: atLoad } : nodesOf(protocol, topology);
  if (offences.length > 0) return { nodes: [], clients: [], named: () => undefined, offences };
  const ids = new Map<string, NodeId>();
  const clients: NodeId[] = [];
  for (const [index, node] of nodes.entries()) {
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(node.name)) {
      throw new SetupError(
        `${protocol.name} names a node ${JSON.stringify(node.name)}; names are letters, digits and -`,
      );
    }
    if (ids.has(node.name)) throw new SetupError(`${protocol.name} lays out two nodes named "${node.name}"`);
    ids.set(node.name, index + 1);
    if (node.role !== 'client') continue;
    clients.push(index + 1);
    if (node.name !== `c${clients.length}`) {
      throw new SetupError(
        `${protocol.name} calls client ${clients.length} "${node.name}"; it must be "c${clients.length}"`,
      );
    }
  }
  if (clients.length !== topology.clients) {
    throw new SetupError(`${protocol.name} lays out ${clients.length} clients where ${topology.clients} are wanted`);
  }
  return { nodes, clients, named: (name) => ids.get(name), offences };
}

/**
 * The scenario's operations and faults name nodes; these must be among the layout's.
 *
 * @throws SetupError that names the first that is not.
 */
export function checkNames(scenario: Scenario, layout: Layout): void {
  if (layout.offences.length > 0) return;
  const check = (name: string, ...path: (string | number)[]) => {
    if (layout.named(name) !== undefined) return;
    const known = layout.nodes.map((node) => node.name);
    const listed = known.length > 12 ? `${known.slice(0, 12).join(', ')}, …` : known.join(', ');
    throw new SetupError(`there is no node "${name}"; nodes are ${listed}`, path);
  };
  for (const [index, { node }] of scenario.operations.entries()) check(node, 'operations', index);
  for (const [index, rule] of scenario.faults.entries()) {
    for (const target of targetsOf(rule)) {
      if (target.kind === 'named') for (const name of target.names) check(name, 'faults', index, rule.verb);
    }
  }
}

function targetsOf(rule: FaultRule): readonly Target[] {
  if (rule.verb !== 'partition') return [rule.target];
  if (rule.cut.kind === 'isolate') return [rule.cut.target];
  return rule.cut.kind === 'between' ? [rule.cut.a, rule.cut.b] : [rule.cut.from, rule.cut.to];
}

/** Protocol code lays out its nodes; the guard watches. */
function nodesOf(protocol: Protocol, topology: Topology): Pick<Layout, 'nodes' | 'offences'> {
  installGuard();
  guard.watching = true;
  try {
    const nodes = protocol.layout(topology);
    return { nodes, offences: guard.offences.splice(0) };
  } catch (thrown) {
    guard.watching = false;
    if (guard.offences.length > 0) return { nodes: [], offences: guard.offences.splice(0) };
    if (thrown instanceof LayoutError) throw new SetupError(`${protocol.name}: ${thrown.message}`, ['topology']);
    const where = placeOf(thrown);
    const place = where === undefined ? '' : ` at ${where}`;
    throw new SetupError(`${protocol.name} cannot be laid out: it throws ${describeThrown(thrown)}${place}`);
  } finally {
    guard.watching = false;
  }
}
