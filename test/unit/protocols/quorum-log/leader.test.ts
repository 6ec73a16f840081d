import { describe, expect, it } from 'vitest';
import { Leader } from '../../../../src/protocols/quorum-log/leader.ts';
import { logFile } from '../../../../src/protocols/quorum-log/log.ts';
import type { Packet } from '../../../../src/protocols/quorum-log/packets.ts';
import { bootReplica } from '../../../../src/protocols/quorum-log/replica.ts';
import { soundRules } from '../../../../src/protocols/quorum-log/rules.ts';
import { FakeHost } from '../fake-host.ts';
import { bytesOf, messageBody, messageLog } from './entries.ts';

const replicas = [1, 2, 3, 4, 5];
const gateway = 6;
const members = new Map([['general', [7]]]);
const life = 2 ** 30;

function booted(bytes: Uint8Array) {
  const host = new FakeHost<Packet>(1, new Map([[logFile, bytes]]));
  const options = { rules: soundRules, members, replicas, gateway };
  const process = bootReplica(host, { rules: soundRules, voters: [1, 2, 3] }, (log) => new Leader(host, log, options));
  host.runDisk();
  const acknowledge = (from: number, index: number, epoch = 1) =>
    process.receive(from, { kind: 'ack', epoch, refused: false, index });
  const submit = (nth: number) => {
    const body = messageBody(nth);
    if (body.kind !== 'request') return;
    process.receive(gateway, { kind: 'submit', client: 7, session: 1, first: nth, requests: [body.request] });
  };
  /** What was sent to a node since the last look: kinds, and for entries how many. */
  const sentTo = (node: number) => host.sent.splice(0).flatMap(({ to, packet }) => (to === node ? [packet] : []));
  return { host, process, acknowledge, submit, sentTo };
}

/** A leader of epoch 1 with an empty log, whose first entry is committed. */
function leading() {
  const made = booted(new Uint8Array(0));
  made.process.receive(2, { kind: 'standing', life, after: 0, entries: [] });
  made.host.runDisk();
  made.acknowledge(2, 1);
  made.host.news();
  made.host.sent.splice(0);
  return made;
}

function observed(host: FakeHost<Packet>): readonly string[] {
  return host.news().filter((line) => line.startsWith('observe'));
}

describe('a leader that boots', () => {
  it('leads once a quorum has answered and its first entry is durable', () => {
    const { host, process, sentTo } = booted(bytesOf(messageLog(1)));
    expect(sentTo(3)).toEqual([{ kind: 'survey', life, after: 2, epoch: 1 }]);
    process.receive(5, { kind: 'standing', life, after: 2, entries: [] });
    process.receive(2, { kind: 'standing', life: 1, after: 2, entries: [] });
    process.receive(2, { kind: 'standing', life, after: 1, entries: [] });
    host.runDisk();
    expect(observed(host)).toEqual([]);
    process.receive(2, { kind: 'standing', life, after: 2, entries: [] });
    expect(observed(host)).toEqual([]);
    expect(sentTo(2)).toEqual([]);
    host.runDisk();
    expect(observed(host)).toEqual(['observe led 1 2']);
  });

  it('takes over what its own disk has missed, makes it durable, and asks again', () => {
    const log = messageLog(3);
    const { host, process, sentTo } = booted(bytesOf(log.slice(0, 1)));
    sentTo(2);
    process.receive(3, { kind: 'standing', life, after: 1, entries: log.slice(1) });
    expect(observed(host)).toEqual(['observe sometimes recovered-from-followers']);
    expect(sentTo(2)).toEqual([]);
    host.runDisk();
    expect(host.files.get(logFile)).toEqual(bytesOf(log));
    expect(sentTo(2)).toEqual([{ kind: 'survey', life, after: 4, epoch: 1 }]);
  });
});

describe('a leader', () => {
  it('commits what two followers have synced, before its own sync', () => {
    const { host, acknowledge, submit } = leading();
    submit(1);
    acknowledge(2, 2);
    expect(observed(host)).toEqual([]);
    acknowledge(3, 2);
    expect(observed(host)).toEqual(['observe sometimes commit-without-leader-sync', 'observe applied general 1 t1']);
  });

  it('counts its own copy once it is synced', () => {
    const { host, acknowledge, submit } = leading();
    submit(1);
    acknowledge(3, 2);
    expect(observed(host)).toEqual([]);
    host.runDisk();
    expect(observed(host)).toEqual(['observe applied general 1 t1']);
  });

  it('counts neither acknowledgements of a former life, nor of those that do not vote', () => {
    const { host, acknowledge, submit } = leading();
    submit(1);
    acknowledge(2, 2, 0);
    acknowledge(3, 2, 0);
    acknowledge(4, 2);
    acknowledge(gateway, 2);
    host.runDisk();
    expect(observed(host)).toEqual([]);
  });

  it('goes on from where a follower wants it to, once in a heartbeat if it is refused again', () => {
    const { host, process, sentTo } = leading();
    const refuse = () => process.receive(3, { kind: 'ack', epoch: 1, refused: true, index: 0 });
    refuse();
    expect(sentTo(3)).toMatchObject([{ kind: 'append', after: 0, entries: { length: 1 } }]);
    refuse();
    expect(sentTo(3)).toEqual([]);
    host.fire('beat');
    sentTo(3);
    refuse();
    expect(sentTo(3)).toMatchObject([{ kind: 'append', after: 0, entries: { length: 1 } }]);
  });

  it('takes the next request of a session, and no other one', () => {
    const { host, acknowledge, submit } = leading();
    for (const nth of [2, 1, 1]) submit(nth);
    host.runDisk();
    acknowledge(2, 4);
    expect(observed(host)).toEqual(['observe sometimes duplicate-dropped', 'observe applied general 1 t1']);
  });

  it('tells the gateway of committed entries only', () => {
    const { acknowledge, submit, sentTo } = leading();
    submit(1);
    expect(sentTo(gateway)).toEqual([]);
    acknowledge(2, 2);
    acknowledge(3, 2);
    expect(sentTo(gateway)).toMatchObject([{ kind: 'append', after: 1, entries: [expect.anything()], commit: 2 }]);
  });

  it('answers reads from what is committed, and only once its first entry is', () => {
    const made = booted(new Uint8Array(0));
    const read = { kind: 'read', client: 7, session: 1, read: 3, room: 'general', from: 1, limit: 9 } as const;
    made.process.receive(2, { kind: 'standing', life, after: 0, entries: [] });
    made.host.runDisk();
    made.sentTo(gateway);
    made.process.receive(gateway, read);
    expect(made.sentTo(gateway)).toEqual([]);
    made.acknowledge(2, 1);
    made.submit(1);
    made.sentTo(gateway);
    made.process.receive(gateway, read);
    expect(made.sentTo(gateway)).toEqual([
      { kind: 'history', client: 7, session: 1, read: 3, from: 1, items: [], head: 0 },
    ]);
  });

  it('gathers what comes soon after a batch in the next one', () => {
    const { host, acknowledge, submit, sentTo } = leading();
    for (const nth of [1, 2, 3]) submit(nth);
    expect(sentTo(2)).toMatchObject([{ kind: 'append', after: 1, entries: { length: 1 } }]);
    acknowledge(2, 2);
    expect(sentTo(2)).toEqual([]);
    host.fire('batch');
    expect(sentTo(2)).toMatchObject([{ kind: 'append', after: 2, entries: { length: 2 } }]);
  });

  it('needs both majorities while a change is joint, then the new one', () => {
    const { host, process, acknowledge, sentTo } = leading();
    process.perform?.({ kind: 'command', name: 'grow', arguments: {} });
    acknowledge(4, 1);
    host.runDisk();
    const joint = sentTo(4).findLast((packet) => packet.kind === 'append');
    expect(joint?.kind === 'append' && joint.entries[0]?.body).toEqual({
      kind: 'config',
      sets: [[1, 2, 3], replicas],
    });
    acknowledge(4, 2);
    acknowledge(5, 2);
    expect(sentTo(2)).not.toContainEqual(expect.objectContaining({ commit: 2 }));
    acknowledge(2, 2);
    host.fire('batch');
    expect(sentTo(2)).toContainEqual(expect.objectContaining({ commit: 2 }));
    host.runDisk();
    acknowledge(2, 3);
    expect(observed(host)).not.toContain('observe sometimes reconfigured');
    acknowledge(5, 3);
    expect(observed(host)).toContain('observe sometimes reconfigured');
  });
});
