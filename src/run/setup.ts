import {
  type AnyPacket,
  type DiskReader,
  LayoutError,
  type NodeId,
  type NodeSpec,
  type Offence,
  type Protocol,
  type Topology,
} from '../contract/index.ts';
import { awaitedBy, type Scenario, struckBy } from '../scenario/index.ts';
import { UserCodeError, userCode } from './user-code.ts';

/**
 * A scenario and a protocol that do not fit each other, or a protocol that cannot be run: the user's
 * to mend. `path` leads into the scenario file; `where` is a place in the protocol's code, and then
 * the message ends with it in parentheses.
 */
export class SetupError extends Error {
  override readonly name = 'SetupError';
  readonly path: readonly (string | number)[];
  readonly where: string | undefined;

  constructor(message: string, path: readonly (string | number)[] = [], where?: string) {
    super(message);
    this.path = path;
    this.where = where;
  }

  /** What the user's code does wrong, after what it was wanted for. */
  static of(what: string, { message, where }: UserCodeError): SetupError {
    return new SetupError(`${what}: ${message}`, [], where);
  }
}

/** A protocol's nodes for a topology, checked: who they are and what they are called. */
export interface Layout {
  readonly nodes: readonly NodeSpec<AnyPacket>[];
  /** Their initial disks, and the readers of their disks; where there are any. */
  readonly formatted: readonly (ReadonlyMap<string, Uint8Array> | undefined)[];
  readonly readers: readonly (DiskReader | undefined)[];
  /** Node ids of clients, in order of their numbers. */
  readonly clients: readonly NodeId[];
  named(name: string): NodeId | undefined;
  /** What the protocol's module and its `layout` did that they must not. */
  readonly offences: readonly Offence[];
}

const nothing = { nodes: [], formatted: [], readers: [] };

/**
 * A layout with offences has no nodes: it is not to be trusted. `boundMs` is how long protocol code
 * may take for it, in real time; `atLoad` is what its module did wrong before.
 *
 * @throws SetupError when the protocol cannot serve the topology, or lays out nonsense.
 */
export function layOut(
  protocol: Protocol,
  topology: Topology,
  { atLoad = [], boundMs = 10_000 }: { readonly atLoad?: readonly Offence[]; readonly boundMs?: number } = {},
): Layout {
  const drawn = atLoad.length > 0 ? { ...nothing, offences: atLoad } : draw(protocol, topology, boundMs);
  const { nodes, offences } = drawn;
  if (offences.length > 0) return { ...nothing, clients: [], named: () => undefined, offences };
  const ids = new Map<string, NodeId>();
  const clients: NodeId[] = [];
  for (const [index, node] of nodes.entries()) {
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
  return { ...drawn, clients, named: (name) => ids.get(name) };
}

/**
 * The scenario's operations and faults name nodes; these must be among the layout's.
 *
 * @throws SetupError that names the first that is not.
 */
export function checkNames(scenario: Scenario, layout: Layout): void {
  if (layout.offences.length > 0) return;
  const check = (name: string, ...path: (string | number)[]) => nodeNamed(layout, name, path);
  for (const [index, { node }] of scenario.operations.entries()) check(node, 'operations', index);
  for (const [index, rule] of scenario.faults.entries()) {
    for (const [target, at] of [...struckBy(rule), ...awaitedBy(rule)]) {
      if (target.kind === 'named') for (const name of target.names) check(name, 'faults', index, ...at);
    }
  }
}

/**
 * The node of that name.
 *
 * @throws SetupError when there is none.
 */
export function nodeNamed(layout: Layout, name: string, path: readonly (string | number)[]): NodeId {
  const id = layout.named(name);
  if (id !== undefined) return id;
  const known = layout.nodes.map((node) => node.name);
  const listed = known.length > 12 ? `${known.slice(0, 12).join(', ')}, …` : known.join(', ');
  throw new SetupError(`there is no node "${name}"; nodes are ${listed}`, path);
}

type Drawn = Pick<Layout, 'nodes' | 'formatted' | 'readers' | 'offences'>;

/** Protocol code lays out its nodes, formats their disks and makes their readers. */
function draw(protocol: Protocol, topology: Topology, boundMs: number): Drawn {
  try {
    const { value, offences } = userCode(() => {
      const nodes = protocol.layout(topology);
      if (!Array.isArray(nodes)) throw new SetupError(`lays out ${String(nodes)}, not a list of nodes`);
      for (const node of nodes) checkNode(node);
      const formatted = nodes.map((node) => node.format?.());
      return { nodes, formatted, readers: nodes.map((node) => protocol.diskReader?.(node)) };
    }, boundMs);
    return { ...(value ?? nothing), offences };
  } catch (error) {
    if (!(error instanceof UserCodeError)) throw error;
    const { cause } = error;
    if (cause instanceof LayoutError) throw new SetupError(`${protocol.name}: ${cause.message}`, ['topology']);
    if (cause instanceof SetupError) throw new SetupError(`${protocol.name} ${cause.message}`);
    throw SetupError.of(`${protocol.name} cannot be laid out`, error);
  }
}

/** What a layout's type says, for protocols that were never type-checked. */
function checkNode(node: NodeSpec<AnyPacket>): void {
  if (typeof node?.name !== 'string' || !/^[A-Za-z][A-Za-z0-9-]*$/.test(node.name)) {
    throw new SetupError(`names a node ${JSON.stringify(node?.name)}; names are letters, digits and -`);
  }
  if (!['client', 'gateway', 'replica'].includes(node.role)) {
    throw new SetupError(
      `gives ${node.name} the role ${JSON.stringify(node.role)}; roles are client, gateway and replica`,
    );
  }
  if (typeof node.boot !== 'function') throw new SetupError(`gives ${node.name} no boot function`);
}
