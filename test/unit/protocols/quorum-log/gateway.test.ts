import { describe, expect, it } from 'vitest';
import { Gateway } from '../../../../src/protocols/quorum-log/gateway.ts';
import type { Packet } from '../../../../src/protocols/quorum-log/packets.ts';
import { FakeHost } from '../fake-host.ts';
import { framesOf, messageLog } from './entries.ts';

const log = messageLog(12);

function connected(cursor?: number) {
  const host = new FakeHost<Packet>(6);
  const gateway = new Gateway(host, { members: new Map([['general', [7]]]), leader: 1 });
  const append = (after: number, to: number) => {
    const frames = framesOf(log.slice(after, to));
    gateway.receive(1, { kind: 'append', epoch: 1, after, afterEpoch: after === 0 ? 0 : 1, frames, commit: to });
  };
  const hello = (at?: number) => {
    const cursors = at === undefined ? [] : [{ room: 'general', interval: 0, cursor: at }];
    gateway.receive(7, { kind: 'hello', session: 1, link: 1, cursors });
  };
  hello(cursor);
  const sent = () => host.sent.splice(0).map(({ packet }) => packet);
  sent();
  return { gateway, append, hello, sent };
}

function places(packets: readonly Packet[]): readonly string[] {
  return packets.flatMap((packet) => (packet.kind === 'page' ? [`${packet.from}+${packet.items.length}`] : []));
}

describe('the gateway', () => {
  it('takes entries in order, and says where it stands', () => {
    const { append, sent } = connected();
    append(2, 4);
    append(0, 3);
    append(1, 4);
    const acks = sent().filter(({ kind }) => kind === 'ack');
    const ack = { kind: 'ack', epoch: 1 } as const;
    expect(acks).toEqual([
      { ...ack, refused: true, index: 0 },
      { ...ack, refused: false, index: 3 },
      { ...ack, refused: false, index: 4 },
    ]);
  });

  it('tells a sender what is done, and a member what was said', () => {
    const { append, sent } = connected();
    append(0, 3);
    const packets = sent();
    expect(packets).toContainEqual({ kind: 'welcome', session: 1, link: 1, through: 2 });
    expect(places(packets)).toEqual(['1+2']);
  });

  it('catches a reader up in pages, from where it says it is', () => {
    const { append, hello, sent } = connected(1);
    append(0, 13);
    expect(places(sent())).toEqual(['2+8']);
    hello(9);
    expect(places(sent())).toEqual(['10+3']);
  });

  it('begins anew with a room of which a reader has heard nothing, however much was sent', () => {
    const { append, hello, sent } = connected();
    append(0, 13);
    expect(places(sent())).toEqual(['1+8']);
    // That page was lost, and the reader cannot say where it stands in a room that it never heard of.
    hello();
    expect(places(sent())).toEqual(['1+8']);
  });

  it('hands on what is not done, and answers what is', () => {
    const { gateway, append, sent } = connected();
    append(0, 3);
    sent();
    const requests = [{ kind: 'join', room: 'general', request: 'j' }] as const;
    const submit = { kind: 'submit', client: 7, session: 1, requests } as const;
    gateway.receive(7, { ...submit, first: 3 });
    gateway.receive(7, { ...submit, first: 2 });
    expect(sent()).toEqual([
      { ...submit, first: 3 },
      { kind: 'welcome', session: 1, link: 1, through: 2 },
    ]);
  });
});
