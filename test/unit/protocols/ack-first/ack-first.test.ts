import { describe, expect, it } from 'vitest';
import { ackFirst } from '../../../../src/protocols/ack-first/index.ts';
import { runSeeds, signatures, verdicts } from '../scenarios.ts';

const busy = `
topology: { clients: 10, rooms: 3 }
network: { loss: 1%, duplicate: 1%, reorder: 1% }
workload: { broadcasts: 120, every: 10ms, reads: 15, membership: 15 }
`;

describe('ack-first', () => {
  it('holds whatever befalls the network, its clients and its clock', () => {
    const scenario = `${busy}
clocks: { skew: 50ms, drift: 200ppm }
faults:
  - { every: 100ms..300ms, disconnect: client }
  - { every: 200ms..400ms, crash: client }
  - { every: 200ms..400ms, pause: server }
  - { every: 200ms..400ms, partition: { isolate: node } }
`;
    const results = runSeeds(ackFirst, scenario, 6);
    expect(signatures(results)).toEqual([]);
    expect(verdicts(results)).toEqual(['held']);
    for (const fault of ['disconnect', 'crash', 'pause', 'partition', 'drop']) {
      expect(results.some(({ faults }) => (faults.get(fault) ?? 0) > 0)).toBe(true);
    }
  });

  it('holds when the power is lost only after the last sync', () => {
    const scenario = `${busy}
faults: [{ at: 10s, power-loss: server, restart: 100ms }]
`;
    expect(verdicts(runSeeds(ackFirst, scenario, 4))).toEqual(['held']);
  });

  it('forgets what everybody has seen when the power is lost in time', () => {
    const scenario = `${busy}
faults: [{ every: 200ms..400ms, power-loss: server, restart: 50ms..200ms }]
expect: { violated: [persisted] }
`;
    const results = runSeeds(ackFirst, scenario, 4);
    expect(verdicts(results)).toEqual(['violated']);
    const objected = signatures(results);
    expect(objected).toEqual(expect.arrayContaining(['persisted/overwritten', 'persisted/accepted-lost']));
    expect(objected.some((signature) => signature.startsWith('all-or-nothing/'))).toBe(true);
    for (const { violations } of results) {
      expect(violations.some(({ property }) => property === 'persisted')).toBe(true);
    }
  });

  it('loses next to nothing in a crash', () => {
    const scenario = `${busy}
faults: [{ every: 200ms..400ms, crash: server, restart: 50ms..200ms }]
`;
    const results = runSeeds(ackFirst, scenario, 8);
    expect(results.filter(({ verdict }) => verdict === 'held').length).toBeGreaterThan(5);
  });
});
