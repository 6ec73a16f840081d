import { describe, expect, it } from 'vitest';
import { type Boot, LayoutError, makeMessage, type Topology } from '../../../../src/contract/index.ts';
import { newsfeed } from '../../../../src/protocols/newsfeed/index.ts';
import type { Packet } from '../../../../src/protocols/newsfeed/packets.ts';
import { FakeHost } from '../fake-host.ts';
import { runSeeds, signatures, verdicts } from '../scenarios.ts';

const topology: Topology = {
  shards: 1,
  replicas: 1,
  gateways: 2,
  clients: 3,
  rooms: [{ name: 'general', members: [1, 2, 3] }],
  retention: Number.POSITIVE_INFINITY,
  settings: {},
};

function boot(id: number) {
  const host = new FakeHost<Packet>(id);
  const { boot } = newsfeed.layout(topology)[id - 1] as { boot: Boot<Packet> };
  return { host, process: boot(host) };
}

describe('newsfeed, laid out', () => {
  it('gives each client one of the gateways in turn', () => {
    expect(newsfeed.layout(topology).map(({ name, role }) => `${name} ${role}`)).toEqual([
      'gw1 gateway',
      'gw2 gateway',
      'c1 client',
      'c2 client',
      'c3 client',
    ]);
    const gateways = [3, 4, 5].map((id) => {
      const { host, process } = boot(id);
      process.perform?.({ kind: 'broadcast', room: 'general', message: makeMessage('t', '') });
      return host.sent[0]?.to;
    });
    expect(gateways).toEqual([1, 2, 1]);
  });

  it('needs a gateway', () => {
    expect(() => newsfeed.layout({ ...topology, gateways: 0 })).toThrow(LayoutError);
  });
});

describe('a gateway', () => {
  const bytes = makeMessage('c1-1', 'hello').bytes;

  it('passes a post on to the others and shows it to its own clients', () => {
    const { host, process } = boot(1);
    process.receive(3, { kind: 'post', room: 'general', bytes });
    expect(host.news()).toEqual(['send 2 gossip', 'send 3 show', 'send 5 show']);
    process.receive(2, { kind: 'gossip', room: 'general', bytes });
    expect(host.news()).toEqual(['send 3 show', 'send 5 show']);
  });

  it('shows a room to those who follow it', () => {
    const { host, process } = boot(1);
    process.receive(3, { kind: 'follow', room: 'general', on: false });
    process.receive(2, { kind: 'gossip', room: 'general', bytes });
    expect(host.news()).toEqual(['send 5 show']);
    process.receive(3, { kind: 'follow', room: 'general', on: true });
    process.receive(2, { kind: 'gossip', room: 'general', bytes });
    expect(host.news()).toEqual(['send 5 show', 'send 3 show']);
  });
});

describe('a client', () => {
  const show = (token: string): Packet => ({ kind: 'show', room: 'general', bytes: makeMessage(token, '').bytes });

  it('posts once and calls that accepted', () => {
    const { host, process } = boot(3);
    process.perform?.({ kind: 'broadcast', room: 'general', message: makeMessage('c1-1', '') });
    expect(host.news()).toEqual([
      'observe broadcast general c1-1',
      'send 1 post',
      'observe outcome general c1-1 accepted',
    ]);
    expect([...host.timers]).toEqual([]);
  });

  it('shows each post once, in the order in which they come, under its own count', () => {
    const { host, process } = boot(3);
    for (const token of ['c2-2', 'c2-1', 'c2-2', 'c3-1']) process.receive(1, show(token));
    expect(host.news()).toEqual([
      'observe delivered general 1 c2-2',
      'observe delivered general 2 c2-1',
      'observe delivered general 3 c3-1',
    ]);
  });

  it('neither shows nor posts anything while its user is offline', () => {
    const { host, process } = boot(3);
    process.perform?.({ kind: 'disconnect' });
    process.receive(1, show('c2-1'));
    process.perform?.({ kind: 'broadcast', room: 'general', message: makeMessage('c1-1', '') });
    expect(host.news()).toEqual(['observe broadcast general c1-1', 'observe outcome general c1-1 refused offline']);
    process.perform?.({ kind: 'connect' });
    process.receive(1, show('c2-1'));
    expect(host.news()).toEqual(['observe delivered general 1 c2-1']);
  });

  it('shows only what it follows', () => {
    const { host, process } = boot(3);
    process.perform?.({ kind: 'leave', room: 'general', request: 'c1-leave-1' });
    process.receive(1, show('c2-1'));
    process.perform?.({ kind: 'join', room: 'general', request: 'c1-join-2' });
    process.receive(1, show('c2-2'));
    expect(host.news()).toEqual(['send 1 follow', 'send 1 follow', 'observe delivered general 1 c2-2']);
  });
});

describe('newsfeed, in a room of 60', () => {
  // One member probes a room of so many, so that nobody posts at the same time after the end either.
  const calm = (every: string) => `
topology: { gateways: 3, clients: 60, rooms: 1 }
workload: { broadcasts: 30, every: ${every} }
operations: [{ at: 10s, connect: c1 }]
`;

  it('holds while nothing fails and posts are far apart', () => {
    expect(verdicts(runSeeds(newsfeed, calm('100ms..150ms'), 8))).toEqual(['held']);
  });

  it('has no order when posts come close', () => {
    expect(signatures(runSeeds(newsfeed, calm('1ms..3ms'), 4))).toContain('ordered/differs');
  });

  it('misses messages when packets are lost', () => {
    const lossy = `${calm('100ms..150ms')}network: { loss: 1% }\nexpect: { violated: [all-or-nothing] }\n`;
    const results = runSeeds(newsfeed, lossy, 4);
    expect(verdicts(results)).toEqual(['violated']);
    expect(signatures(results)).toEqual(expect.arrayContaining(['all-or-nothing/undelivered', 'ordered/differs']));
  });
});
