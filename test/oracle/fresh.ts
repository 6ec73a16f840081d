/** The oracle for **fresh**: every check stands under the sentence that it stands for. */
import type { Reading } from './reading.ts';
import { same } from './reading.ts';

/** Every breach, in a sentence. */
export function* freshBreaches(reading: Reading): Generator<string> {
  // What nobody asked for has no beginning, and answers nothing.
  for (const { node, read, room, at } of reading.of('readStarted')) {
    if (reading.askedRead(node, read, at)?.operation.room !== room) yield `read ${read} began unasked`;
  }
  for (const { node, read, from, items, head, at } of reading.of('readReturned')) {
    const asked = reading.askedRead(node, read, at);
    if (asked === undefined) {
      yield `read ${read} returned unasked`;
      continue;
    }
    const { room } = asked.operation;
    const start = reading.of('readStarted').find((each) => each.node === node && each.read === read && each.at < at);
    const begun = start?.at ?? asked.at;
    // "a read's head is at least the highest position accepted, delivered or read anywhere before it began"
    const seen = Math.max(0, ...seenBefore(reading, room, begun));
    if (head < seen) yield `read ${read} says that ${room} ends at ${head}; ${seen} was seen before it began`;
    // "its items equal `L(r)`"
    for (const [index, message] of items.entries()) {
      const fixed = reading.fixed(room, from + index);
      const isFixed = fixed !== undefined && fixed.at < at;
      // Where no replica reports what it applies, a read may bring what nobody has delivered yet.
      if (isFixed ? same(fixed.message, message) : !reading.observes('applied')) continue;
      yield `read ${read} brought at ${room}#${from + index} what does not stand there`;
    }
  }
}

function seenBefore(reading: Reading, room: string, by: number): readonly number[] {
  const delivered = reading.deliveredInPlace(room).filter((each) => each.at < by);
  const accepted = reading
    .of('outcome')
    .filter((each) => each.room === room && each.at < by && each.outcome === 'accepted');
  const returned = reading
    .of('readReturned')
    .filter(({ node, read, at }) => at < by && reading.askedRead(node, read, at)?.operation.room === room);
  return [
    ...delivered.map(({ position }) => position),
    ...accepted.map(({ token }) => reading.positionOf(room, token) ?? 0),
    ...returned.map(({ from, items, head }) => Math.max(head, items.length > 0 ? from + items.length - 1 : 0)),
  ];
}
