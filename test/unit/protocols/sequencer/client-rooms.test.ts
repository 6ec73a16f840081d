import { describe, expect, it } from 'vitest';
import { makeMessage } from '../../../../src/contract/index.ts';
import { ClientRooms } from '../../../../src/protocols/sequencer/client-rooms.ts';
import type { Page } from '../../../../src/protocols/sequencer/packets.ts';
import { soundRules } from '../../../../src/protocols/sequencer/rules.ts';
import { FakeHost } from './fake-host.ts';
import { knobs } from './knobs.ts';

function page(from: number, count: number, rest: Partial<Page> = {}): Page {
  const items = Array.from({ length: count }, (_, nth) => makeMessage(`m${from + nth}`, '').bytes);
  const head = from + count - 1;
  return { kind: 'page', link: 1, room: 'general', interval: 1, since: 0, after: from - 1, from, items, head, ...rest };
}

function scene() {
  const host = new FakeHost(2);
  return { host, rooms: new ClientRooms(host, knobs, soundRules) };
}

describe("a client's rooms", () => {
  it('deliver what comes next, once', () => {
    const { host, rooms } = scene();
    expect(rooms.take(page(1, 1))).toBe('none');
    rooms.take(page(1, 1));
    rooms.take(page(1, 2));
    expect(host.reports).toEqual(['delivered general 1 m1', 'delivered general 2 m2']);
  });

  it('keep aside what overtook, within a window', () => {
    const { host, rooms } = scene();
    expect(rooms.take(page(3, 1))).toBe('gap');
    expect(rooms.take(page(4, 1))).toBe('gap');
    expect(host.reports).toEqual([]);
    expect(rooms.gaps()).toEqual(['general']);
    expect(rooms.cursors(() => true)).toEqual([{ room: 'general', interval: 1, cursor: 0 }]);
    rooms.take(page(1, 2));
    expect(host.reports.map((report) => report.split(' ')[2])).toEqual(['1', '2', '3']);
    expect(rooms.gaps()).toEqual([]);
  });

  it('acknowledge when half a window was delivered, or more is to come', () => {
    const { rooms } = scene();
    expect(rooms.take(page(1, 1))).toBe('none');
    expect(rooms.take(page(2, 1))).toBe('acknowledge');
    expect(rooms.acknowledgement('general')).toEqual({ room: 'general', interval: 1, cursor: 2 });
    expect(rooms.take(page(3, 1, { head: 9 }))).toBe('acknowledge');
    expect(rooms.acknowledgement('general')?.cursor).toBe(3);
    expect(rooms.take(page(4, 1))).toBe('none');
    expect(rooms.acknowledgement('attic')).toBeUndefined();
  });

  it('begin behind the join', () => {
    const { host, rooms } = scene();
    rooms.take(page(8, 1, { since: 7 }));
    expect(host.reports).toEqual(['delivered general 8 m8']);
  });

  it('report a range that is not kept any more, and go on behind it', () => {
    const { host, rooms } = scene();
    rooms.take(page(1, 1));
    rooms.take(page(5, 1, { after: 1 }));
    rooms.take(page(9, 0, { after: 3, head: 8 }));
    expect(host.reports).toEqual([
      'delivered general 1 m1',
      'truncated general 2 4',
      'delivered general 5 m5',
      'truncated general 6 8',
    ]);
  });

  it('do not take for truncated what may still be under way', () => {
    const { host, rooms } = scene();
    rooms.take(page(1, 1));
    expect(rooms.take(page(3, 1, { after: 2 }))).toBe('gap');
    expect(host.reports).toEqual(['delivered general 1 m1']);
  });

  it('forget a former interval at the first page of the next, and take nothing of it any more', () => {
    const { host, rooms } = scene();
    rooms.take(page(1, 1));
    rooms.take(page(6, 1, { interval: 4, since: 5 }));
    rooms.take(page(2, 1));
    expect(host.reports).toEqual(['delivered general 1 m1', 'delivered general 6 m6']);
    expect(rooms.cursors(() => true)).toEqual([{ room: 'general', interval: 4, cursor: 6 }]);
    expect(rooms.cursors(() => false)).toEqual([]);
  });
});
