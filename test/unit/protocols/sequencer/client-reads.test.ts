import { describe, expect, it } from 'vitest';
import { makeMessage } from '../../../../src/contract/index.ts';
import type { ClientLink } from '../../../../src/protocols/sequencer/client-link.ts';
import { ClientReads } from '../../../../src/protocols/sequencer/client-reads.ts';
import { FakeHost } from './fake-host.ts';
import { knobs } from './knobs.ts';

function scene() {
  const host = new FakeHost(2);
  const link = { isUp: true, number: 100 };
  const reads = new ClientReads({ host, sequencer: 1, link: link as unknown as ClientLink, knobs });
  const answer = (read: number, asked: number, from: number, count: number, head: number, oldest = 1) => {
    const items = Array.from({ length: count }, (_, nth) => makeMessage(`m${from + nth}`, '').bytes);
    reads.answered({ kind: 'history', link: 100, read, asked, from, items, head, oldest });
  };
  const asked = () =>
    host.take().map((packet) => (packet.kind === 'read' ? `${packet.read}: ${packet.from}+${packet.limit}` : packet));
  return { host, link, reads, answer, asked };
}

describe("a client's reads", () => {
  it('take page after page until the limit', () => {
    const { host, reads, answer, asked } = scene();
    reads.add(1, 'general', 3, 5);
    expect(asked()).toEqual(['1: 3+5']);
    answer(1, 3, 3, 2, 9);
    expect(asked()).toEqual(['1: 5+3']);
    answer(1, 5, 5, 2, 9);
    expect(asked()).toEqual(['1: 7+1']);
    answer(1, 7, 7, 1, 9);
    expect(host.reports).toEqual(['readReturned 1 3 [m3,m4,m5,m6,m7] 9 1']);
    expect(asked()).toEqual([]);
    expect(host.timers.size).toBe(0);
  });

  it('end at the head', () => {
    const { host, reads, answer } = scene();
    reads.add(1, 'general', 8, 5);
    answer(1, 8, 8, 2, 9);
    reads.add(2, 'general', 10, 5);
    answer(2, 10, 10, 0, 9);
    expect(host.reports).toEqual(['readReturned 1 8 [m8,m9] 9 1', 'readReturned 2 10 [] 9 1']);
  });

  it('begin at the oldest message that is kept, and anew when that moves past what they have', () => {
    const { host, reads, answer, asked } = scene();
    reads.add(1, 'general', 1, 4);
    answer(1, 1, 3, 2, 9, 3);
    expect(asked()).toEqual(['1: 1+4', '1: 5+2']);
    answer(1, 5, 7, 2, 10, 7);
    expect(asked()).toEqual(['1: 9+2']);
    answer(1, 9, 9, 2, 10, 7);
    expect(host.reports).toEqual(['readReturned 1 7 [m7,m8,m9,m10] 10 7']);
  });

  it('ask again until they are answered, and under each new link', () => {
    const { host, link, reads, answer, asked } = scene();
    reads.add(1, 'general', 1, 1);
    host.fire('read q1');
    expect(asked()).toEqual(['1: 1+1', '1: 1+1']);
    link.isUp = false;
    host.fire('read q1');
    expect(asked()).toEqual([]);
    link.isUp = true;
    reads.connected();
    expect(asked()).toEqual(['1: 1+1']);
    answer(1, 1, 1, 1, 1);
    expect(host.reports).toHaveLength(1);
  });

  it('go one by one, and ignore late answers', () => {
    const { host, reads, answer, asked } = scene();
    reads.add(1, 'general', 1, 1);
    reads.add(2, 'general', 2, 2);
    expect(asked()).toEqual(['1: 1+1']);
    answer(2, 2, 2, 2, 9);
    answer(1, 1, 1, 1, 9);
    expect(asked()).toEqual(['2: 2+2']);
    answer(1, 1, 1, 1, 9);
    answer(2, 2, 2, 1, 9);
    answer(2, 2, 2, 1, 9);
    expect(host.reports).toHaveLength(1);
    expect(asked()).toEqual(['2: 3+1']);
  });
});
