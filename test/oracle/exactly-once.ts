/** The oracle for **exactly-once**: every check stands under the sentence that it stands for. */
import type { Reading } from './reading.ts';
import { same } from './reading.ts';

/** Every breach, in a sentence. */
export function* exactlyOnceBreaches(reading: Reading): Generator<string> {
  for (const { name: room } of reading.court.rooms) {
    for (const { position, message } of reading.sequence(room)) {
      // "a token stands at most once in `L(r)`"
      const first = reading.positionOf(room, message.token);
      if (first !== position) yield `${message.token} stands at ${room}#${first} and ${position}`;
    }
  }
  // Who applies or delivers a message says that it stands there.
  for (const { room, message, at } of [...reading.of('applied'), ...reading.of('delivered')]) {
    const { token } = message;
    // "only if it was broadcast there"
    const begun = reading.of('broadcast').filter((each) => each.room === room && each.token === token && each.at < at);
    if (begun.length === 0) yield `${token} stands in ${room} and was not broadcast there`;
    // "bytes unchanged"
    const asks = reading.asked('broadcast').map(({ operation }) => operation);
    const asked = asks.find((each) => each.room === room && each.message.token === token);
    if (asked !== undefined && !same(asked.message, message)) yield `${token} stands with other bytes`;
  }
  yield* deliveredOnce(reading);
  yield* effectiveOnce(reading);
}

/**
 * "a durable client delivers it once over reconnects and restarts (at boot it reports its cursor;
 * what its synced store holds up to there counts as delivered), a volatile one once per
 * incarnation"
 */
function* deliveredOnce(reading: Reading): Generator<string> {
  for (const resumed of reading.of('resumed')) {
    if (reading.cursors.includes(resumed)) continue;
    yield `${reading.name(resumed.node)} reports a cursor of ${resumed.room} after deliveries`;
  }
  for (const { node, room, message, at } of reading.of('delivered')) {
    const { token } = message;
    const former = reading
      .of('delivered')
      .filter((each) => each.node === node && each.room === room && each.message.token === token && each.at < at)
      .some((each) => reading.isDurable(node) || reading.incarnation(node, each.at) === reading.incarnation(node, at));
    const fixed = reading.fixed(room, reading.positionOf(room, token) ?? 0);
    const resumed = fixed !== undefined && reading.resumedTo(room, node, fixed, at);
    if (former || resumed) yield `${reading.name(node)} delivered ${token} again`;
  }
}

/**
 * "a join or leave takes effect at most once per request and only if requested (distinct request
 * and position count, not reports: every replica reports, again after each restart)"
 */
function* effectiveOnce(reading: Reading): Generator<string> {
  for (const kind of ['memberAt', 'leftAt'] as const) {
    const reports = reading.of(kind);
    for (const { room, client, request, position, at } of reports) {
      const others = reports.filter((each) => each.request === request && each.position !== position);
      if (others.length > 0) yield `${request} took effect more than once`;
      const asked = reading.requested(kind, room, client, request);
      if (asked === undefined || asked >= at) yield `${request} took effect and was not requested`;
      // What took effect at all, did so in its place.
      const changes = reading.changes(room, client, at + 1);
      if (changes.every((each) => each.request !== request)) yield `${request} took effect out of its place`;
    }
  }
}
