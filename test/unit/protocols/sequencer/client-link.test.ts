import { describe, expect, it } from 'vitest';
import { ClientLink } from '../../../../src/protocols/sequencer/client-link.ts';
import { soundRules } from '../../../../src/protocols/sequencer/rules.ts';
import { FakeHost } from './fake-host.ts';
import { knobs } from './knobs.ts';

function scene() {
  const host = new FakeHost(2);
  const changes: boolean[] = [];
  const cursors = () => [];
  const changed = (isUp: boolean) => changes.push(isUp);
  const link = new ClientLink({ host, sequencer: 1, nonce: 77, knobs, rules: soundRules, cursors, changed });
  const answer = (number: number) => link.receive({ kind: 'answer', link: number, session: 0, through: 0 });
  const open = (attempt = 1, number = 100) => {
    link.receive({ kind: 'offer', nonce: 77, attempt, link: number });
    answer(number);
    host.take();
  };
  return { host, link, changes, answer, open };
}

describe("a client's link", () => {
  it('opens with three packets', () => {
    const { host, link, changes, answer } = scene();
    link.connect();
    expect(host.take()).toEqual([{ kind: 'attach', nonce: 77, attempt: 1 }]);
    link.receive({ kind: 'offer', nonce: 77, attempt: 1, link: 100 });
    expect(host.take()).toEqual([{ kind: 'beat', link: 100, cursors: [] }]);
    expect(changes).toEqual([]);
    expect(answer(100)).toBe(true);
    expect(changes).toEqual([true]);
    expect(link.isUp).toBe(true);
  });

  it('asks again, later and later, for what is not answered', () => {
    const { host, link } = scene();
    link.connect();
    const delays: number[] = [];
    for (let nth = 0; nth < 7; nth++) {
      delays.push(host.timers.get('link q1')!.delayUs);
      host.fire('link q1');
    }
    expect(delays).toEqual([7_500, 15_000, 30_000, 60_000, 120_000, 120_000, 120_000]);
    expect(host.take()).toHaveLength(8);
    link.receive({ kind: 'offer', nonce: 77, attempt: 1, link: 100 });
    host.fire('link q1');
    expect(host.take()).toEqual([
      { kind: 'beat', link: 100, cursors: [] },
      { kind: 'beat', link: 100, cursors: [] },
    ]);
  });

  it('is deaf to offers to other incarnations and attempts, and to other links', () => {
    const { host, link, answer } = scene();
    link.connect();
    host.take();
    link.receive({ kind: 'offer', nonce: 76, attempt: 1, link: 100 });
    link.receive({ kind: 'offer', nonce: 77, attempt: 2, link: 100 });
    expect(host.take()).toEqual([]);
    link.receive({ kind: 'offer', nonce: 77, attempt: 1, link: 101 });
    link.receive({ kind: 'offer', nonce: 77, attempt: 1, link: 102 });
    expect(host.take()).toEqual([{ kind: 'beat', link: 101, cursors: [] }]);
    expect(answer(102)).toBe(false);
    expect(link.receive({ kind: 'closed', link: 102 })).toBe(false);
    expect(answer(101)).toBe(true);
  });

  it('shows life at each heartbeat, and is lost after some without an answer', () => {
    const { host, link, changes, answer, open } = scene();
    link.connect();
    open();
    host.fire('link q1');
    answer(100);
    for (let silent = 1; silent <= 4; silent++) host.fire('link q1');
    expect(host.take()).toHaveLength(5);
    expect(changes).toEqual([true]);
    host.fire('link q1');
    expect(changes).toEqual([true, false]);
    expect(host.take()).toEqual([{ kind: 'attach', nonce: 77, attempt: 2 }]);
  });

  it('begins a new attempt when the sequencer closes it', () => {
    const { host, link, changes, open } = scene();
    link.connect();
    open();
    expect(link.receive({ kind: 'closed', link: 100 })).toBe(false);
    expect(changes).toEqual([true, false]);
    expect(host.take()).toEqual([]);
    host.fire('link q1');
    expect(host.take()).toEqual([{ kind: 'attach', nonce: 77, attempt: 2 }]);
    open(1, 101);
    expect(link.isUp).toBe(false);
    open(2, 101);
    expect(link.isUp).toBe(true);
  });

  it('says goodbye and hears nothing more when its user disconnects', () => {
    const { host, link, changes, answer, open } = scene();
    link.connect();
    open();
    link.disconnect();
    expect(host.take()).toEqual([{ kind: 'detach', link: 100 }]);
    expect(changes).toEqual([true, false]);
    expect(answer(100)).toBe(false);
    link.receive({ kind: 'offer', nonce: 77, attempt: 1, link: 101 });
    expect(host.take()).toEqual([]);
    expect(host.timers.size).toBe(0);
    link.connect();
    expect(host.take()).toEqual([{ kind: 'attach', nonce: 77, attempt: 2 }]);
  });
});
