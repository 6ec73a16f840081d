import type { BroadcastRecord } from './broadcast-record.ts';
import type { Passage } from './members.ts';
import type { RoomRecord } from './room-record.ts';

/**
 * How a reported message compares with L(room): it `fixed` the position, is the `same`, `differs`,
 * or stands where nothing is fixed and this report cannot fix it (`unplaced`).
 */
export type Match = 'fixed' | 'same' | 'differs' | 'unplaced';

/** What the chronicle makes of one message that was applied or delivered. The passage is its reporter's. */
export interface Sighting extends Passage {
  readonly room: RoomRecord;
  /** Of the message that was reported, not of what stands in its place. */
  readonly broadcast: BroadcastRecord;
  readonly digest: number;
  readonly match: Match;
  /** Nobody had applied, or delivered, this message before. */
  readonly first: boolean;
}
