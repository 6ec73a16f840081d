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
  'order',
  'copy 2 order',
] as const;

/**
 * What an anchor has in common with its like: of packets all of a kind on a link, whatever their
 * keys (`send s1>s3 append * loss`), of disk operations all of a kind on a class of files
 * (`write s2 log #* sector * kept`), of draws all of a name.
 */
export function familyOf(anchor: string): string {
  const packet = /^(send \S+ \S+) (?:.* )?#\d+ ([^#]+)$/.exec(anchor);
  if (packet !== null) return `${packet[1]} * ${packet[2]}`;
  return anchor.replaceAll(/#\d+/g, '#*').replace(/ sector \d+ /, ' sector * ');
}

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
