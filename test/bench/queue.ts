/**
 * The queue alone: a wheel that is popped and pushed in turn, against a bare loop of as many events
 * with as many pending and the same delays. No packets: an event is its two words.
 */

import { scramble } from '../../src/chance/index.ts';
import { shapeOf } from '../../src/sim/index.ts';
import { Wheel } from '../../src/sim/wheel.ts';
import { type BareLoopOptions, bareLoop } from './bare-loop.ts';
import { cpuUs } from './cpu.ts';
import { type Row, ratioOf } from './table.ts';

/** Nanoseconds per event. */
function queueNs({ events, pending, delayUs }: BareLoopOptions): number {
  const wheel = new Wheel();
  let word = 1;
  const next = () => {
    word = scramble(word + 0x9e3779b9) >>> 0;
    return delayUs(word);
  };
  for (let n = 0; n < pending; n++) wheel.push(next(), 1, n);
  const startUs = cpuUs();
  for (let handled = 0; handled < events; handled++) {
    if (!wheel.pop()) break;
    wheel.push(wheel.nowUs + next(), wheel.a, wheel.b + 1);
  }
  return ((cpuUs() - startUs) * 1000) / events;
}

function queueRow(figure: string, goal: number, events: number, pending: number): Row {
  const shape = shapeOf('zone');
  const options = { events, pending, delayUs: (word: number) => shape.draw(word) };
  return ratioOf(
    figure,
    goal,
    () => bareLoop(options),
    () => queueNs(options),
  );
}

export function queueRows(): readonly Row[] {
  return [
    queueRow('queue alone, 1,000 pending', 2.5, 2_000_000, 1_000),
    queueRow('queue alone, 100,000 pending', 3, 1_000_000, 100_000),
    queueRow('queue alone, 1,000,000 pending', 3, 500_000, 1_000_000),
  ];
}
