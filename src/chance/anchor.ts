import type { NodeId } from '../contract/index.ts';

/** Node names for anchors, by id. */
export type AnchorNames = (node: NodeId) => string;

/** What is decided about one packet; `copy` is 1 for the packet itself, 2 for its duplicate. */
export const packetAspects = [
  'loss',
  'latency',
  'duplicate',
  'copy 2 loss',
  'copy 2 latency',
  'reorder',
  'copy 2 reorder',
] as const;
export type PacketAspect = (typeof packetAspects)[number];

/** The stable name of a packet: `send s1>s3 append 3/17 #1`, and with its aspect that of a decision. */
export function packetAnchor(
  from: string,
  to: string,
  kind: string,
  key: string | undefined,
  occurrence: number,
): string {
  return key === undefined
    ? `send ${from}>${to} ${kind} #${occurrence}`
    : `send ${from}>${to} ${kind} ${key} #${occurrence}`;
}
