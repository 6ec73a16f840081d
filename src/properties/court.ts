import type { Court, Finding, NodeId, RoomId } from '../contract/index.ts';
import type { Chronicler } from './chronicle.ts';

/** The court as the common properties see it: with the whole chronicle, and their own clauses only. */
export interface InnerCourt<Clause extends string> extends Omit<Court, 'object' | 'chronicle'> {
  readonly chronicle: Chronicler;
  object(clause: Clause, finding: Finding): void;
}

/** A node's name, for sentences. */
export function nameOf({ nodes }: Pick<Court, 'nodes'>, node: NodeId): string {
  return nodes[node]?.name ?? `node ${node}`;
}

/** A position of a room, for sentences. */
export function at(room: RoomId, position: number): string {
  return `${room}#${position}`;
}
