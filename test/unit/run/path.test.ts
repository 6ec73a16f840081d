import { describe, expect, it } from 'vitest';
import { makeMessage, type Violation } from '../../../src/contract/index.ts';
import { record } from '../../../src/run/path.ts';
import type { TraceEntry } from '../../../src/sim/index.ts';

const nameOf = (node: number) => ['the world', 'q1', 'c1', 'c2'][node] ?? '?';

function pathOf(entries: readonly Partial<TraceEntry>[], violation: Partial<Violation>): readonly string[] {
  const recording = record();
  for (const entry of entries) {
    recording.tracer.record({ cause: 0, atUs: entry.event ?? 0, node: 1, other: 0, event: 0, what: 'disk', ...entry });
  }
  const full = { property: 'p', clause: 'c', sentence: '', nodes: [], event: 0, atUs: 0, ...violation };
  return recording.pathTo(full, nameOf).map(({ text, mark }) => (mark === undefined ? text : `${text} (${mark})`));
}

describe('pathTo', () => {
  it('follows causes back from the violating event, and leaves the rest out', () => {
    const entries: Partial<TraceEntry>[] = [
      { event: 1, node: 2, what: 'perform', detail: { kind: 'connect' } },
      { event: 2, node: 3, what: 'perform', detail: { kind: 'connect' } },
      { event: 3, node: 1, other: 2, what: 'receive', cause: 1, detail: { kind: 'hello' } },
      { event: 4, node: 2, other: 1, what: 'receive', cause: 3, detail: { kind: 'welcome' } },
    ];
    expect(pathOf(entries, { event: 4, nodes: [2] })).toEqual([
      'c1 is asked to connect',
      'q1 receives hello from c1',
      'c1 receives welcome from q1 (violation)',
    ]);
  });

  it('tells what befell the disks of the nodes involved', () => {
    const entries = ['stall', 'go-on', 'full', 'room', 'rot', 'roll-back'].map((name, index): Partial<TraceEntry> => {
      return { event: index + 1, what: 'disk-fault', name, detail: name.startsWith('ro') ? 'log-000001' : undefined };
    });
    expect(pathOf([...entries, { event: 7, node: 1, what: 'boot' }], { event: 7, nodes: [1] })).toEqual([
      'the disk of q1 stalls (fault)',
      'the disk of q1 is full (fault)',
      'bits rot on q1 in log-000001 (fault)',
      'q1 finds an older copy of log-000001 (fault)',
      'q1 boots (violation)',
    ]);
  });

  it('tells the life of the message, its losses, and faults of the nodes involved since it appeared', () => {
    const message = makeMessage('c1-1', 'hi');
    const entries: Partial<TraceEntry>[] = [
      { event: 1, node: 1, what: 'crash' },
      { event: 2, node: 2, what: 'perform', detail: { kind: 'broadcast', room: 'general', message } },
      { event: 2, node: 2, what: 'observe', name: 'broadcast', detail: ['general', 'c1-1'] },
      { event: 3, node: 1, other: 2, what: 'lost', name: 'drop', detail: { kind: 'deliver', message } },
      { event: 4, node: 1, what: 'power-loss' },
      { event: 5, node: 3, what: 'crash' },
      { event: 6, node: 1, what: 'boot', cause: 6 },
    ];
    expect(pathOf(entries, { event: 6, nodes: [2], token: 'c1-1' })).toEqual([
      'c1 is asked to broadcast c1-1 in general',
      'c1 reports broadcast general c1-1',
      'the network loses deliver (message c1-1) from q1 to c1 (fault)',
      'q1 loses power (fault)',
      'q1 boots (violation)',
    ]);
  });

  it('keeps the beginning and the end of a long path', () => {
    const entries = Array.from({ length: 100 }, (_, at): Partial<TraceEntry> => ({ event: at + 1, what: 'crash' }));
    const path = pathOf(entries, { event: 100, nodes: [1] });
    expect(path).toHaveLength(24);
  });
});
