import { digest, tokenOf } from '../bytes/index.ts';
import { isPosition, type Message } from '../contract/index.ts';
import type { BroadcastRecord } from './broadcast-record.ts';
import type { Broadcasts } from './broadcasts.ts';
import type { RoomRecord } from './room-record.ts';
import type { Course } from './standing.ts';

/**
 * How a reported message compares with L(room): it `fixed` the position, is the `same`, `differs`,
 * or stands where nothing is fixed and this report cannot fix it (`unplaced`).
 */
export type Match = 'fixed' | 'same' | 'differs' | 'unplaced';

/** A reported message against L(room). */
export interface Comparison {
  readonly room: RoomRecord;
  /** Of the message that was reported, not of what stands in its place. */
  readonly broadcast: BroadcastRecord;
  readonly digest: number;
  readonly match: Match;
}

/** How one report stands to its reporter's earlier ones. */
export interface Passage {
  readonly course: Course;
  /** A client has delivered this very message before, in a life that counts. */
  readonly again: boolean;
  /** The position that would have come next. */
  readonly expected: number;
}

/** What the chronicle makes of one message that was applied or delivered. */
export interface Sighting extends Comparison, Passage {
  /** Nobody had applied, or delivered, this message before. */
  readonly first: boolean;
}

/**
 * Compares, and fixes the position where that may be: by an application always, by a delivery where
 * replicas are silent. There, what was seen elsewhere before is out of its place, not there twice.
 */
export function compare(
  report: { readonly room: RoomRecord; readonly position: number; readonly message: Message },
  broadcasts: Broadcasts,
  fixes: 'always' | 'when new' | 'never',
): Comparison {
  const { room, position, message } = report;
  const placed = room.log[position];
  if (placed?.is(message)) return { room, broadcast: placed.broadcast, digest: placed.digest, match: 'same' };
  const broadcast = broadcasts.of(tokenOf(message.bytes));
  const contents = digest(message.bytes);
  let match: Match = 'fixed';
  if (placed !== undefined) match = 'differs';
  else if (fixes === 'never' || !isPosition(position)) match = 'unplaced';
  else if (fixes === 'when new' && broadcast.positionIn(room) > 0) match = 'differs';
  else room.fix(position, message, broadcast, contents);
  return { room, broadcast, digest: contents, match };
}
