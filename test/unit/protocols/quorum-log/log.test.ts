import { describe, expect, it } from 'vitest';
import { type Log, logFile, openLog } from '../../../../src/protocols/quorum-log/log.ts';
import type { Packet } from '../../../../src/protocols/quorum-log/packets.ts';
import { soundRules } from '../../../../src/protocols/quorum-log/rules.ts';
import { FakeHost } from '../fake-host.ts';
import { bytesOf, chain, configBody, messageBody, messageLog } from './entries.ts';

const voters = [1, 2, 3];

function opened(bytes: Uint8Array) {
  const host = new FakeHost<Packet>(1, new Map([[logFile, bytes]]));
  let log: Log | undefined;
  let wasTorn = false;
  openLog({ disk: host.disk, rules: soundRules, voters }, (found, torn) => {
    log = found;
    wasTorn = torn;
  });
  host.runDisk();
  if (log === undefined) throw new Error('the log was to be opened');
  return { host, log, wasTorn };
}

describe('a log that is opened', () => {
  it('is written again and synced before it counts: its bytes may be a dead process’s, and given up', () => {
    const { host, log, wasTorn } = opened(bytesOf(messageLog(2)));
    expect(host.news()).toEqual(['disk size', 'disk read', 'disk write', 'disk sync']);
    expect([log.last, log.durable, wasTorn]).toEqual([3, 3, false]);
  });

  it('loses its torn end, for good before anything follows', () => {
    const bytes = bytesOf(messageLog(2));
    const { host, log, wasTorn } = opened(bytes.slice(0, -3));
    expect(host.news()).toEqual(['disk size', 'disk read', 'disk truncate', 'disk write', 'disk sync']);
    expect([log.last, wasTorn]).toEqual([2, true]);
    expect(host.files.get(logFile)).toEqual(bytesOf(messageLog(1)));
  });

  it('knows its configurations, and forgets those that are cut', () => {
    const entries = chain([
      [1, { kind: 'lead' }],
      [1, configBody(voters, [1, 2, 3, 4, 5])],
      [1, messageBody(1)],
    ]);
    const { log } = opened(bytesOf(entries));
    expect(log.configurations.map(({ index }) => index)).toEqual([0, 2]);
    log.cut(1);
    expect(log.configurations.map(({ index }) => index)).toEqual([0]);
  });
});

describe('an open log', () => {
  it('has one batch under way, and what comes meanwhile goes with the next', () => {
    const { host, log } = opened(new Uint8Array(0));
    host.news();
    const seen: number[] = [];
    log.synced = () => seen.push(log.durable);
    for (const body of [messageBody(1), messageBody(2), messageBody(3)]) {
      log.propose(1, body);
      log.flush();
    }
    expect(host.news()).toEqual(['disk write']);
    expect([log.last, log.durable]).toEqual([3, 0]);
    host.runDisk();
    expect(host.news()).toEqual(['disk sync', 'disk write', 'disk sync']);
    expect(seen).toEqual([1, 3]);
    expect(host.files.get(logFile)).toEqual(bytesOf([log.at(1)!, log.at(2)!, log.at(3)!]));
  });

  it('does not count the completion of a batch that was cut meanwhile', () => {
    const { host, log } = opened(bytesOf(messageLog(1)));
    log.propose(1, messageBody(2));
    log.propose(1, messageBody(3));
    log.flush();
    log.cut(2);
    log.propose(2, { kind: 'lead' });
    const seen: number[] = [];
    log.synced = () => seen.push(log.durable);
    host.runDisk();
    expect(seen).toEqual([2, 3]);
    expect(log.durable).toBe(3);
    expect(host.files.get(logFile)).toEqual(bytesOf([log.at(1)!, log.at(2)!, log.at(3)!]));
  });

  it('takes only the next entry', () => {
    const { log } = opened(new Uint8Array(0));
    expect(() => log.append(messageLog(1)[1]!)).toThrow('entry 1 is next, not 2');
  });
});
