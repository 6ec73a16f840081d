/** The oracle for **all-or-nothing**: every check stands under the sentence that it stands for. */
import type { RoomId } from '../../src/contract/index.ts';
import type { Reading } from './reading.ts';

/** Every breach, in a sentence. */
export function* allOrNothingBreaches(reading: Reading): Generator<string> {
  yield* unsecured(reading);
  yield* refused(reading);
  yield* strangers(reading);
  // "within a bound of virtual time everything due must have arrived"
  if (reading.first('overdue') === Number.POSITIVE_INFINITY) return;
  for (const { name: room } of reading.court.rooms) {
    yield* unapplied(reading, room);
    yield* undelivered(reading, room);
  }
}

/**
 * "nothing is applied, accepted or delivered that is not *secured*"; "unsecured but accepted is
 * persisted's clause; unsecured but applied or delivered is all-or-nothing's"
 */
function* unsecured(reading: Reading): Generator<string> {
  if (!reading.hasDisks) return;
  for (const { kind, node, room, message, at } of [...reading.of('applied'), ...reading.of('delivered')]) {
    if (reading.isSecured(room, message.token, at)) continue;
    yield `${reading.name(node)} ${kind} ${message.token} before it was secured`;
  }
}

/** "what was refused is delivered nowhere" */
function* refused(reading: Reading): Generator<string> {
  for (const { token, room, outcome } of reading.of('outcome')) {
    if (outcome !== 'refused') continue;
    const delivered = reading.of('delivered').some((each) => each.room === room && each.message.token === token);
    if (delivered) yield `${token} was refused and delivered`;
  }
}

/** "Member at p: joined at a position < p, left at one ≥ p. … allowed until the leave's position" */
function* strangers(reading: Reading): Generator<string> {
  if (!reading.observes('memberAt')) return;
  for (const { node, room, position } of reading.of('delivered')) {
    if (reading.intervalAt(room, node, position) !== undefined) continue;
    yield `${reading.name(node)} delivered ${room}#${position} and is no member there`;
  }
}

/**
 * "what anyone delivered, even one that then crashed, every voter of the room's shard that the
 * heal covers has applied (or covered by a snapshot)"
 */
function* unapplied(reading: Reading, room: RoomId): Generator<string> {
  if (!reading.observes('applied')) return;
  for (const { message, room: of } of reading.of('delivered')) {
    if (of !== room) continue;
    const position = reading.positionOf(room, message.token);
    for (const voter of reading.voters) {
      const applied = reading
        .of('applied')
        .some((each) => each.node === voter && each.room === room && each.message.token === message.token);
      const covered = reading
        .of('restored')
        .some(
          (each) => each.node === voter && each.room === room && position !== undefined && each.position >= position,
        );
      if (!applied && !covered) yield `${reading.name(voter)} never applied ${message.token}`;
    }
  }
}

/** "what anyone delivered … every member at that position that is due it delivers" */
function* undelivered(reading: Reading, room: RoomId): Generator<string> {
  const deliveries = reading.of('delivered').filter((each) => each.room === room);
  const end = Number.POSITIVE_INFINITY;
  for (const fixed of reading.sequence(room)) {
    const { position, message } = fixed;
    if (!deliveries.some((each) => each.message.token === message.token)) continue;
    for (const client of reading.clients) {
      const interval = reading.intervalAt(room, client, position);
      if (interval === undefined || !reading.isDue(room, client, interval)) continue;
      if (deliveries.some((each) => each.node === client && each.message.token === message.token)) continue;
      if (reading.resumedTo(room, client, fixed) || reading.isTruncated(room, client, position, end)) continue;
      yield `${reading.name(client)} never delivered ${room}#${position}`;
    }
  }
}
