/** The oracle for **ordered**: every check stands under the sentence that it stands for. */
import type { NodeId, RoomId, Token } from '../../src/contract/index.ts';
import type { Reading } from './reading.ts';
import { same } from './reading.ts';

/** Every breach, in a sentence. */
export function* orderedBreaches(reading: Reading): Generator<string> {
  yield* appliedInTurn(reading);
  yield* appliedAsFixed(reading);
  for (const { name: room } of reading.court.rooms) {
    for (const client of reading.clients) yield* deliveredInTurn(reading, room, client);
    yield* senderOrder(reading, room);
    yield* realTimeOrder(reading, room);
  }
}

/**
 * "Each replica's `applied` positions are consecutive in an incarnation, from 1 (`restored` may
 * come at any time and moves the next to restored + 1)"; "everything up to `position`" is what some
 * replica has applied.
 */
function* appliedInTurn(reading: Reading): Generator<string> {
  for (const restored of reading.of('restored')) {
    if (reading.restores.includes(restored)) continue;
    yield `${reading.name(restored.node)} restored ${restored.room}#${restored.position}, which nobody had applied`;
  }
  const reports = [...reading.of('applied'), ...reading.restores].sort((a, b) => a.at - b.at);
  for (const { kind, node, room, position, at } of reports) {
    if (kind === 'restored') continue;
    const incarnation = reading.incarnation(node, at);
    const former = reports.findLast(
      (report) =>
        report.node === node &&
        report.room === room &&
        report.at < at &&
        reading.incarnation(node, report.at) === incarnation,
    );
    const expected = (former?.position ?? 0) + 1;
    if (position !== expected) yield `${reading.name(node)} applied ${room}#${position} instead of ${expected}`;
  }
}

/** "and match `L(r)` in token and digest" */
function* appliedAsFixed(reading: Reading): Generator<string> {
  for (const { node, room, position, message } of reading.of('applied')) {
    const fixed = reading.fixed(room, position);
    if (fixed !== undefined && !same(fixed.message, message)) {
      yield `${reading.name(node)} applied something else at ${room}#${position}`;
    }
  }
}

/**
 * "each client's deliveries within a membership interval are consecutive positions of `L(r)`, the
 * first no later than its last + 1 (last counts per interval, beginning at the join's position,
 * and for a volatile client per incarnation), except over a `truncated` range all of which was
 * beyond the scenario's retention at that moment"
 *
 * Positions of `L(r)` and memberships are those that were reported by then. A delivery that
 * repeats an earlier one is a matter of exactly-once.
 */
function* deliveredInTurn(reading: Reading, room: RoomId, client: NodeId): Generator<string> {
  const deliveries = reading.of('delivered').filter((delivery) => delivery.node === client && delivery.room === room);
  for (const { position, message, at } of deliveries) {
    const interval = reading.intervalAt(room, client, position, at);
    if (interval === undefined) continue;
    const fixed = reading.fixed(room, position);
    if (fixed === undefined || fixed.at > at || !same(fixed.message, message)) {
      yield `${reading.name(client)} delivered at ${room}#${position} what does not stand there`;
    }
    const incarnation = reading.incarnation(client, at);
    // A volatile client forgets what it was told in an earlier life.
    const boots = reading.of('booted').filter(({ node }) => node === client);
    const since = reading.isDurable(client) ? 0 : (boots[incarnation - 1]?.at ?? 0);
    const counts = deliveries.filter(
      (former) =>
        former.at < at &&
        (reading.isDurable(client) || reading.incarnation(client, former.at) === incarnation) &&
        reading.intervalAt(room, client, former.position, former.at) !== undefined,
    );
    const resumed = reading.sequence(room).filter((each) => reading.resumedTo(room, client, each, at));
    const isWithin = (each: number) => interval.after < each && each <= interval.until;
    const reached = [...counts, ...resumed].map((each) => each.position).filter(isWithin);
    const last = Math.max(interval.after, ...reached);
    for (let skipped = last + 1; skipped < position; skipped++) {
      if (reading.isTruncated(room, client, skipped, at, since)) continue;
      yield `${reading.name(client)} delivered ${room}#${position} without ${skipped}`;
    }
    if (position <= last && !reached.includes(position)) {
      yield `${reading.name(client)} delivered ${room}#${position} behind ${last}`;
    }
  }
}

/**
 * "messages of one sender incarnation stand in the order first broadcast"
 *
 * What stood before it was broadcast, or in another room, is a matter of exactly-once.
 */
function* senderOrder(reading: Reading, room: RoomId): Generator<string> {
  const begun = reading.of('broadcast').filter((broadcast) => broadcast.room === room);
  for (const early of begun) {
    for (const late of begun) {
      if (early.at >= late.at || early.node !== late.node || early.token === late.token) continue;
      if (reading.incarnation(early.node, early.at) !== reading.incarnation(late.node, late.at)) continue;
      const before = placeOf(reading, room, early);
      const behind = placeOf(reading, room, late);
      if (before !== undefined && behind !== undefined && before > behind) {
        yield `${late.token} stands before ${early.token}, which its sender broadcast first`;
      }
    }
  }
}

/** "a broadcast begun after position p was delivered or accepted anywhere stands after p" */
function* realTimeOrder(reading: Reading, room: RoomId): Generator<string> {
  const accepted = reading
    .of('outcome')
    .filter((outcome) => outcome.room === room && outcome.outcome === 'accepted')
    .map(({ token, at }) => ({ token, at, position: reading.positionOf(room, token) ?? 0 }));
  const delivered = reading
    .deliveredInPlace(room)
    .map(({ message, at, position }) => ({ token: message.token, at, position }));
  const seen = [...delivered, ...accepted];
  for (const begun of reading.of('broadcast')) {
    if (begun.room !== room) continue;
    const { token, at } = begun;
    const position = placeOf(reading, room, begun) ?? Number.POSITIVE_INFINITY;
    const bound = Math.max(
      0,
      ...seen.filter((each) => each.at < at && each.token !== token).map((each) => each.position),
    );
    if (position <= bound) yield `${token} stands at ${room}#${position}, and was begun after ${bound} was seen`;
  }
}

/** Where a message stands that was fixed after it was broadcast. */
function placeOf(reading: Reading, room: RoomId, { token, at }: { token: Token; at: number }): number | undefined {
  return reading.sequence(room).find((fixed) => fixed.message.token === token && fixed.at > at)?.position;
}
