import { describe, expect, it } from 'vitest';
import { makeMessage } from '../../../../src/contract/index.ts';
import { snapshotFile } from '../../../../src/protocols/sequencer/files.ts';
import type { Request, SequencerPacket } from '../../../../src/protocols/sequencer/packets.ts';
import { soundRules } from '../../../../src/protocols/sequencer/rules.ts';
import { bootServer } from '../../../../src/protocols/sequencer/server.ts';
import { encodeSnapshot } from '../../../../src/protocols/sequencer/snapshot-format.ts';
import { firstSnapshot } from '../../../../src/protocols/sequencer/state.ts';
import { FakeHost } from './fake-host.ts';
import { knobs } from './knobs.ts';

const formatted = new Map([
  [snapshotFile, encodeSnapshot(firstSnapshot([{ name: 'general', members: [1, 2] }], [2, 3]))],
]);

function message(token: string): Request {
  return { kind: 'message', room: 'general', bytes: makeMessage(token, 'hello').bytes };
}

/** A sequencer on a disk, not yet recovered; `settle` lets the disk do all it was asked to. */
function boot(files: ReadonlyMap<string, Uint8Array> = formatted, retention = Number.POSITIVE_INFINITY) {
  const host = new FakeHost(1, files);
  const server = bootServer(host, { knobs, rules: soundRules, retention });
  const settle = () => host.disk.settle();
  const hear = (from: number, packet: SequencerPacket) => {
    server.receive(from, packet);
    return host.take();
  };
  /** Opens a link for a client, and says its number. */
  const link = (client: number, nonce = 77, attempt = 1): number => {
    const [offer] = hear(client, { kind: 'attach', nonce, attempt });
    const number = offer?.kind === 'offer' ? offer.link : 0;
    hear(client, { kind: 'beat', link: number, cursors: [] });
    return number;
  };
  /** Opens a link and a session. */
  const session = (client: number, nonce = 77) => {
    const number = link(client, nonce);
    hear(client, { kind: 'open', link: number });
    settle();
    const answer = host.take().find((packet) => packet.kind === 'answer');
    return { link: number, session: answer?.kind === 'answer' ? answer.session : 0 };
  };
  return { host, settle, hear, link, session };
}

describe('a sequencer', () => {
  it('hears nothing until its recovery is durable', () => {
    const { host, hear } = boot();
    const attach: SequencerPacket = { kind: 'attach', nonce: 77, attempt: 1 };
    while (host.disk.pending.length > 0) {
      expect(hear(2, attach)).toEqual([]);
      host.disk.step();
    }
    expect(hear(2, attach)).toMatchObject([{ kind: 'offer', nonce: 77, attempt: 1 }]);
  });

  it('answers and delivers a message once it is durable, not before', () => {
    const { host, settle, hear, link, session } = boot();
    settle();
    const own = session(2);
    const other = link(3, 88);
    expect(hear(2, { kind: 'request', ...own, first: 1, requests: [message('c1-1')] })).toEqual([]);
    while (host.disk.pending.length > 0) {
      expect(host.sent).toEqual([]);
      expect(host.reports.filter((report) => report.startsWith('applied'))).toEqual([]);
      host.disk.step();
    }
    expect(host.reports).toContain('applied general 1 c1-1');
    const sent = host.sent.map(({ to, packet }) => `${to} ${packet.kind} ${'link' in packet ? packet.link : 0}`);
    expect(sent).toEqual([`2 answer ${own.link}`, `2 page ${own.link}`, `3 page ${other}`]);
    expect(host.take()[0]).toEqual({ kind: 'answer', ...own, through: 1 });
  });

  it('gathers for the next batch what comes while one is not durable', () => {
    const { host, settle, hear, session } = boot();
    settle();
    const own = session(2);
    const requests = ['a', 'b', 'c'].map(message);
    hear(2, { kind: 'request', ...own, first: 1, requests: requests.slice(0, 1) });
    const before = host.disk.asked.length;
    hear(2, { kind: 'request', ...own, first: 1, requests });
    hear(2, { kind: 'request', ...own, first: 1, requests });
    settle();
    expect(host.disk.asked.slice(before).filter((what) => what.startsWith('write'))).toHaveLength(1);
    expect(host.reports.slice(-3)).toEqual(['applied general 1 a', 'applied general 2 b', 'applied general 3 c']);
  });

  it('lets so many requests wait, and forgets the others until they come again', () => {
    const { host, settle, hear, session } = boot();
    settle();
    const own = session(2);
    const requests = Array.from({ length: 12 }, (_, nth) => message(`c1-${nth + 1}`));
    const applied = () => host.reports.filter((report) => report.startsWith('applied')).length;
    hear(2, { kind: 'request', ...own, first: 1, requests });
    settle();
    expect(applied()).toBe(knobs.arrivals);
    hear(2, { kind: 'request', ...own, first: 1, requests });
    settle();
    expect(applied()).toBe(12);
  });

  it('answers a repeat, after a restart too', () => {
    const first = boot();
    first.settle();
    const own = first.session(2);
    const packet = { kind: 'request', first: 1, requests: [message('a')] } as const;
    first.hear(2, { ...packet, ...own });
    first.settle();
    const second = boot(first.host.disk.files);
    second.settle();
    expect(second.host.reports).toEqual(['applied general 1 a']);
    expect(second.hear(2, { ...packet, ...own })).toEqual([{ kind: 'closed', link: own.link }]);
    const link = second.link(2);
    expect(second.hear(2, { ...packet, ...own, link })).toEqual([{ kind: 'answer', ...own, link, through: 1 }]);
    expect(second.host.disk.pending).toEqual([]);
    expect(second.host.reports.slice(1)).toEqual(['sometimes caught-up-by-page', 'sometimes duplicate-answered']);
  });

  it('opens nothing for a late open of a former incarnation', () => {
    const { host, settle, hear, link, session } = boot();
    settle();
    const old = session(2, 77);
    const next = link(2, 78);
    expect(hear(2, { kind: 'beat', link: next, cursors: [] })).toMatchObject([{ session: 0, through: 0 }]);
    const own = session(2, 78);
    expect(own.session).not.toBe(old.session);
    hear(2, { kind: 'request', ...own, first: 1, requests: [message('b')] });
    settle();
    host.take();
    expect(hear(2, { kind: 'open', link: old.link })).toEqual([{ kind: 'closed', link: old.link }]);
    expect(hear(2, { kind: 'attach', nonce: 77, attempt: 1 })).toMatchObject([{ kind: 'offer', nonce: 77 }]);
    expect(hear(2, { kind: 'request', ...old, first: 1, requests: [message('a')] })).toMatchObject([
      { kind: 'closed' },
    ]);
    expect(hear(2, { kind: 'request', ...old, link: own.link, first: 1, requests: [message('a')] })).toEqual([]);
    expect(host.disk.pending).toEqual([]);
    expect(hear(2, { kind: 'open', link: own.link })).toEqual([{ kind: 'answer', ...own, through: 1 }]);
    expect(link(2, 78, 2)).not.toBe(own.link);
  });

  it('reports joins and leaves where they take effect, and delivers in between', () => {
    const { host, settle, hear, session } = boot(
      new Map([[snapshotFile, encodeSnapshot(firstSnapshot([{ name: 'general', members: [] }], []))]]),
    );
    settle();
    const own = session(2);
    const requests: Request[] = [
      message('a'),
      { kind: 'join', room: 'general', request: 'q1' },
      message('b'),
      { kind: 'leave', room: 'general', request: 'q2' },
    ];
    hear(2, { kind: 'request', ...own, first: 1, requests: requests.slice(0, 3) });
    settle();
    const pages = host.take().filter((packet) => packet.kind === 'page');
    expect(pages).toMatchObject([{ since: 1, after: 1, from: 2, head: 2 }]);
    hear(2, { kind: 'request', ...own, first: 4, requests: [...requests.slice(3), message('c')] });
    settle();
    expect(host.take().filter((packet) => packet.kind === 'page')).toEqual([]);
    expect(host.reports.filter((report) => !report.startsWith('sometimes'))).toEqual([
      'applied general 1 a',
      'memberAt general 2 q1 1',
      'applied general 2 b',
      'leftAt general 2 q2 2',
      'applied general 3 c',
    ]);
  });

  it('answers reads page by page', () => {
    const { host, settle, hear, session } = boot();
    settle();
    const own = session(2);
    for (let number = 1; number <= 3; number++) {
      hear(2, { kind: 'request', ...own, first: number, requests: [message(`c1-${number}`)] });
      settle();
    }
    host.take();
    const read = { kind: 'read', link: own.link, read: 5, room: 'general' } as const;
    const [page] = hear(2, { ...read, from: 2, limit: 10 });
    expect(page).toMatchObject({ kind: 'history', read: 5, asked: 2, from: 2, head: 3, oldest: 1 });
    expect(page?.kind === 'history' && page.items.length).toBe(2);
    expect(hear(2, { ...read, from: 9, limit: 1 })).toMatchObject([{ from: 9, items: [], head: 3 }]);
    expect(hear(2, { ...read, room: 'attic', from: 1, limit: 1 })).toEqual([]);
  });

  it('says nothing more after a failed act', () => {
    const { host, settle, hear, session } = boot();
    settle();
    const own = session(2);
    host.disk.failing.add('sync log-000001');
    hear(2, { kind: 'request', ...own, first: 1, requests: [message('a')] });
    settle();
    expect(host.take()).toEqual([]);
    expect(hear(2, { kind: 'attach', nonce: 77, attempt: 2 })).toEqual([]);
    expect(hear(2, { kind: 'beat', link: own.link, cursors: [] })).toEqual([]);
    expect(host.reports).not.toContain('applied general 1 a');
  });

  it('is silent on a disk that was wiped, or is corrupt', () => {
    for (const files of [new Map(), new Map([[snapshotFile, new Uint8Array(5)]])]) {
      const { settle, hear } = boot(files);
      settle();
      expect(hear(2, { kind: 'attach', nonce: 77, attempt: 1 })).toEqual([]);
    }
  });

  it('recovers from a snapshot what no segment holds any more', () => {
    const first = boot(formatted, 2);
    first.settle();
    const own = first.session(2);
    for (let number = 1; number <= 9; number++) {
      first.hear(2, { kind: 'request', ...own, first: number, requests: [message(`c1-${number}`)] });
      first.settle();
    }
    expect(first.host.disk.files.has('log-000001')).toBe(false);
    const second = boot(first.host.disk.files, 2);
    second.settle();
    const [loaded, restored, ...applied] = second.host.reports;
    expect(loaded).toBe('sometimes snapshot-loaded');
    const head = Number(restored?.split(' ')[2]);
    expect(restored).toBe(`restored general ${head}`);
    expect(applied).toEqual(
      Array.from({ length: 9 - head }, (_, nth) => `applied general ${head + nth + 1} c1-${head + nth + 1}`),
    );
    const link = second.link(2);
    expect(second.hear(2, { kind: 'beat', link, cursors: [] })[0]).toMatchObject({ session: own.session, through: 9 });
  });
});
