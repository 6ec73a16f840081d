/** The oracle for **ordered**: every check stands under the sentence that it stands for. */
import type { NodeId, RoomId } from '../../src/contract/index.ts';
import type { Interval, Reading } from './reading.ts';
import { same } from './reading.ts';

/** Every breach, in a sentence. */
export function* orderedBreaches(reading: Reading): Generator<string> {
  yield* appliedInTurn(reading);
  yield* appliedAsFixed(reading);
  for (const { name: room } of reading.court.rooms) {
    for (const client of reading.clients) {
      for (const interval of reading.intervals(room, client)) yield* deliveredInTurn(reading, room, client, interval);
    }
    yield* senderOrder(reading, room);
    yield* realTimeOrder(reading, room);
  }
}

/**
 * "Each replica's `applied` positions are consecutive in an incarnation, from 1 (`restored` may
 * come at any time and moves the next to restored + 1)"
 */
function* appliedInTurn(reading: Reading): Generator<string> {
  const reports = [...reading.of('applied'), ...reading.of('restored')].sort((a, b) => a.at - b.at);
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
 * A delivery that repeats an earlier one is a matter of exactly-once.
 */
function* deliveredInTurn(reading: Reading, room: RoomId, client: NodeId, interval: Interval): Generator<string> {
  const isWithin = (position: number) => interval.after < position && position <= interval.until;
  const deliveries = reading
    .of('delivered')
    .filter((delivery) => delivery.node === client && delivery.room === room && isWithin(delivery.position));
  for (const { position, message, at } of deliveries) {
    const fixed = reading.fixed(room, position);
    if (fixed === undefined ? reading.first('overdue') < Number.POSITIVE_INFINITY : !same(fixed.message, message)) {
      yield `${reading.name(client)} delivered at ${room}#${position} what does not stand there`;
    }
    const incarnation = reading.incarnation(client, at);
    const counts = deliveries.filter(
      (former) =>
        former.at < at && (reading.isDurable(client) || reading.incarnation(client, former.at) === incarnation),
    );
    const resumed = reading.sequence(room).filter((each) => reading.resumedTo(room, client, each, at));
    const reached = [...counts, ...resumed].map((each) => each.position).filter(isWithin);
    const last = Math.max(interval.after, ...reached);
    for (let skipped = last + 1; skipped < position; skipped++) {
      if (reading.isTruncated(room, client, skipped, at)) continue;
      yield `${reading.name(client)} delivered ${room}#${position} without ${skipped}`;
    }
    if (position <= last && !reached.includes(position)) {
      yield `${reading.name(client)} delivered ${room}#${position} behind ${last}`;
    }
  }
}

/** "messages of one sender incarnation stand in the order first broadcast" */
function* senderOrder(reading: Reading, room: RoomId): Generator<string> {
  const begun = reading.of('broadcast').filter((broadcast) => broadcast.room === room);
  for (const early of begun) {
    for (const late of begun) {
      if (early.at >= late.at || early.node !== late.node || early.token === late.token) continue;
      if (reading.incarnation(early.node, early.at) !== reading.incarnation(late.node, late.at)) continue;
      const before = reading.positionOf(room, early.token);
      const behind = reading.positionOf(room, late.token);
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
    .map(({ token, at }) => ({ at, position: reading.positionOf(room, token) ?? 0 }));
  const seen = [...reading.of('delivered').filter((delivery) => delivery.room === room), ...accepted];
  for (const { token, at, room: of } of reading.of('broadcast')) {
    if (of !== room) continue;
    const position = reading.positionOf(room, token) ?? Number.POSITIVE_INFINITY;
    const bound = Math.max(0, ...seen.filter((each) => each.at < at).map((each) => each.position));
    if (position <= bound) yield `${token} stands at ${room}#${position}, and was begun after ${bound} was seen`;
  }
}
