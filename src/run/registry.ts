import type { Protocol } from '../contract/index.ts';
import { ackFirst } from '../protocols/ack-first/index.ts';
import { newsfeed } from '../protocols/newsfeed/index.ts';
import { quorumLog } from '../protocols/quorum-log/index.ts';
import { rooms } from '../protocols/rooms/index.ts';
import { sequencer } from '../protocols/sequencer/index.ts';

/** The protocols that come with tutti, by name. */
export const registry: ReadonlyMap<string, Protocol> = new Map(
  [newsfeed, ackFirst, sequencer, quorumLog, rooms].map((protocol: Protocol) => [protocol.name, protocol]),
);
