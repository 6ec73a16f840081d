import { describe, expect, it } from 'vitest';
import { emptyLog, type LogRecord } from '../../../../src/protocols/sequencer/log-format.ts';
import { decodeSnapshot, encodeSnapshot } from '../../../../src/protocols/sequencer/snapshot-format.ts';
import { firstSnapshot, State } from '../../../../src/protocols/sequencer/state.ts';
import { messageRecord } from './logs.ts';

function fresh(): State {
  return new State(firstSnapshot([{ name: 'general', members: [1, 2] }], [11, 12, 13]));
}

function membership(kind: 'join' | 'leave', client: number, number: number, position: number): LogRecord {
  return { kind, client, session: 1, number, room: 'general', position, request: `q${number}` };
}

describe('the state', () => {
  it('begins with the members of the topology, from position 0', () => {
    const room = fresh().rooms.get('general');
    expect([...(room?.members ?? [])]).toEqual([
      [11, { interval: 0, since: 0 }],
      [12, { interval: 0, since: 0 }],
    ]);
  });

  it('takes just the next position of a room that is here', () => {
    const state = fresh();
    expect(() => state.apply(1, messageRecord(2))).toThrow('record 1, a message, belongs at general#1, not #2');
    expect(() => state.apply(1, { ...messageRecord(1), room: 'attic' } as LogRecord)).toThrow('attic#undefined');
    expect(() => state.apply(1, membership('join', 13, 1, 1))).toThrow(
      'record 1, a join, belongs at general#0, not #1',
    );
    state.apply(1, membership('join', 13, 1, 0));
    state.apply(2, messageRecord(1));
    expect(state.rooms.get('general')?.head).toBe(1);
  });

  it('remembers the last number of the newest session only', () => {
    const state = fresh();
    state.apply(1, { kind: 'open', client: 2, nonce: 5 });
    state.apply(2, { ...messageRecord(1), number: 1 } as LogRecord);
    expect(state.sessions.get(2)).toEqual({ id: 1, nonce: 5, last: 1 });
    state.apply(3, { kind: 'open', client: 2, nonce: 6 });
    expect(state.sessions.get(2)).toEqual({ id: 3, nonce: 6, last: 0 });
    state.apply(4, { ...messageRecord(2), number: 2 } as LogRecord);
    expect(state.sessions.get(2)).toEqual({ id: 3, nonce: 6, last: 0 });
  });

  it('begins a new interval at a join, but not for who is a member already', () => {
    const state = fresh();
    const room = state.rooms.get('general');
    state.apply(1, messageRecord(1));
    state.apply(2, membership('join', 11, 1, 1));
    expect(room?.members.get(11)).toEqual({ interval: 0, since: 0 });
    state.apply(3, membership('leave', 11, 2, 1));
    expect(room?.members.has(11)).toBe(false);
    state.apply(4, membership('join', 11, 3, 1));
    expect(room?.members.get(11)).toEqual({ interval: 4, since: 1 });
  });

  it('is the same from a snapshot', () => {
    const state = fresh();
    state.apply(1, { kind: 'boot', life: 1 });
    state.apply(2, { kind: 'open', client: 2, nonce: 2 ** 53 - 1 });
    state.apply(3, messageRecord(1));
    state.apply(4, membership('join', 13, 2, 1));
    const snapshot = state.snapshot({ ...emptyLog, index: 4 });
    const read = decodeSnapshot(encodeSnapshot(snapshot));
    expect(read).toEqual(snapshot);
    expect(new State(read!)).toEqual(state);
  });
});
