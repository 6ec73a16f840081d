/** The oracle for **persisted**: every check stands under the sentence that it stands for. */
import type { RoomId } from '../../src/contract/index.ts';
import type { Reading } from './reading.ts';
import { same } from './reading.ts';

/** Every breach, in a sentence. */
export function* persistedBreaches(reading: Reading): Generator<string> {
  // "what was applied, accepted or delivered was secured by then"; "unsecured but accepted is persisted's clause"
  for (const { token, outcome, at } of reading.of('outcome')) {
    if (outcome !== 'accepted' || !reading.hasDisks || reading.isSecured(token, at)) continue;
    yield `${token} was accepted before it was secured`;
  }
  // "no replica ever applies something else at its position"
  for (const { node, room, position, message } of reading.of('applied')) {
    const fixed = reading.fixed(room, position);
    if (fixed !== undefined && !same(fixed.message, message)) {
      yield `${reading.name(node)} applied something else at ${room}#${position}`;
    }
  }
  yield* gone(reading);
  for (const { name: room } of reading.court.rooms) yield* readBack(reading, room);
  yield* stored(reading);
}

/** "bytes unchanged", on disks too: what the log of a replica still has of what stands in `L(r)`. */
function* stored(reading: Reading): Generator<string> {
  const changes = [...reading.of('writes'), ...reading.of('votes'), ...reading.of('cuts'), ...reading.of('snapshots')];
  for (const replica of reading.hasDisks ? reading.replicas : []) {
    let log: (typeof changes)[number][] = [];
    let forgotten = 0;
    for (const change of changes.filter(({ node }) => node === replica).sort((a, b) => a.at - b.at)) {
      if (change.kind === 'cuts') log = log.slice(0, change.index - 1);
      else if (change.kind === 'snapshots') forgotten = change.index;
      else log.push(change);
    }
    for (const entry of log.slice(forgotten)) {
      if (entry.kind !== 'writes') continue;
      const { room, message } = entry;
      const fixed = reading.fixed(room, reading.positionOf(room, message.token) ?? 0);
      if (fixed === undefined || same(fixed.message, message)) continue;
      yield `${reading.name(replica)} stores other bytes of ${message.token}`;
    }
  }
}

/**
 * "what was applied, accepted or delivered … stays in `L(r)`"
 *
 * What was delivered and never stood there is a matter of all-or-nothing, as is what was delivered
 * and not secured. Where no replica reports what it applies, an accepted message must be
 * delivered by someone, if anyone is there to do so.
 */
function* gone(reading: Reading): Generator<string> {
  if (reading.first('overdue') === Number.POSITIVE_INFINITY) return;
  for (const { room, token, outcome, at } of reading.of('outcome')) {
    if (outcome !== 'accepted' || reading.positionOf(room, token) !== undefined) continue;
    // What was refused before is none: all-or-nothing objects.
    if (reading.of('outcome').some((each) => each.token === token && each.outcome === 'refused' && each.at < at))
      continue;
    if (!reading.observes('applied') && (reading.isDeliveredAnywhere(room, token) || !reading.hasMembers(room)))
      continue;
    yield `${token} was accepted and stands nowhere`;
  }
}

/**
 * "at settle every room is read back, from the oldest position that the scenario's retention
 * keeps, byte-identical, at the same positions"
 *
 * A read-back is one that was asked for at settle. One that is never answered leaves the room
 * stuck, which is not a property's to say.
 */
function* readBack(reading: Reading, room: RoomId): Generator<string> {
  const settled = reading.first('settled');
  const asked = reading.asked('read').filter(({ operation, at }) => operation.room === room && at > settled);
  const pages = reading
    .of('readReturned')
    .filter(({ node, read, at }) => asked.some((ask) => ask === reading.askedRead(node, read, at)));
  const items = pages.flatMap(({ from, items }) =>
    items.map((message, index) => ({ position: from + index, message })),
  );
  for (const { position, message } of items) {
    const fixed = reading.fixed(room, position);
    // Where no replica reports what it applies, a read may bring what nobody has delivered.
    if (fixed === undefined ? !reading.observes('applied') : same(fixed.message, message)) continue;
    yield `${room}#${position} is read back otherwise`;
  }
  if (pages.length === 0 || pages.length < asked.length) return;
  const length = reading.length(room);
  for (let position = Math.max(1, length - reading.court.retention + 1); position <= length; position++) {
    if (!items.some((item) => item.position === position)) yield `${room}#${position} is not read back`;
  }
}
