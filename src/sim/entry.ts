import type { NodeId } from '../contract/index.ts';

/** What an entry of the queue is; its second word is a slot of whoever keeps the rest. */
export const Entry = { packet: 0, timer: 1, disk: 2, act: 3 } as const;

/** The first word of an entry; an act is of no node. */
export function wordOf(entry: number, node: NodeId): number {
  return (node << 2) | entry;
}

export function kindOf(word: number): number {
  return word & 3;
}

export function nodeOf(word: number): NodeId {
  return word >> 2;
}
