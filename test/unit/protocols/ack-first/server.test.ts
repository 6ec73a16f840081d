import { describe, expect, it } from 'vitest';
import { makeMessage } from '../../../../src/contract/index.ts';
import type { Packet } from '../../../../src/protocols/ack-first/packets.ts';
import { changesFile, Server } from '../../../../src/protocols/ack-first/server.ts';
import { FakeHost } from '../fake-host.ts';

const say = (id: string, token = id): Packet => ({
  kind: 'send',
  id,
  room: 'general',
  bytes: makeMessage(token, 'so').bytes,
});

/** A server with clients 2 and 3 in `general`, recovered from the file if there is one. */
function booted(file: Uint8Array = new Uint8Array(0)) {
  const host = new FakeHost<Packet>(1, new Map([[changesFile, file]]));
  const server = new Server(host, { rooms: new Map([['general', [2, 3]]]), syncEveryUs: 200_000 });
  host.runDisk();
  const recovery = host.news();
  for (const client of [2, 3]) server.receive(client, { kind: 'beat', cursors: [] });
  host.news();
  host.sent.length = 0;
  return { host, server, recovery };
}

/** Its file after these packets, all from client 2. */
function fileAfter(...packets: readonly Packet[]): Uint8Array {
  const { host, server } = booted();
  for (const packet of packets) server.receive(2, packet);
  host.runDisk();
  return host.files.get(changesFile) as Uint8Array;
}

describe('the server', () => {
  it('applies, shows and acknowledges before it writes, and syncs long after', () => {
    const { host, server } = booted();
    server.receive(2, say('a'));
    expect(host.news()).toEqual([
      'observe applied general 1 a',
      'send 2 news',
      'send 3 news',
      'send 2 done',
      'disk write',
    ]);
    expect(host.timers.has('sync')).toBe(false);
    host.runDisk();
    expect(host.timers.get('sync')?.delayUs).toBe(200_000);
    host.fire('sync');
    expect(host.news()).toEqual(['disk sync']);
  });

  it('writes one batch at a time, so that nothing overtakes', () => {
    const { host, server } = booted();
    for (const id of ['a', 'b', 'c']) server.receive(2, say(id));
    expect(host.news().filter((line) => line === 'disk write')).toHaveLength(1);
    host.runDisk();
    expect(host.news()).toEqual(['disk write']);
    expect(host.files.get(changesFile)).toEqual(fileAfter(say('a'), say('b'), say('c')));
  });

  it('applies a change once, however often it comes, also from before its restart', () => {
    const { host, server } = booted(fileAfter(say('a')));
    server.receive(2, say('a'));
    expect(host.news()).toEqual(['send 2 done']);
    server.receive(2, say('b'));
    server.receive(2, say('b'));
    expect(host.news().filter((line) => line.includes('applied'))).toEqual(['observe applied general 2 b']);
  });

  it('is silent until it has recovered what stands in its file', () => {
    const join: Packet = { kind: 'join', id: 'j', room: 'general', request: 'c4-join-1' };
    const leave: Packet = { kind: 'leave', id: 'l', room: 'general', request: 'c2-leave-2' };
    const host = new FakeHost<Packet>(1, new Map([[changesFile, fileAfter(say('a'), join, leave, say('b'))]]));
    const server = new Server(host, { rooms: new Map([['general', [2, 3]]]), syncEveryUs: 1 });
    server.receive(2, say('a'));
    expect(host.news()).toEqual(['disk size']);
    host.runDisk();
    expect(host.news()).toEqual([
      'disk read',
      'observe applied general 1 a',
      'observe memberAt general 2 c4-join-1 1',
      'observe leftAt general 2 c2-leave-2 1',
      'observe applied general 2 b',
      'disk truncate',
      'disk sync',
    ]);
  });

  it('recovers up to the first frame that is not whole, and goes on from there', () => {
    const whole = fileAfter(say('a'), say('b'), say('c'));
    const first = fileAfter(say('a')).length;
    const torn = whole.slice();
    torn.fill(0, first + 8, first + 12);
    const { host, server, recovery } = booted(torn);
    expect(recovery.filter((line) => line.includes('applied'))).toEqual(['observe applied general 1 a']);
    expect(host.files.get(changesFile)).toHaveLength(first);
    server.receive(2, say('d'));
    host.runDisk();
    expect(host.files.get(changesFile)).toEqual(fileAfter(say('a'), say('d')));
  });

  it('sends what a client lacks, from the cursor of the membership that it has now', () => {
    const { host, server } = booted();
    for (const id of ['a', 'b', 'c']) server.receive(2, say(id));
    const lacks = (cursors: Extract<Packet, { kind: 'beat' }>['cursors']) => {
      host.sent.length = 0;
      server.receive(3, { kind: 'beat', cursors });
      return host.sent.map(({ packet }) =>
        packet.kind === 'news' ? [packet.since, packet.from, packet.items.length] : packet.kind,
      );
    };
    expect(lacks([])).toEqual(['alive', [0, 1, 3]]);
    expect(lacks([{ room: 'general', since: 0, cursor: 2 }])).toEqual(['alive', [0, 3, 1]]);
    expect(lacks([{ room: 'general', since: 0, cursor: 3 }])).toEqual(['alive']);
    server.receive(3, { kind: 'leave', id: 'l', room: 'general', request: 'c3-leave-1' });
    expect(lacks([{ room: 'general', since: 0, cursor: 2 }])).toEqual(['alive']);
    server.receive(3, { kind: 'join', id: 'j', room: 'general', request: 'c3-join-2' });
    server.receive(2, say('d'));
    expect(lacks([{ room: 'general', since: 0, cursor: 2 }])).toEqual(['alive', [3, 4, 1]]);
  });

  it('leaves a member that joins once more where it is', () => {
    const { host, server } = booted(fileAfter(say('a')));
    server.receive(3, { kind: 'join', id: 'j', room: 'general', request: 'c3-join-1' });
    expect(host.news()).toContain('observe memberAt general 3 c3-join-1 1');
    server.receive(3, { kind: 'beat', cursors: [] });
    expect(host.sent.at(-1)?.packet).toMatchObject({ kind: 'news', since: 0, from: 1 });
  });

  it('sends at most fifty messages at once', () => {
    const { host, server } = booted(fileAfter(...Array.from({ length: 60 }, (_, index) => say(`m${index}`))));
    server.receive(3, { kind: 'beat', cursors: [{ room: 'general', since: 0, cursor: 2 }] });
    const { packet } = host.sent.at(-1) as { packet: Extract<Packet, { kind: 'news' }> };
    expect([packet.from, packet.items.length, packet.head]).toEqual([3, 50, 60]);
  });

  it('shows news to those alone that have shown themselves in this life', () => {
    const host = new FakeHost<Packet>(1, new Map([[changesFile, new Uint8Array(0)]]));
    const server = new Server(host, { rooms: new Map([['general', [2, 3]]]), syncEveryUs: 1 });
    host.runDisk();
    server.receive(3, { kind: 'beat', cursors: [] });
    server.receive(2, say('a'));
    expect(host.sent.filter(({ packet }) => packet.kind === 'news').map(({ to }) => to)).toEqual([3]);
  });

  it('answers with pages of history', () => {
    const { host, server } = booted(fileAfter(say('a'), say('b'), say('c')));
    server.receive(3, { kind: 'fetch', id: 'f', room: 'general', from: 2, limit: 1 });
    const page = { kind: 'page', id: 'f', from: 2, head: 3, items: [makeMessage('b', 'so').bytes] };
    expect(host.sent).toEqual([{ to: 3, packet: page }]);
  });
});
