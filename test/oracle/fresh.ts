/** The oracle for **fresh**: every check stands under the sentence that it stands for. */
import type { Reading } from './reading.ts';
import { same } from './reading.ts';

/** Every breach, in a sentence. */
export function* freshBreaches(reading: Reading): Generator<string> {
  for (const { node, read, from, items, head } of reading.of('readReturned')) {
    const start = reading.of('readStarted').find((each) => each.node === node && each.read === read);
    if (start === undefined) continue;
    // "a read's head is at least the highest position accepted, delivered or read anywhere before it began"
    const seen = Math.max(0, ...seenBefore(reading, start.room, start.at));
    if (head < seen) yield `read ${read} says that ${start.room} ends at ${head}; ${seen} was seen before it began`;
    // "its items equal `L(r)`"
    for (const [index, message] of items.entries()) {
      const fixed = reading.fixed(start.room, from + index);
      if (fixed !== undefined && same(fixed.message, message)) continue;
      yield `read ${read} brought at ${start.room}#${from + index} what does not stand there`;
    }
  }
}

function seenBefore(reading: Reading, room: string, by: number): readonly number[] {
  const delivered = reading.of('delivered').filter((each) => each.room === room && each.at < by);
  const accepted = reading
    .of('outcome')
    .filter((each) => each.room === room && each.at < by && each.outcome === 'accepted');
  const started = reading.of('readStarted').filter((each) => each.room === room);
  const returned = reading
    .of('readReturned')
    .filter((each) => each.at < by && started.some((start) => start.node === each.node && start.read === each.read));
  return [
    ...delivered.map(({ position }) => position),
    ...accepted.map(({ token }) => reading.positionOf(room, token) ?? 0),
    ...returned.map(({ head }) => head),
  ];
}
