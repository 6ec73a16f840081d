import type { NodeId } from '../contract/index.ts';

/** Node names for anchors, by id. */
export type AnchorNames = (node: NodeId) => string;

/** What is decided about one packet. `copy 2` is its duplicate, which is never doubled again. */
export const packetAspects = [
  'loss',
  'latency',
  'duplicate',
  'reorder',
  'copy 2 latency',
  'copy 2 reorder',
  'straggle',
  'corrupt',
  'copy 2 corrupt',
  'grey loss',
  'grey delay',
] as const;

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
