import { describe, expect, it } from 'vitest';
import { Follower } from '../../../../src/protocols/quorum-log/follower.ts';
import { logFile } from '../../../../src/protocols/quorum-log/log.ts';
import type { Packet } from '../../../../src/protocols/quorum-log/packets.ts';
import { bootReplica } from '../../../../src/protocols/quorum-log/replica.ts';
import { soundRules } from '../../../../src/protocols/quorum-log/rules.ts';
import { FakeHost } from '../fake-host.ts';
import { bytesOf, chain, messageBody, messageLog } from './entries.ts';

const members = new Map([['general', [7]]]);

/** A follower with these bytes on its disk, and what it has sent since. */
function booted(bytes: Uint8Array) {
  const host = new FakeHost<Packet>(2, new Map([[logFile, bytes]]));
  const options = { rules: soundRules, voters: [1, 2, 3] };
  const process = bootReplica(host, options, (log) => new Follower(host, log, { members, leader: 1 }));
  host.runDisk();
  host.news();
  const sent = () => host.sent.splice(0).map(({ packet }) => packet);
  return { host, sent, receive: (packet: Packet) => process.receive(1, packet) };
}

const log = messageLog(3);
const whole = { kind: 'append', epoch: 1, after: 0, afterEpoch: 0, entries: log, commit: 0 } as const;

describe('a follower', () => {
  it('acknowledges what it has synced, and not before', () => {
    const { host, sent, receive } = booted(new Uint8Array(0));
    receive(whole);
    expect(sent()).toEqual([]);
    host.runDisk();
    expect(sent()).toEqual([{ kind: 'ack', epoch: 1, refused: false, index: 4 }]);
    expect(host.files.get(logFile)).toEqual(bytesOf(log));
  });

  it('refuses what does not carry on its log, and says from where it would', () => {
    const { sent, receive } = booted(bytesOf(log.slice(0, 2)));
    receive({ ...whole, after: 3, afterEpoch: 1, entries: log.slice(3) });
    receive({ ...whole, epoch: 2, after: 2, afterEpoch: 2, entries: [] });
    expect(sent()).toEqual([
      { kind: 'ack', epoch: 1, refused: true, index: 2 },
      { kind: 'ack', epoch: 2, refused: true, index: 0 },
    ]);
  });

  it('applies what is committed, as far as this very leader has shown that it holds the same', () => {
    const { host, receive } = booted(bytesOf(log));
    receive({ ...whole, entries: log.slice(0, 2), commit: 4 });
    expect(host.news()).toEqual(['observe applied general 1 t1', 'send 1 ack']);
    receive({ ...whole, after: 4, afterEpoch: 1, entries: [], commit: 4 });
    expect(host.news().slice(0, 2)).toEqual(['observe applied general 2 t2', 'observe applied general 3 t3']);
  });

  it('gives up a tail of a former life for what stands there now', () => {
    const { host, sent, receive } = booted(bytesOf(log));
    const now = chain([
      [1, { kind: 'lead' }],
      [1, messageBody(1)],
      [2, { kind: 'lead' }],
    ]);
    receive({ ...whole, epoch: 2, after: 2, afterEpoch: 1, entries: now.slice(2) });
    expect(host.news()[0]).toBe('observe sometimes divergent-tail-cut');
    host.runDisk();
    expect(host.files.get(logFile)).toEqual(bytesOf(now));
    expect(sent()).toEqual([{ kind: 'ack', epoch: 2, refused: false, index: 3 }]);
  });

  it('acknowledges to each life of the leader only what that one has shown to be its own', () => {
    const { sent, receive } = booted(bytesOf(log));
    receive(whole);
    receive({ ...whole, epoch: 2, after: 2, afterEpoch: 1, entries: [] });
    expect(sent()).toEqual([
      { kind: 'ack', epoch: 1, refused: false, index: 4 },
      { kind: 'ack', epoch: 2, refused: false, index: 2 },
    ]);
  });

  it('hears nothing from a former life', () => {
    const { host, sent, receive } = booted(bytesOf(messageLog(0)));
    receive({ ...whole, epoch: 2, after: 1, afterEpoch: 1, entries: [] });
    sent();
    receive(whole);
    host.runDisk();
    expect(sent()).toEqual([]);
    expect(host.files.get(logFile)).toEqual(bytesOf(messageLog(0)));
  });

  it('tells a booting leader what it holds durably behind a shared entry', () => {
    const { host, sent, receive } = booted(bytesOf(log.slice(0, 3)));
    receive({ ...whole, after: 3, afterEpoch: 1, entries: log.slice(3) });
    receive({ kind: 'survey', life: 5, after: 2, epoch: 1 });
    receive({ kind: 'survey', life: 5, after: 2, epoch: 2 });
    receive({ kind: 'survey', life: 5, after: 9, epoch: 1 });
    const standing = { kind: 'standing', life: 5 } as const;
    expect(sent()).toEqual([
      { ...standing, after: 2, entries: log.slice(2, 3) },
      { ...standing, after: 2, entries: [] },
      { ...standing, after: 9, entries: [] },
    ]);
    host.runDisk();
    sent();
    receive({ kind: 'survey', life: 5, after: 2, epoch: 1 });
    expect(sent()).toEqual([{ ...standing, after: 2, entries: log.slice(2) }]);
  });
});
