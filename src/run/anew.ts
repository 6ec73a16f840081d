/**
 * The protocol under test, or its mutant, made anew for each execution. What modules and layouts
 * keep for themselves would otherwise go from run to run and from node to node, which no machine
 * does: there, a process that boots begins with nothing but its disk.
 */
import type { AnyPacket, NodeSpec, Protocol, Topology } from '../contract/index.ts';
import { SetupError } from './setup.ts';
import { UserCodeError, userValue } from './user-code.ts';

export interface Subject {
  readonly protocol: Protocol;
  /** Gives the protocol from modules that are evaluated again; without it their state stays. */
  readonly afresh?: (() => Protocol) | undefined;
  readonly mutant?: string | undefined;
}

/** How long the making of a protocol may take, in milliseconds of real time. */
const boundMs = 10_000;

/** @throws SetupError when it cannot be made. */
export function anew(subject: Subject): Protocol {
  const { protocol, afresh, mutant } = subject;
  if (mutant !== undefined && protocol.mutants?.[mutant] === undefined) {
    throw new Error(`${protocol.name} has no mutant "${mutant}"`);
  }
  if (mutant === undefined && afresh === undefined) return protocol;
  const what =
    mutant === undefined
      ? `${protocol.name} cannot be evaluated again`
      : `${protocol.name}'s mutant "${mutant}" cannot be made`;
  try {
    return userValue(() => make(subject), boundMs);
  } catch (error) {
    throw error instanceof UserCodeError ? SetupError.of(what, error) : error;
  }
}

/**
 * The nodes, each of whose processes gets code of its own when it boots: modules and a layout that
 * no other process has anything of. Runs alike, unless processes share what they must not.
 */
export function apart(
  nodes: readonly NodeSpec<AnyPacket>[],
  subject: Subject,
  topology: Topology,
): readonly NodeSpec<AnyPacket>[] {
  return nodes.map((node, index) => ({
    ...node,
    boot: (host) => {
      const own = make(subject).layout(topology)[index];
      if (own?.name !== node.name)
        throw new Error(`layout gives other nodes than before: ${own?.name} for ${node.name}`);
      return own.boot(host);
    },
  }));
}

function make({ protocol, afresh, mutant }: Subject): Protocol {
  const made = afresh?.() ?? protocol;
  return mutant === undefined ? made : (made.mutants?.[mutant]?.apply(made) ?? made);
}
