/** The oracle for **all-or-nothing**: every check stands under the sentence that it stands for. */
import type { RoomId } from '../../src/contract/index.ts';
import type { Reading } from './reading.ts';
import { same } from './reading.ts';

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
  for (const { kind, node, message, at } of [...reading.of('applied'), ...reading.of('delivered')]) {
    if (reading.isSecured(message.token, at)) continue;
    yield `${reading.name(node)} ${kind} ${message.token} before it was secured`;
  }
}

/** "what was refused is delivered nowhere"; "`refused` only if it provably never commits" */
function* refused(reading: Reading): Generator<string> {
  for (const { token, room, outcome } of reading.of('outcome')) {
    if (outcome !== 'refused') continue;
    const placed = [...reading.of('delivered'), ...reading.of('applied')];
    const isPlaced = placed.some((each) => each.room === room && each.message.token === token);
    const isAccepted = reading.of('outcome').some((each) => each.token === token && each.outcome === 'accepted');
    if (isPlaced || isAccepted) yield `${token} was refused, and stands or was accepted`;
  }
}

/** "Member at p: joined at a position < p, left at one ≥ p. … allowed until the leave's position" */
function* strangers(reading: Reading): Generator<string> {
  for (const { node, room, position, at } of reading.of('delivered')) {
    if (reading.isMember(room, node, position, at)) continue;
    // Where joins are not reported, whoever asked may have joined.
    const asked = reading.asked('join').some((ask) => ask.node === node && ask.operation.room === room && ask.at < at);
    if (!reading.observes('memberAt') && asked) continue;
    yield `${reading.name(node)} delivered ${room}#${position} and is no member there`;
  }
  // What a store held counts as delivered.
  for (const { node, room, at } of reading.cursors) {
    for (const fixed of reading.sequence(room)) {
      if (!reading.resumedTo(room, node, fixed, at + 1)) continue;
      if (reading.intervalAt(room, node, fixed.position, at) === undefined) continue;
      if (reading.isMember(room, node, fixed.position, at)) continue;
      yield `${reading.name(node)} had delivered ${room}#${fixed.position} and is no member there`;
    }
  }
}

/**
 * "what anyone delivered, even one that then crashed, every voter of the room's shard that the
 * heal covers has applied (or covered by a snapshot)"
 *
 * Who has applied a position has applied those below it, or ordered objects.
 */
function* unapplied(reading: Reading, room: RoomId): Generator<string> {
  if (!reading.observes('applied')) return;
  const reach = deliveredUpTo(reading, room);
  const covered = reading.voters.filter((voter) => !reading.of('retired').some(({ node }) => node === voter));
  for (const voter of covered) {
    const applied = reading
      .of('applied')
      .filter(({ position, message }) => same(reading.fixed(room, position)?.message ?? message, message));
    const reports = [...applied, ...reading.restores].filter((each) => each.node === voter && each.room === room);
    if (reports.some(({ position }) => position >= reach)) continue;
    if (reach > 0) yield `${reading.name(voter)} has not applied ${room}#${reach}`;
  }
}

/**
 * "what anyone delivered … every member at that position that is due it delivers"
 *
 * Who delivers a position stands for those below it, or ordered objects.
 */
function* undelivered(reading: Reading, room: RoomId): Generator<string> {
  for (let position = deliveredUpTo(reading, room); position > 0; position--) {
    for (const client of reading.clients) {
      if (!reading.lacks(room, client, position)) continue;
      yield `${reading.name(client)} never delivered ${room}#${position}`;
    }
  }
}

/** The highest position that anyone delivered. */
function deliveredUpTo(reading: Reading, room: RoomId): number {
  return Math.max(
    0,
    ...reading
      .of('delivered')
      .filter((each) => each.room === room)
      .map(({ position }) => position),
  );
}
