import { scramble } from '../../src/chance/index.ts';
import { Heap } from '../reference/heap.ts';
import { cpuUs } from './cpu.ts';

export interface BareLoopOptions {
  readonly events: number;
  /** Mean number of events pending. */
  readonly pending: number;
  /** The delay of the next event, from an unsigned 32-bit word. */
  readonly delayUs: (word: number) => number;
}

/**
 * What every figure is measured against, in nanoseconds per event: the same number of events, with
 * the same number pending, through a plain binary heap of event objects; one small packet object
 * per event and a handler that does nothing. No protocol, no faults, no checks.
 */
export function bareLoop({ events, pending, delayUs }: BareLoopOptions): number {
  const heap = new Heap<{ kind: string; from: number; to: number; hop: number }>();
  let word = 1;
  const next = () => {
    word = scramble(word + 0x9e3779b9) >>> 0;
    return delayUs(word);
  };
  for (let hop = 0; hop < pending; hop++) heap.push(next(), { kind: 'ball', from: 1, to: 2, hop });
  let hops = 0;
  const startUs = cpuUs();
  for (let handled = 0; handled < events; handled++) {
    const event = heap.pop();
    if (event === undefined) break;
    hops += handle(event.content);
    const { from, to, hop } = event.content;
    heap.push(event.timeUs + next(), { kind: 'ball', from: to, to: from, hop: hop + 1 });
  }
  const ns = ((cpuUs() - startUs) * 1000) / events;
  if (hops < 0) throw new Error(`hops are never negative, not ${hops}`);
  return ns;
}

/** Does nothing that could be optimised away. */
function handle(packet: { hop: number }): number {
  return packet.hop;
}
