import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decisions, type Departure, type Schedule } from '../../src/chance/index.ts';
import type { PlannedOperation, WorkloadPlan } from '../../src/scenario/types.ts';
import { planWorkload } from '../../src/workload/index.ts';

const clients = [21, 22, 23, 24, 25];
const ranges = (least: number, most: number) =>
  fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: 0, max: most })).map(([min, more]) => ({
    min,
    max: min + more,
  }));
const plans: fc.Arbitrary<WorkloadPlan> = fc.record({
  broadcasts: fc.integer({ min: 0, max: 30 }),
  everyUs: ranges(0, 5000),
  senders: fc.oneof(
    fc.constantFrom('even' as const, 'skewed' as const),
    fc.array(fc.integer({ min: 1, max: clients.length }), { minLength: 1, maxLength: 3 }),
  ),
  sizeBytes: ranges(0, 50),
  reads: fc.integer({ min: 0, max: 8 }),
  readLimit: ranges(1, 9),
  refusedPpm: fc.constant(100_000),
  membership: fc.integer({ min: 0, max: 12 }),
});
const rooms = fc
  .array(fc.uniqueArray(fc.integer({ min: 1, max: clients.length })), { minLength: 1, maxLength: 3 })
  .map((all) => all.map((members, index) => ({ name: `room-${index + 1}`, members })));
const scripts: fc.Arbitrary<readonly PlannedOperation[]> = fc.array(
  fc.record({
    atUs: fc.integer({ min: 0, max: 100_000 }),
    node: fc.constantFrom('c1', 'c4'),
    operation: fc.constantFrom<PlannedOperation['operation']>(
      { kind: 'join', room: 'room-1' },
      { kind: 'leave', room: 'room-1' },
      { kind: 'broadcast', room: 'room-1', text: 'so it is' },
    ),
  }),
  { maxLength: 4 },
);
const cases = fc.record({ plan: plans, rooms, operations: scripts, retention: fc.constantFrom(3, Infinity) });
type Case = typeof cases extends fc.Arbitrary<infer One> ? One : never;

function planned(one: Case, schedule: Schedule) {
  const decisions = new Decisions(schedule, { names: String, record: true });
  const nodeNamed = (name: string) => clients[Number(name.slice(1)) - 1];
  const operations = planWorkload({ ...one, clients, nodeNamed, decisions });
  return { operations, departures: decisions.departures as readonly Departure[] };
}

describe('a workload', () => {
  it('is the same under the same schedule, and under its departures on a plain base', () => {
    fc.assert(
      fc.property(cases, fc.string(), (one, seed) => {
        const { operations, departures } = planned(one, { base: { seed }, overrides: [] });
        expect(planned(one, { base: { seed }, overrides: [] }).operations).toEqual(operations);
        const overrides = departures.map(({ anchor, value }) => ({ at: anchor, value }));
        expect(planned(one, { base: 'plain', overrides }).operations).toEqual(operations);
      }),
    );
  });

  it('keeps every other decision when one is taken by hand', () => {
    fc.assert(
      fc.property(cases, fc.string(), fc.nat(), fc.option(fc.integer()), (one, seed, which, otherwise) => {
        const { departures } = planned(one, { base: { seed }, overrides: [] });
        const chosen = departures[which % departures.length];
        fc.pre(chosen !== undefined);
        const override = { at: chosen.anchor, value: otherwise ?? chosen.plain };
        const changed = planned(one, { base: { seed }, overrides: [override] });
        const others = (all: readonly Departure[]) =>
          all.filter(({ anchor }) => anchor !== chosen.anchor).sort((a, b) => (a.anchor < b.anchor ? -1 : 1));
        expect(others(changed.departures)).toEqual(others(departures));
      }),
    );
  });

  it('is in order of time, with unique tokens, requests and reads', () => {
    fc.assert(
      fc.property(cases, fc.string(), (one, seed) => {
        const { operations } = planned(one, { base: { seed }, overrides: [] });
        const names = operations.map(({ operation }) => {
          if (operation.kind === 'broadcast') return operation.message.token;
          if (operation.kind === 'read') return operation.read;
          return operation.kind === 'join' || operation.kind === 'leave' ? operation.request : operation;
        });
        expect(new Set(names).size).toBe(names.length);
        const times = operations.map(({ atUs }) => atUs);
        expect([...times].sort((a, b) => a - b)).toEqual(times);
        expect(Math.min(0, ...times)).toBe(0);
      }),
    );
  });
});
