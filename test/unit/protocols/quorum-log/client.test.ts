import { describe, expect, it } from 'vitest';
import { makeMessage, type Operation } from '../../../../src/contract/index.ts';
import { Client } from '../../../../src/protocols/quorum-log/client.ts';
import type { Packet } from '../../../../src/protocols/quorum-log/packets.ts';
import { FakeHost } from '../fake-host.ts';

const session = 2 ** 30;

function broadcast(nth: number): Operation {
  return { kind: 'broadcast', room: 'general', message: makeMessage(`t${nth}`, '') };
}

function booted() {
  const host = new FakeHost<Packet>(7);
  const client = new Client(host, 6);
  const welcome = (through: number, link = 1) => client.receive(6, { kind: 'welcome', session, link, through });
  const page = (from: number, count: number, interval = 0, since = 0, through = 0) => {
    const items = Array.from({ length: count }, (_, nth) => makeMessage(`t${from + nth}`, '').bytes);
    const run = { from, items, head: from + count - 1 };
    client.receive(6, { kind: 'pages', session, through, pages: [{ room: 'general', interval, since, ...run }] });
  };
  const delivered = () => host.news().filter((line) => line.startsWith('observe delivered'));
  return { host, client, welcome, page, delivered };
}

describe('a client', () => {
  it('sends what is not done in one packet, again and again, until it is', () => {
    const { host, client, welcome } = booted();
    client.perform(broadcast(1));
    client.perform(broadcast(2));
    expect(host.sent.map(({ packet }) => packet.kind)).toEqual(['hello']);
    welcome(0);
    expect(host.sent.at(-1)?.packet).toMatchObject({ kind: 'submit', first: 1, requests: { length: 2 } });
    welcome(1);
    host.fire('retry');
    expect(host.sent.at(-1)?.packet).toMatchObject({ kind: 'submit', first: 2, requests: { length: 1 } });
    const outcomes = host.news().filter((line) => line.startsWith('observe outcome'));
    expect(outcomes).toEqual(['observe outcome general t1 accepted']);
  });

  it('delivers only what comes next, once', () => {
    const { page, delivered } = booted();
    page(1, 2);
    page(4, 1);
    page(2, 2);
    expect(delivered()).toEqual([1, 2, 3].map((at) => `observe delivered general ${at} t${at}`));
  });

  it('begins a new membership behind its join, and hears no more of the former one', () => {
    const { page, delivered } = booted();
    page(1, 1);
    page(6, 1, 40, 5);
    page(7, 1);
    expect(delivered()).toEqual(['observe delivered general 1 t1', 'observe delivered general 6 t6']);
  });

  it('is connected by an answer to its own greeting, and not after its silence', () => {
    const { host, welcome } = booted();
    host.news();
    welcome(0, 9);
    expect(host.news()).toEqual([]);
    welcome(0);
    for (let nth = 0; nth < 4; nth++) host.fire('hello');
    expect(host.news().filter((line) => line.startsWith('observe'))).toEqual([
      'observe connected 6',
      'observe disconnected',
    ]);
  });

  it('hears nothing while its user is away, and keeps what it is asked for', () => {
    const { host, client, welcome, page, delivered } = booted();
    welcome(0);
    client.perform({ kind: 'disconnect' });
    client.perform(broadcast(1));
    page(1, 1);
    expect(delivered()).toEqual([]);
    expect(host.sent.at(-1)?.packet.kind).toBe('bye');
    client.perform({ kind: 'connect' });
    welcome(0, 2);
    expect(host.sent.at(-1)?.packet).toMatchObject({ kind: 'submit', first: 1 });
  });
});
