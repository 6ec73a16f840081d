import { describe, expect, it } from 'vitest';
import { makeMessage } from '../../../../src/contract/index.ts';
import { type Arrival, admit } from '../../../../src/protocols/sequencer/admission.ts';
import { emptyLog } from '../../../../src/protocols/sequencer/log-format.ts';
import { soundRules } from '../../../../src/protocols/sequencer/rules.ts';
import { State } from '../../../../src/protocols/sequencer/state.ts';

const { bytes } = makeMessage('c1-1', '');

/** Client 2 has used numbers up to 5 of session 10; general has 7 messages. */
function someState(): State {
  return new State({
    end: emptyLog,
    life: 1,
    sessions: [{ client: 2, id: 10, nonce: 77, last: 5 }],
    rooms: [{ name: 'general', head: 7, members: [] }],
  });
}

function asks(number: number, session = 10, room = 'general'): Arrival {
  return { kind: 'request', client: 2, session, number, request: { kind: 'message', room, bytes } };
}

function admitted(arrivals: readonly Arrival[], limit = 100): readonly string[] {
  const { records } = admit(someState(), arrivals, limit, soundRules);
  return records.map((record) => {
    if (record.kind === 'boot') return 'boot';
    if (record.kind === 'open') return `open ${record.nonce}`;
    return `${record.kind} ${record.number} at ${record.position}`;
  });
}

describe('admission', () => {
  it('gives a session its next numbers, and the room its next positions', () => {
    expect(admitted([asks(6), asks(7)])).toEqual(['message 6 at 8', 'message 7 at 9']);
  });

  it('drops repeats and gaps', () => {
    expect(admitted([asks(5), asks(7), asks(6), asks(6), asks(7), asks(9)])).toEqual([
      'message 6 at 8',
      'message 7 at 9',
    ]);
  });

  it('places joins and leaves behind the last message before them', () => {
    const wants = (number: number, kind: 'join' | 'leave'): Arrival => {
      const request = { kind, room: 'general', request: `q${number}` } as const;
      return { kind: 'request', client: 2, session: 10, number, request };
    };
    expect(admitted([wants(6, 'join'), asks(7), wants(8, 'leave')])).toEqual([
      'join 6 at 7',
      'message 7 at 8',
      'leave 8 at 8',
    ]);
  });

  it('takes nothing of other sessions, nor of a session that this batch fences', () => {
    expect(admitted([asks(6, 9), asks(6, 11)])).toEqual([]);
    const opens: Arrival = { kind: 'open', client: 2, nonce: 78 };
    expect(admitted([asks(6), opens, asks(7)])).toEqual(['message 6 at 8', 'open 78']);
  });

  it('opens a session once per incarnation', () => {
    const opens = (nonce: number): Arrival => ({ kind: 'open', client: 2, nonce });
    expect(admitted([opens(77)])).toEqual([]);
    expect(admitted([opens(78), opens(78)])).toEqual(['open 78']);
  });

  it('drops what is for a room that is not here', () => {
    expect(admitted([asks(6, 10, 'attic'), asks(6)])).toEqual(['message 6 at 8']);
  });

  it('leaves what is beyond the limit for the next batch', () => {
    const { records, taken } = admit(someState(), [asks(5), asks(6), asks(7), asks(8)], 2, soundRules);
    expect([records.length, taken]).toEqual([2, 3]);
  });
});
