import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Wheel } from '../../src/sim/wheel.ts';
import { Heap } from '../reference/heap.ts';

/** How far ahead an event is pushed: every magnitude, and the edges of each digit. */
const ahead = fc.oneof(
  { arbitrary: fc.constant(0), weight: 3 },
  { arbitrary: fc.nat(3), weight: 3 },
  {
    arbitrary: fc.tuple(fc.nat(44), fc.nat()).map(([digits, n]) => (n * 1009) % 2 ** digits),
    weight: 4,
  },
  {
    arbitrary: fc
      .tuple(fc.constantFrom(10, 20, 30, 31, 40), fc.integer({ min: -2, max: 2 }))
      .map(([digits, n]) => 2 ** digits + n),
    weight: 2,
  },
);

/** Push that far ahead of now, to the next edge of a digit, or pop so many. */
const step = fc.oneof(
  { arbitrary: fc.record({ push: ahead }), weight: 6 },
  { arbitrary: fc.record({ edge: fc.constantFrom(10, 20, 30, 40), past: fc.integer({ min: -1, max: 1 }) }), weight: 2 },
  { arbitrary: fc.record({ pop: fc.nat(4) }), weight: 3 },
);

/** Both queues under the same pushes, each event with two words of its own. */
class Pair {
  readonly wheel = new Wheel();
  readonly heap = new Heap<number>();
  readonly fromWheel: number[] = [];
  readonly fromHeap: number[] = [];
  #pushed = 0;

  push(timeUs: number): void {
    const n = this.#pushed++;
    this.wheel.push(timeUs, n, ~n);
    this.heap.push(timeUs, n);
  }

  /** False when the heap is empty. */
  pop(): boolean {
    const event = this.heap.pop();
    if (event !== undefined) this.fromHeap.push(event.timeUs, event.content, ~event.content, this.heap.size);
    if (this.wheel.pop()) this.fromWheel.push(this.wheel.nowUs, this.wheel.a, this.wheel.b, this.wheel.size);
    return event !== undefined;
  }

  check(): void {
    while (this.pop());
    expect(this.fromWheel).toEqual(this.fromHeap);
    expect(this.wheel.pop()).toBe(false);
  }
}

describe('the wheel equals a heap', () => {
  it('over pushes and pops at every magnitude of time', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const pair = new Pair();
        for (const step of steps) {
          const nowUs = pair.wheel.nowUs;
          if ('push' in step) pair.push(nowUs + step.push);
          else if ('edge' in step) {
            const edgeUs = (Math.floor(nowUs / 2 ** step.edge) + 1) * 2 ** step.edge;
            pair.push(Math.max(nowUs, edgeUs + step.past));
          } else for (let i = 0; i < step.pop; i++) pair.pop();
        }
        pair.check();
      }),
      { numRuns: 600 },
    );
  });

  it('when each event popped brings others, at now and later', () => {
    fc.assert(
      fc.property(fc.array(ahead, { minLength: 1, maxLength: 60 }), fc.nat(20), (offsets, first) => {
        const pair = new Pair();
        for (let i = 0; i <= first; i++) pair.push(offsets[i % offsets.length] as number);
        let used = 0;
        while (pair.pop()) {
          // Two for one, until the offsets are used up: many pending, at many distances.
          for (let i = 0; i < 2 && used < 150; i++)
            pair.push(pair.wheel.nowUs + (offsets[used++ % offsets.length] as number));
        }
        pair.check();
      }),
      { numRuns: 300 },
    );
  });
});
