import { describe, expect, it } from 'vitest';
import { Decisions, type Override, type Schedule, seeded } from '../../../src/chance/index.ts';
import type { RoomSpec } from '../../../src/contract/index.ts';
import type { PlannedOperation, WorkloadPlan } from '../../../src/scenario/types.ts';
import { planWorkload, type WorkloadOptions } from '../../../src/workload/index.ts';

const quiet: WorkloadPlan = {
  broadcasts: 0,
  everyUs: { min: 1000, max: 3000 },
  senders: 'even',
  sizeBytes: { min: 5, max: 40 },
  reads: 0,
  readLimit: { min: 1, max: 10 },
  refusedPpm: 100_000,
  membership: 0,
};
const general: RoomSpec = { name: 'general', members: [1, 2, 3, 4, 5, 6] };
const random: RoomSpec = { name: 'random', members: [2, 4] };

function planned(
  plan: Partial<WorkloadPlan>,
  options: {
    readonly schedule?: Schedule;
    readonly rooms?: readonly RoomSpec[];
    readonly operations?: readonly PlannedOperation[];
    readonly retention?: number;
    readonly past?: WorkloadOptions['past'];
  } = {},
) {
  return planWorkload({
    plan: { ...quiet, ...plan },
    operations: options.operations ?? [],
    rooms: options.rooms ?? [general, random],
    clients: [11, 12, 13, 14, 15, 16],
    nodeNamed: (name) => (/^c[1-6]$/.test(name) ? 10 + Number(name.slice(1)) : undefined),
    decisions: new Decisions(options.schedule ?? seeded('1'), { names: String }),
    retention: options.retention ?? Number.POSITIVE_INFINITY,
    past: options.past,
  });
}

const plain = (...overrides: readonly Override[]): Schedule => ({ base: 'plain', overrides });

describe('broadcasts', () => {
  it('come in as many as asked for, at gaps and of sizes within their ranges', () => {
    const operations = planned({ broadcasts: 200 });
    expect(operations).toHaveLength(200);
    let lastUs = 0;
    const sizes = new Set<number>();
    for (const { atUs, operation } of operations) {
      if (operation.kind !== 'broadcast') throw new Error(operation.kind);
      expect(atUs - lastUs).toBeGreaterThanOrEqual(1000);
      expect(atUs - lastUs).toBeLessThanOrEqual(3000);
      lastUs = atUs;
      sizes.add(operation.message.bytes.length - operation.message.token.length - 1);
    }
    expect(Math.min(...sizes)).toBe(5);
    expect(Math.max(...sizes)).toBe(40);
  });

  it('carry the name of their sender and their number in the token', () => {
    for (const [index, { node, operation }] of planned({ broadcasts: 20 }).entries()) {
      expect(operation).toMatchObject({ kind: 'broadcast', message: { token: `c${node - 10}-${index + 1}` } });
    }
  });

  it('go to the first room mostly, and come from its members only', () => {
    const counts = new Map<string, number>();
    for (const { node, operation } of planned({ broadcasts: 400 })) {
      if (operation.kind !== 'broadcast') continue;
      counts.set(operation.room, (counts.get(operation.room) ?? 0) + 1);
      if (operation.room === 'random') expect([12, 14]).toContain(node);
    }
    expect(counts.get('general')).toBeGreaterThan(250);
    expect(counts.get('random')).toBeGreaterThan(50);
  });

  it('come from few clients when skewed, and from those that are listed', () => {
    const share = (senders: WorkloadPlan['senders'], node: number) =>
      planned({ broadcasts: 600, senders }, { rooms: [general] }).filter((operation) => operation.node === node).length;
    expect(share('even', 11)).toBeLessThan(140);
    expect(share('skewed', 11)).toBeGreaterThan(280);
    expect(share('skewed', 16)).toBeGreaterThan(5);
    expect(share([2, 6], 12) + share([2, 6], 16)).toBe(600);
    const lone = planned({ broadcasts: 50, senders: [6] });
    expect(lone.filter(({ node, operation }) => node === 16 && operation.kind === 'broadcast')).toHaveLength(50);
  });

  it('take turns at even gaps in the first room when chance is plain', () => {
    const operations = planned({ broadcasts: 3 }, { schedule: plain() });
    expect(operations.map(({ atUs, node }) => [atUs, node])).toEqual([
      [2000, 11],
      [4000, 12],
      [6000, 13],
    ]);
  });

  it('are left out where nobody is a member of anything', () => {
    const nobody = [{ name: 'general', members: [] }];
    expect(planned({ broadcasts: 5, reads: 5 }, { rooms: nobody })).toEqual([]);
    expect(planned({ broadcasts: 5, reads: 5, membership: 5 }, { rooms: [] })).toEqual([]);
  });
});

describe('joins and leaves', () => {
  it('alternate for each client and room, and never take the last member', () => {
    const members = new Map([general, random].map((room) => [room.name, new Set(room.members)]));
    let changes = 0;
    for (const { node, operation } of planned({ broadcasts: 100, membership: 300 })) {
      if (operation.kind === 'broadcast') expect(members.get(operation.room)).toContain(node - 10);
      if (operation.kind !== 'join' && operation.kind !== 'leave') continue;
      const room = members.get(operation.room) as Set<number>;
      expect(room.has(node - 10)).toBe(operation.kind === 'leave');
      if (operation.kind === 'join') room.add(node - 10);
      else room.delete(node - 10);
      expect(room.size).toBeGreaterThan(0);
      changes++;
      expect(operation.request).toBe(`c${node - 10}-${operation.kind}-${operation.request.split('-')[2]}`);
    }
    expect(changes).toBe(300);
  });

  it('let the next client join where the one that is wanted is alone', () => {
    const alone = [{ name: 'general', members: [6] }];
    const wanted = { at: 'membership #1 client', value: 6 };
    const operations = planned({ membership: 1 }, { rooms: alone, schedule: plain(wanted) });
    expect(operations).toMatchObject([
      { node: 11, operation: { kind: 'join', room: 'general', request: 'c1-join-1' } },
    ]);
  });

  it('are spread over the time of the broadcasts, or of their own when there are none', () => {
    const alone = planned({ membership: 4 }, { schedule: plain() });
    expect(alone.map(({ atUs }) => atUs)).toEqual([1600, 3200, 4800, 6400]);
    const among = planned({ broadcasts: 50, membership: 50 });
    const lastUs = Math.max(...among.filter(({ operation }) => operation.kind === 'broadcast').map(({ atUs }) => atUs));
    const times = among.filter(({ operation }) => operation.kind !== 'broadcast').map(({ atUs }) => atUs);
    expect(Math.max(...times)).toBeLessThanOrEqual(lastUs);
    expect(Math.min(...times)).toBeLessThan(lastUs / 4);
    expect(Math.max(...times)).toBeGreaterThan((lastUs * 3) / 4);
  });
});

describe('reads', () => {
  it('are numbered from 1, by members, within what can have been said', () => {
    const operations = planned({ broadcasts: 100, reads: 60 }, { retention: 10 });
    const said = new Map<string, number>();
    const numbers: number[] = [];
    let behind = 0;
    for (const { operation } of operations) {
      if (operation.kind === 'broadcast') said.set(operation.room, (said.get(operation.room) ?? 0) + 1);
      if (operation.kind !== 'read') continue;
      numbers.push(operation.read);
      const newest = said.get(operation.room) ?? 0;
      expect(operation.from).toBeGreaterThanOrEqual(Math.max(1, newest - 19));
      expect(operation.from).toBeLessThanOrEqual(newest + 1);
      expect(operation.limit).toBeGreaterThanOrEqual(1);
      expect(operation.limit).toBeLessThanOrEqual(10);
      if (operation.from <= newest - 10) behind++;
    }
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(behind).toBeGreaterThan(10);
  });
});

describe('scripted operations', () => {
  it('keep their text and time, stand before others of that time, and count as asked', () => {
    const operations = planned(
      { broadcasts: 1, reads: 3 },
      {
        rooms: [{ name: 'general', members: [] }],
        schedule: plain(),
        operations: [
          { atUs: 9000, node: 'c2', operation: { kind: 'leave', room: 'general' } },
          { atUs: 2000, node: 'c2', operation: { kind: 'join', room: 'general' } },
          { atUs: 2500, node: 'c2', operation: { kind: 'broadcast', room: 'general', text: 'hello: world' } },
          { atUs: 2500, node: 'c2', operation: { kind: 'read', room: 'general', from: 1, limit: 5 } },
          { atUs: 7000, node: 'c1', operation: { kind: 'disconnect' } },
          { atUs: 8000, node: 'c1', operation: { kind: 'read', room: 'general', from: 2, limit: 5 } },
        ],
      },
    );
    const told = operations.map(({ atUs, node, operation }) => {
      const token = operation.kind === 'broadcast' ? operation.message.token : '';
      return [atUs, node, operation.kind, token].join(' ').trim();
    });
    expect(told).toEqual([
      '2000 12 join',
      '2000 12 broadcast c2-1',
      '2250 12 read',
      '2500 12 broadcast c2-s1',
      '2500 12 read',
      '4500 12 read',
      '6750 12 read',
      '7000 11 disconnect',
      '8000 11 read',
      '9000 12 leave',
    ]);
    expect(operations[0]).toMatchObject({ operation: { request: 'c2-join-s1' } });
    expect(operations[9]).toMatchObject({ operation: { request: 'c2-leave-s1' } });
    expect(operations[4]).toMatchObject({ operation: { read: 4 } });
    expect(operations[8]).toMatchObject({ operation: { read: 5 } });
    expect(operations[3]).toMatchObject({
      operation: { message: { bytes: new TextEncoder().encode('c2-s1 hello: world') } },
    });
  });

  it('need a node of the layout', () => {
    const operation = { atUs: 1, node: 'c9', operation: { kind: 'connect' } } as const;
    expect(() => planned({}, { operations: [operation] })).toThrow("none is named 'c9'");
  });
});

describe('a past', () => {
  const plan = { broadcasts: 40, reads: 8, membership: 8 };
  const own = planned(plan);
  const untilUs = own[20]?.atUs ?? 0;

  it('comes first, and what is planned from then on goes on from it', () => {
    const operations = own.slice(0, 20);
    expect(planned(plan, { past: { operations, untilUs } })).toEqual(own);
    const alone = planned(plan, { past: { operations: [], untilUs } });
    expect(alone.every(({ atUs }) => atUs >= untilUs)).toBe(true);
    expect(alone.length).toBeGreaterThan(0);
  });

  it('is not asked for again, whatever the seed', () => {
    for (const seed of ['2', '3', '4', '5', '6']) {
      const late = planned(plan, { schedule: seeded(seed) }).map((timed, nth) => ({ ...timed, atUs: nth }));
      const all = planned(plan, { past: { operations: late.slice(0, 45), untilUs } });
      const names = all.map(({ operation }) => {
        if (operation.kind === 'broadcast') return operation.message.token;
        return operation.kind === 'read' ? operation.read : JSON.stringify(operation);
      });
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
