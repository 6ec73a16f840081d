import { describe, expect, it } from 'vitest';
import { makeMessage, type Operation } from '../../../../src/contract/index.ts';
import { Client } from '../../../../src/protocols/ack-first/client.ts';
import type { Packet } from '../../../../src/protocols/ack-first/packets.ts';
import { FakeHost } from '../fake-host.ts';

const broadcast = (token: string): Operation => ({
  kind: 'broadcast',
  room: 'general',
  message: makeMessage(token, ''),
});
const alive = (life: number): Packet => ({ kind: 'alive', life });

function news(since: number, from: number, tokens: string, head: number): Packet {
  const items = tokens.split(' ').map((token) => makeMessage(token, '').bytes);
  return { kind: 'news', room: 'general', since, from, items, head };
}

function booted() {
  const host = new FakeHost<Packet>(2);
  const client = new Client(host, 1);
  client.receive(1, alive(7));
  expect(host.news()).toEqual(['send 1 beat', 'observe connected 1']);
  return { host, client };
}

/** Answers the last request that was sent. */
function answer(host: FakeHost<Packet>, client: Client): void {
  const request = host.sent.findLast(({ packet }) => 'id' in packet)?.packet;
  if (request !== undefined && 'id' in request) client.receive(1, { kind: 'done', id: request.id });
}

describe('requests', () => {
  it('go one at a time, each again and again under the same id until it is answered', () => {
    const { host, client } = booted();
    client.perform(broadcast('a'));
    client.perform(broadcast('b'));
    host.fire('retry');
    const ids = host.sent.flatMap(({ packet }) => (packet.kind === 'send' ? [packet.id] : []));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(host.news().filter((line) => line.includes('outcome'))).toEqual([]);
    answer(host, client);
    expect(host.news()).toEqual(['observe outcome general a accepted', 'send 1 send']);
    client.receive(1, { kind: 'done', id: ids[0] as string });
    expect(host.news()).toEqual([]);
    answer(host, client);
    expect(host.news()).toEqual(['observe outcome general b accepted']);
    expect(host.timers.has('retry')).toBe(false);
  });

  it('of different clients have different ids, whatever chance does', () => {
    const ids = [2, 3].map((id) => {
      const host = new FakeHost<Packet>(id);
      new Client(host, 1).perform(broadcast('a'));
      return host.sent.flatMap(({ packet }) => (packet.kind === 'send' ? [packet.id] : []))[0];
    });
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('wait while the user is offline', () => {
    const { host, client } = booted();
    client.perform({ kind: 'disconnect' });
    client.perform(broadcast('a'));
    client.receive(1, news(0, 1, 'x', 1));
    expect(host.news()).toEqual(['observe disconnected', 'observe broadcast general a']);
    expect([...host.timers]).toEqual([]);
    client.perform({ kind: 'connect' });
    client.perform({ kind: 'connect' });
    expect(host.news()).toEqual(['send 1 beat', 'send 1 send']);
  });

  it('for history return what the page holds', () => {
    const { host, client } = booted();
    client.perform({ kind: 'read', read: 5, room: 'general', from: 2, limit: 9 });
    const request = host.sent.at(-1)?.packet as Extract<Packet, { kind: 'fetch' }>;
    const items = ['b', 'c'].map((token) => makeMessage(token, '').bytes);
    client.receive(1, { kind: 'page', id: request.id, from: 2, head: 3, items });
    expect(host.news()).toEqual([
      'observe readStarted 5 general',
      'send 1 fetch',
      'observe readReturned 5 2 [b c] 3 1',
    ]);
  });
});

describe('news', () => {
  it('are delivered in order only, once, and what is missing is asked for', () => {
    const { host, client } = booted();
    client.receive(1, news(0, 1, 'a', 1));
    client.receive(1, news(0, 3, 'c', 3));
    client.receive(1, news(0, 3, 'c', 3));
    expect(host.news()).toEqual(['observe delivered general 1 a', 'send 1 beat']);
    expect(host.sent.at(-1)?.packet).toEqual({ kind: 'beat', cursors: [{ room: 'general', since: 0, cursor: 1 }] });
    client.receive(1, alive(7));
    client.receive(1, news(0, 1, 'a b c', 3));
    expect(host.news()).toEqual(['observe delivered general 2 b', 'observe delivered general 3 c']);
  });

  it('begin behind the join, and those of an earlier membership are over', () => {
    const { host, client } = booted();
    client.receive(1, news(4, 5, 'e', 5));
    client.receive(1, news(9, 10, 'j', 10));
    client.receive(1, news(4, 6, 'f', 6));
    expect(host.news()).toEqual(['observe delivered general 5 e', 'observe delivered general 10 j']);
  });
});

describe('the connection', () => {
  it('is lost after three heartbeats without an answer, and is there again with the next', () => {
    const { host, client } = booted();
    host.fire('beat');
    host.fire('beat');
    expect(host.news()).toEqual(['send 1 beat', 'send 1 beat']);
    host.fire('beat');
    expect(host.news()).toEqual(['observe disconnected', 'send 1 beat']);
    client.receive(1, alive(7));
    expect(host.news()).toEqual(['observe connected 1']);
  });

  it('stays as long as one of three heartbeats is answered', () => {
    const { host, client } = booted();
    for (let round = 0; round < 4; round++) {
      host.fire('beat');
      host.fire('beat');
      client.receive(1, alive(7));
    }
    expect(host.log).not.toContain('observe disconnected');
  });

  it('is another one when the server has restarted', () => {
    const { host, client } = booted();
    client.receive(1, alive(7));
    expect(host.news()).toEqual([]);
    client.receive(1, alive(8));
    expect(host.news()).toEqual(['observe disconnected', 'observe connected 1']);
  });
});
