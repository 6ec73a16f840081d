import type { Court, Finding, NodeId, Property, RoomId } from '../contract/index.ts';
import type { Chronicler } from './chronicle.ts';

/** The court as the common properties see it: with the whole chronicle, and their own clauses only. */
export interface InnerCourt<Clause extends string> extends Omit<Court, 'object' | 'chronicle'> {
  readonly chronicle: Chronicler;
  object(clause: Clause, finding: Finding): void;
}

/** A property to which the next message that a client delivers, in its place and in time, says nothing new. */
export interface InnerProperty extends Property {
  /** It need not hear of deliveries that are {@link Chronicler.isRoutine}. */
  readonly skipsRoutine?: true;
}

/** A node's name, for sentences. */
export function nameOf({ nodes }: Pick<Court, 'nodes'>, node: NodeId): string {
  return nodes[node]?.name ?? `node ${node}`;
}

/** A position of a room, for sentences. */
export function at(room: RoomId, position: number): string {
  return `${room}#${position}`;
}
