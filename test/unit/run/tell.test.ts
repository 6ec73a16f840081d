import { describe, expect, it } from 'vitest';
import { tell } from '../../../src/run/tell.ts';
import type { TraceEntry } from '../../../src/sim/index.ts';

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
