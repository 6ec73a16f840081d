import { describe, expect, it } from 'vitest';
import { Decisions, seeded, type TimedOperation } from '../../../src/chance/index.ts';
import type { RoomSpec } from '../../../src/contract/index.ts';
import { isProbe, nextPage, probes, readBacks } from '../../../src/workload/index.ts';

const clients = Array.from({ length: 60 }, (_, index) => 100 + index);
const crowd: RoomSpec = { name: 'crowd', members: clients.map((_, index) => index + 1) };
const general: RoomSpec = { name: 'general', members: [3, 1] };
const empty: RoomSpec = { name: 'empty', members: [] };

function options(rooms: readonly RoomSpec[], asked: readonly TimedOperation[] = [], seed = '1') {
  return { rooms, clients, asked, mayAwait: () => true, decisions: new Decisions(seeded(seed), { names: String }) };
}

describe('probes', () => {
  it('come from each member of a small room, from one of a large one, from none of an empty one', () => {
    const all = probes(options([crowd, general, empty]));
    expect(all.map(({ room }) => room)).toEqual(['crowd', 'general', 'general']);
    expect(all[1]).toMatchObject({ node: 100, operation: { message: { token: 'probe-general-c1' } } });
    expect(all[2]).toMatchObject({ node: 102, operation: { message: { token: 'probe-general-c3' } } });
    const fifty = { name: 'fifty', members: crowd.members.slice(0, 50) };
    expect(probes(options([fifty]))).toHaveLength(50);
  });

  it('come from another member of a large room under another seed', () => {
    const nodes = new Set(['1', '2', '3', '4', '5', '6'].map((seed) => probes(options([crowd], [], seed))[0]?.node));
    expect(nodes.size).toBeGreaterThan(3);
  });

  it('come from whoever is a member as far as asked', () => {
    const asked: TimedOperation[] = [
      { atUs: 1, node: 100, operation: { kind: 'leave', room: 'general', request: 'c1-leave-1' } },
      { atUs: 2, node: 101, operation: { kind: 'join', room: 'general', request: 'c2-join-2' } },
    ];
    expect(probes(options([general], asked)).map(({ node }) => node)).toEqual([101, 102]);
  });

  it('come from nobody whose join is not known to have taken effect', () => {
    const mayAwait = (room: string, client: number) => room === 'crowd' && client === 107;
    const all = probes({ ...options([crowd, general]), mayAwait });
    expect(all.map(({ room, node }) => [room, node])).toEqual([['crowd', 107]]);
  });

  it('are told from the workload by their tokens', () => {
    expect(isProbe('probe-general-c3')).toBe(true);
    expect(isProbe('c3-12')).toBe(false);
  });
});

describe('read-backs', () => {
  it('begin at position 1 of each room with members, by a member', () => {
    const all = readBacks({ ...options([empty, crowd, general]), firstRead: 7, limit: 100 });
    expect(all.map(({ room }) => room)).toEqual(['crowd', 'general']);
    expect(all[1]?.operation).toEqual({ kind: 'read', read: 8, room: 'general', from: 1, limit: 100 });
    expect([100, 102]).toContain(all[1]?.node);
  });

  it('are by someone to whom the next message would come', () => {
    const mayAwait = (_room: string, client: number) => client === 102;
    const all = readBacks({ ...options([crowd, general]), mayAwait, firstRead: 7, limit: 100 });
    expect(all.map(({ node }) => node)).toEqual([102, 102]);
  });

  it('go on behind what a page brought, until the head', () => {
    const page = { kind: 'read', read: 7, room: 'general', from: 1, limit: 100 } as const;
    expect(nextPage(page, { from: 31, count: 3, head: 40 }, 9)).toEqual({ ...page, read: 9, from: 34 });
    expect(nextPage(page, { from: 31, count: 9, head: 40 }, 9)?.from).toBe(40);
    expect(nextPage(page, { from: 31, count: 10, head: 40 }, 9)).toBeUndefined();
    expect(nextPage(page, { from: 1, count: 0, head: 40 }, 9)).toBeUndefined();
  });
});
