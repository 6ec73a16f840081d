import { describe, expect, it } from 'vitest';
import { makeMessage, type Operation } from '../../../../src/contract/index.ts';
import { bootClient } from '../../../../src/protocols/sequencer/client.ts';
import type { SequencerPacket } from '../../../../src/protocols/sequencer/packets.ts';
import { soundRules } from '../../../../src/protocols/sequencer/rules.ts';
import { FakeHost } from './fake-host.ts';
import { knobs } from './knobs.ts';

/** A client of sequencers 1 (general) and 2 (random). */
function scene() {
  const host = new FakeHost(3);
  const homes = new Map([
    ['general', 1],
    ['random', 2],
  ]);
  const client = bootClient(host, {
    knobs,
    rules: soundRules,
    sequencers: [1, 2],
    sequencerOf: (room) => homes.get(room),
  });
  const perform = (operation: Operation) => client.perform?.(operation);
  const broadcast = (room: string, token: string) => {
    perform({ kind: 'broadcast', room, message: makeMessage(token, '') });
  };
  const [attached] = host.take();
  const nonce = attached?.kind === 'attach' ? attached.nonce : 0;
  const answer = (from: number, session = 0, through = 0) => {
    client.receive(from, { kind: 'answer', link: 100 * from, session, through });
  };
  const connect = (from: number, attempt = 1) => {
    client.receive(from, { kind: 'offer', nonce, attempt, link: 100 * from });
    answer(from);
  };
  const page = (position: number): SequencerPacket => {
    const items = [makeMessage(`m${position}`, '').bytes];
    const place = { interval: 0, since: 0, after: position - 1, from: position, head: position };
    return { kind: 'page', link: 100, room: 'general', ...place, items };
  };
  const reports = () => host.reports.splice(0);
  return { host, client, perform, broadcast, connect, answer, page, reports };
}

describe('a client', () => {
  it('connects by itself, and is connected when all its links are up', () => {
    const { perform, connect, reports } = scene();
    connect(1);
    expect(reports()).toEqual([]);
    connect(2);
    expect(reports()).toEqual(['connected 1']);
    perform({ kind: 'disconnect' });
    expect(reports()).toEqual(['disconnected']);
    perform({ kind: 'connect' });
    connect(1, 2);
    connect(2, 2);
    expect(reports()).toEqual(['connected 1']);
  });

  it('sends to the sequencer of the room, and reports what is durable as accepted', () => {
    const { host, broadcast, connect, answer, reports } = scene();
    broadcast('random', 'a');
    connect(1);
    connect(2);
    host.take();
    answer(2, 9, 0);
    expect(host.sent).toMatchObject([{ to: 2, packet: { kind: 'request', session: 9, first: 1 } }]);
    reports();
    answer(2, 9, 1);
    expect(reports()).toEqual(['outcome random a accepted']);
  });

  it('refuses what it can never send, or not keep', () => {
    const { broadcast, reports } = scene();
    broadcast('attic', 'a');
    expect(reports()).toEqual(['broadcast attic a', 'outcome attic a refused there is no such room']);
    for (let nth = 1; nth <= 4; nth++) broadcast('general', `b${nth}`);
    expect(reports().slice(3)).toEqual(['broadcast general b4', 'outcome general b4 refused 3 others wait']);
  });

  it('asks for a gap after a while, once', () => {
    const { host, client, connect, page, reports } = scene();
    connect(1);
    host.take();
    client.receive(1, page(2));
    client.receive(1, page(3));
    expect(host.take()).toEqual([]);
    host.fire('gap');
    const cursor = { room: 'general', interval: 0, cursor: 0 };
    expect(host.take()).toEqual([{ kind: 'cursor', link: 100, again: true, ...cursor }]);
    expect(host.timers.has('gap')).toBe(false);
    reports();
    client.receive(1, page(1));
    expect(reports()).toHaveLength(3);
    expect(host.take()).toMatchObject([{ kind: 'cursor', again: false, cursor: 3 }]);
  });

  it('hears only those it is linked to', () => {
    const { client, connect, page, reports } = scene();
    client.receive(1, page(1));
    connect(1);
    client.receive(2, page(1));
    client.receive(7, page(1));
    expect(reports()).toEqual([]);
    client.receive(1, page(1));
    expect(reports()).toEqual(['delivered general 1 m1']);
  });

  it('reads and leaves through the sequencer of the room', () => {
    const { host, perform, connect, answer, reports } = scene();
    connect(1);
    connect(2);
    host.take();
    reports();
    perform({ kind: 'read', read: 4, room: 'random', from: 1, limit: 2 });
    perform({ kind: 'read', read: 5, room: 'attic', from: 1, limit: 2 });
    expect(reports()).toEqual(['readStarted 4 random']);
    for (let read = 6; read <= 9; read++) perform({ kind: 'read', read, room: 'random', from: 1, limit: 2 });
    expect(reports()).toEqual(['readStarted 6 random', 'readStarted 7 random']);
    perform({ kind: 'leave', room: 'general', request: 'q1' });
    answer(1, 9, 0);
    expect(host.sent.map(({ to, packet }) => `${to} ${packet.kind}`)).toEqual(['2 read', '1 open', '1 request']);
    answer(1, 9, 1);
    expect(reports()).toEqual([]);
  });
});
