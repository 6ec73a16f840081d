/** The oracle for **prompt**, as far as histories go: time runs out for everything at once, in the end. */
import type { Reading } from './reading.ts';

/** Every breach, in a sentence. */
export function* promptBreaches(reading: Reading): Generator<string> {
  const overdue = reading.first('overdue');
  if (overdue === Number.POSITIVE_INFINITY || !reading.observes('connected')) return;
  for (const client of reading.clients) {
    // "being connected is itself due: … for every client after heal"
    const ends = [...reading.of('disconnected'), ...reading.of('crashed'), ...reading.of('booted')];
    const end = Math.max(-1, ...ends.filter(({ node, at }) => node === client && at < overdue).map(({ at }) => at));
    const isConnected = reading.of('connected').some(({ node, at }) => node === client && end < at && at < overdue);
    if (!isConnected) yield `${reading.name(client)} is not connected`;
    if (!isConnected) continue;
    // "at disconnect and settle the cursor covers everything whose time ran out"
    for (const { name: room } of reading.court.rooms) {
      for (const { position } of reading.sequence(room)) {
        if (reading.lacks(room, client, position)) yield `${reading.name(client)} lacks ${room}#${position}`;
      }
    }
  }
}
