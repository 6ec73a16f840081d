import { describe, expect, it } from 'vitest';
import type { ClientLink } from '../../../../src/protocols/sequencer/client-link.ts';
import { Outbox } from '../../../../src/protocols/sequencer/client-outbox.ts';
import type { Request } from '../../../../src/protocols/sequencer/packets.ts';
import { soundRules } from '../../../../src/protocols/sequencer/rules.ts';
import { FakeHost } from './fake-host.ts';
import { knobs } from './knobs.ts';

function join(nth: number): Request {
  return { kind: 'join', room: 'general', request: `q${nth}` };
}

function scene() {
  const host = new FakeHost(2);
  const link = { isUp: false, number: 100 };
  const settled: string[] = [];
  const outbox = new Outbox({
    host,
    sequencer: 1,
    link: link as unknown as ClientLink,
    knobs,
    rules: soundRules,
    givenUp: () => settled.push('given up'),
    settled: (request) => settled.push(request.kind === 'message' ? 'message' : request.request),
  });
  const connect = () => {
    link.isUp = true;
    outbox.connected();
  };
  const sent = () =>
    host.take().map((packet) => {
      return packet.kind === 'request' ? `${packet.session}: ${packet.first}+${packet.requests.length}` : packet.kind;
    });
  return { host, link, outbox, settled, connect, sent };
}

describe("a client's outbox", () => {
  it('opens a session when there is something to send, once it is connected', () => {
    const { outbox, connect, sent } = scene();
    outbox.add(join(1));
    expect(sent()).toEqual([]);
    connect();
    outbox.answered(0, 0);
    expect(sent()).toEqual(['open']);
    outbox.answered(9, 0);
    expect(sent()).toEqual(['9: 1+1']);
  });

  it('opens none when there is nothing to send', () => {
    const { outbox, connect, sent } = scene();
    connect();
    outbox.answered(0, 0);
    outbox.answered(0, 0);
    expect(sent()).toEqual([]);
  });

  it('sends all that is unanswered together, up to a bound, and the next as answers come', () => {
    const { outbox, settled, connect, sent } = scene();
    connect();
    outbox.answered(9, 0);
    for (let nth = 1; nth <= 3; nth++) outbox.add(join(nth));
    expect(sent()).toEqual(['9: 1+1', '9: 1+2']);
    outbox.answered(9, 1);
    expect(settled).toEqual(['q1']);
    expect(sent()).toEqual(['9: 2+2']);
    outbox.answered(9, 1);
    outbox.answered(9, 3);
    expect(settled).toEqual(['q1', 'q2', 'q3']);
    expect(outbox.length).toBe(0);
    expect(sent()).toEqual([]);
  });

  it('sends again until it is answered, under the same numbers', () => {
    const { host, outbox, connect, sent } = scene();
    connect();
    outbox.answered(9, 0);
    outbox.add(join(1));
    sent();
    const delays: number[] = [];
    for (let nth = 0; nth < 3; nth++) {
      delays.push(host.timers.get('request q1')!.delayUs);
      host.fire('request q1');
    }
    expect(sent()).toEqual(['9: 1+1', '9: 1+1', '9: 1+1']);
    expect(delays).toEqual([7_500, 15_000, 30_000]);
    outbox.answered(9, 1);
    outbox.add(join(2));
    host.fire('request q1');
    expect(host.timers.get('request q1')!.delayUs).toBe(7_500);
    outbox.answered(9, 2);
    sent();
    host.fire('request q1');
    expect(sent()).toEqual([]);
    expect(host.timers.size).toBe(0);
  });

  it('learns from the first answer of a new link what arrived by the former, and sends the rest', () => {
    const { host, link, outbox, settled, connect, sent } = scene();
    connect();
    outbox.answered(9, 0);
    outbox.add(join(1));
    outbox.add(join(2));
    sent();
    link.isUp = false;
    host.fire('request q1');
    expect(sent()).toEqual([]);
    connect();
    outbox.answered(9, 1);
    expect(settled).toEqual(['q1']);
    expect(sent()).toEqual(['9: 2+1']);
  });

  it('ignores late answers', () => {
    const { outbox, settled, connect, sent } = scene();
    connect();
    outbox.answered(9, 0);
    outbox.add(join(1));
    outbox.answered(9, 1);
    outbox.add(join(2));
    sent();
    outbox.answered(0, 0);
    outbox.answered(9, 0);
    outbox.answered(9, 1);
    expect(settled).toEqual(['q1']);
    expect(sent()).toEqual([]);
  });
});
