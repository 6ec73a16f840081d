import { describe, expect, it } from 'vitest';
import { tell } from '../../../src/run/tell.ts';
import type { TraceEntry } from '../../../src/sim/index.ts';
import { type TinyBoot, tinyWorld } from '../../reference/world.ts';

const silent: TinyBoot = () => ({ receive: () => undefined });

it('every fault of nodes and clocks is told in a sentence, and so is its end', () => {
  const told: string[] = [];
  const tracer = { record: (entry: Parameters<typeof tell>[0]) => void told.push(tell(entry, (node) => `n${node}`)) };
  const { simulator } = tinyWorld([silent], { tracer });
  simulator.at(1, () => {
    const { machines, clocks } = simulator;
    machines.hinder(1, 'slow', 2_500);
    machines.unhinder(1, 'slow');
    machines.hinder(1, 'slow-reader', 20_000);
    machines.hinder(1, 'stop-reading');
    clocks.step(1, 2_000_000);
    clocks.step(1, -500_000);
    clocks.freeze(1, 'wall');
    clocks.freeze(1, 'monotonic');
    clocks.hurry(1, 50_000);
    clocks.hurry(1, -50_000);
    simulator.heal();
    machines.wipe(1);
  });
  simulator.run();
  expect(told).toEqual([
    'n1 boots',
    'n1 is slow: each handler takes 2.5ms',
    'n1 is as fast as ever',
    'n1 reads slowly: each packet takes 20ms',
    'n1 stops reading',
    "n1's wall clock is set forward by 2s",
    "n1's wall clock is set back by 500ms",
    "n1's wall clock stands still",
    "n1's monotonic clock stands still",
    "n1's clocks run 5% fast",
    "n1's clocks run 5% slow",
    'everything is healed that is not given up',
    "n1's wall clock goes on",
    "n1's monotonic clock goes on",
    "n1's clocks run as before",
    'n1 reads on',
    'n1 reads on',
    'the disk of n1 is wiped, and n1 gone for good',
  ]);
});

it('a node that is given up is told in a sentence', () => {
  const retired = { event: 1, cause: 0, atUs: 0, node: 3, other: 0, what: 'retire' } as const;
  expect(tell(retired, (id) => `n${id}`)).toBe('n3 is given up: it stays as it is for good');
});

describe('what befalls links and packets', () => {
  const packet = { kind: 'say', n: 1 };
  const ends = { from: [1, 2], to: [3] };
  const told = (what: TraceEntry['what'], detail: unknown, name?: string) =>
    tell({ event: 1, cause: 0, atUs: 0, node: 1, other: 3, what, detail, name }, (id) => `n${id}`);

  it('is told in sentences', () => {
    expect(told('clog', ends)).toBe('packets are held: n1, n2 to n3');
    expect(told('grey', ends)).toBe('packets are slow, and some are lost: n1, n2 to n3');
    expect(told('mend', ends)).toBe('packets pass again: n1, n2 to n3');
    expect(told('straggler', packet)).toBe('the network keeps a copy of say (n 1) from n1 to n3 for later');
    expect(told('garbled', packet)).toBe('n1 receives say (n 1) from n3 with bits flipped');
    expect(told('lost', packet, 'grey-drop')).toBe('the grey link loses say (n 1) from n1 to n3');
    expect(told('lost', packet, 'tail-drop')).toBe('say (n 1) from n1 does not fit into the buffer to n3');
    expect(told('lost', packet, 'down')).toBe('say (n 1) from n1 finds n3 down');
  });
});
