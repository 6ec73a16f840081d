import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../../src/protocols/sequencer/delivery.ts';
import { type Fetched, History } from '../../../../src/protocols/sequencer/history.ts';
import type { Link } from '../../../../src/protocols/sequencer/links.ts';
import { emptyLog } from '../../../../src/protocols/sequencer/log-format.ts';
import { soundRules } from '../../../../src/protocols/sequencer/rules.ts';
import { State } from '../../../../src/protocols/sequencer/state.ts';

const client = 2;
const link: Link = { number: 100, client, nonce: 77, attempt: 1 };

/** One room with client 2 as a member from `since` on; pages of 2, a window of 3, everything in the cache. */
function scene({ head = 0, since = 0, oldest = 1, cache = 100 } = {}) {
  const members = [{ client, interval: 5, since }];
  const state = new State({ end: emptyLog, life: 1, sessions: [], rooms: [{ name: 'general', head: 0, members }] });
  const room = state.rooms.get('general')!;
  const history = new History(cache);
  history.begin('general', oldest);
  const pages: string[] = [];
  const rare: string[] = [];
  const fetches: (() => void)[] = [];
  const delivery = new Delivery({
    rules: soundRules,
    state,
    history,
    pageItems: 2,
    windowItems: 3,
    fetch: (_room, from, limit, done: (fetched: Fetched) => void) => {
      const items = Array.from({ length: limit }, (_, nth) => new Uint8Array([from + nth]));
      fetches.push(() => done({ items }));
    },
    send: (_client, { after, from, items }) => pages.push(`${after} | ${from}: ${items.map(([byte]) => byte)}`),
    sometimes: (name) => rare.push(name),
  });
  const add = (position: number) => {
    room.head = position;
    history.add('general', position, new Uint8Array([position]), { segment: position, offset: 0, lengthBytes: 1 });
    delivery.progressed('general');
  };
  for (let position = oldest; position <= head; position++) add(position);
  const beat = (cursor?: number, over = link) => {
    delivery.beat(over, cursor === undefined ? [] : [{ room: 'general', interval: 5, cursor }]);
  };
  const acknowledge = (cursor: number, again = false) => {
    delivery.acknowledged(link, { room: 'general', interval: 5, cursor, again });
  };
  const taken = () => pages.splice(0);
  return { state, room, history, delivery, add, beat, acknowledge, taken, rare, fetches };
}

describe('delivery', () => {
  it('sends live messages to who is connected, up to a window', () => {
    const { add, beat, taken } = scene();
    add(1);
    expect(taken()).toEqual([]);
    beat();
    expect(taken()).toEqual(['0 | 1: 1']);
    for (let position = 2; position <= 5; position++) add(position);
    expect(taken()).toEqual(['1 | 2: 2', '2 | 3: 3']);
  });

  it('goes on as the client acknowledges, page by page', () => {
    const { add, beat, acknowledge, taken, rare } = scene({ head: 7 });
    beat();
    expect(taken()).toEqual(['0 | 1: 1,2', '2 | 3: 3']);
    acknowledge(2);
    expect(taken()).toEqual(['3 | 4: 4,5']);
    acknowledge(5);
    expect(taken()).toEqual(['5 | 6: 6,7']);
    expect(rare).toEqual(['caught-up-by-page']);
    acknowledge(4);
    expect(taken()).toEqual([]);
    add(8);
    add(9);
    expect(taken()).toEqual(['7 | 8: 8']);
  });

  it('begins where the interval does, or at the cursor that the client has of it', () => {
    const later = scene({ head: 7, since: 4 });
    later.beat();
    expect(later.taken()).toEqual(['4 | 5: 5,6', '6 | 7: 7']);
    const resumed = scene({ head: 7 });
    resumed.beat(5);
    expect(resumed.taken()).toEqual(['5 | 6: 6,7']);
    const other = scene({ head: 7, since: 4 });
    other.delivery.beat(link, [{ room: 'general', interval: 1, cursor: 6 }]);
    expect(other.taken()).toEqual(['4 | 5: 5,6', '6 | 7: 7']);
  });

  it('sends again what was under way at the former heartbeat and has not arrived', () => {
    const { add, beat, taken } = scene();
    beat(0);
    add(1);
    beat(0);
    expect(taken()).toEqual(['0 | 1: 1']);
    beat(0);
    expect(taken()).toEqual(['0 | 1: 1']);
    beat(1);
    expect(taken()).toEqual([]);
  });

  it('sends again at once when the client says that it misses something', () => {
    const { add, beat, acknowledge, taken } = scene();
    beat(0);
    add(1);
    add(2);
    taken();
    acknowledge(1, true);
    expect(taken()).toEqual(['1 | 2: 2']);
  });

  it('tells a reader behind the oldest kept message where it goes on', () => {
    const { beat, taken, rare } = scene({ oldest: 5, head: 6 });
    beat(2);
    expect(taken()).toEqual(['2 | 5: 5,6']);
    expect(rare).toContain('truncated-reader');
    const none = scene({ oldest: 7 });
    none.room.head = 6;
    none.beat(2);
    expect(none.taken()).toEqual(['2 | 7: ']);
  });

  it('fetches from the disk what is not in memory, one page at a time', () => {
    const { beat, taken, rare, fetches } = scene({ head: 4, cache: 0 });
    beat();
    expect(taken()).toEqual([]);
    beat();
    expect(fetches).toHaveLength(1);
    fetches.shift()?.();
    expect(taken()).toEqual(['0 | 1: 1,2']);
    expect(rare).toContain('page-from-disk');
    fetches.shift()?.();
    expect(taken()).toEqual(['2 | 3: 3']);
  });

  it('drops a page from the disk that the client has overtaken, or that nobody waits for', () => {
    const { beat, acknowledge, delivery, taken, fetches } = scene({ head: 4, cache: 0 });
    beat();
    acknowledge(1);
    fetches.shift()?.();
    expect(taken()).toEqual([]);
    delivery.left(client, 'general');
    fetches.shift()?.();
    expect(taken()).toEqual([]);
    expect(fetches).toHaveLength(0);
  });

  it('has nothing to do with former links, other intervals, and cursors that cannot be', () => {
    const { add, delivery, beat, acknowledge, taken } = scene({ head: 7 });
    beat();
    taken();
    delivery.acknowledged({ ...link }, { room: 'general', interval: 5, cursor: 3, again: false });
    delivery.acknowledged(link, { room: 'general', interval: 4, cursor: 3, again: false });
    delivery.acknowledged(link, { room: 'attic', interval: 5, cursor: 3, again: false });
    expect(taken()).toEqual([]);
    acknowledge(99);
    expect(taken()).toEqual([]);
    add(8);
    expect(taken()).toEqual(['7 | 8: 8']);
  });

  it('stops at a leave and begins anew at a join', () => {
    const { state, room, add, beat, delivery, taken } = scene();
    beat();
    state.rooms.get('general')?.members.delete(client);
    delivery.left(client, 'general');
    add(1);
    room.members.set(client, { interval: 9, since: 1 });
    delivery.joined(link, room);
    add(2);
    expect(taken()).toEqual(['1 | 2: 2']);
  });

  it('forgets who detaches', () => {
    const { add, beat, delivery, taken } = scene();
    beat();
    delivery.detached(client);
    add(1);
    expect(taken()).toEqual([]);
  });
});
