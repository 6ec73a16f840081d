import { describe, expect, it } from 'vitest';
import { Gateway } from '../../../../src/protocols/quorum-log/gateway.ts';
import type { Packet } from '../../../../src/protocols/quorum-log/packets.ts';
import { FakeHost } from '../fake-host.ts';
import { messageLog } from './entries.ts';

const log = messageLog(40);

function connected(cursor?: number) {
  const host = new FakeHost<Packet>(6);
  const gateway = new Gateway(host, { members: new Map([['general', [7]]]), leader: 1 });
  const append = (after: number, to: number) => {
    const entries = log.slice(after, to);
    gateway.receive(1, { kind: 'append', epoch: 1, after, afterEpoch: after === 0 ? 0 : 1, entries, commit: to });
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
  return packets.flatMap((packet) =>
    packet.kind === 'pages' ? packet.pages.map(({ from, items }) => `${from}+${items.length}`) : [],
  );
}

describe('the gateway', () => {
  it('takes entries in order, and says where it stands when it lacks some or there may be more', () => {
    const { append, sent } = connected();
    append(2, 4);
    append(0, 3);
    append(1, 4);
    append(4, 36);
    const acks = sent().filter(({ kind }) => kind === 'ack');
    const ack = { kind: 'ack', epoch: 1 } as const;
    expect(acks).toEqual([
      { ...ack, refused: true, index: 0 },
      { ...ack, refused: false, index: 36 },
    ]);
  });

  it('tells a member what was said, and with it what it had asked for', () => {
    const { append, sent } = connected();
    append(0, 3);
    const packets = sent();
    expect(places(packets)).toEqual(['1+2']);
    expect(packets).toMatchObject([{ kind: 'pages', through: 2 }]);
  });

  it('tells a sender alone what is done when nothing was said to it', () => {
    const { append, sent } = connected(2);
    append(0, 3);
    expect(sent()).toEqual([{ kind: 'welcome', session: 1, link: 1, through: 2 }]);
  });

  it('catches a reader up in pages, from where it says it is', () => {
    const { append, hello, sent } = connected(1);
    append(0, 41);
    expect(places(sent())).toEqual(['2+32']);
    hello(33);
    expect(places(sent())).toEqual(['34+7']);
  });

  it('begins anew with a room of which a reader has heard nothing, however much was sent', () => {
    const { append, hello, sent } = connected();
    append(0, 9);
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
