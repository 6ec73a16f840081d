import { describe, expect, it } from 'vitest';
import { History } from '../../../../src/protocols/sequencer/history.ts';
import type { Log } from '../../../../src/protocols/sequencer/log.ts';
import type { LogRecord } from '../../../../src/protocols/sequencer/log-format.ts';
import type { BatchPlace } from '../../../../src/protocols/sequencer/scan.ts';

const bytesOf = (position: number) => new Uint8Array([position]);
const numbersOf = (items: readonly Uint8Array[] | undefined) => items?.map(([byte]) => byte);

/** Positions from `oldest` on, two a batch and one batch a segment: position 5 and 6 are in segment 3. */
function scene(oldest: number, newest: number, cache: number) {
  const history = new History(cache);
  history.begin('general', oldest);
  const segmentOf = (position: number) => Math.ceil(position / 2);
  for (let position = oldest; position <= newest; position++) {
    const place = { segment: segmentOf(position), offset: 0, lengthBytes: 1 };
    history.add('general', position, bytesOf(position), place);
  }
  const read: number[] = [];
  const gone = new Set<number>();
  const reader: Log['read'] = ({ segment }: BatchPlace, done) => {
    read.push(segment);
    if (gone.has(segment)) {
      done({ code: 'missing', message: '' }, undefined);
      return;
    }
    const records = [2 * segment - 1, 2 * segment].map((position): LogRecord => {
      const bytes = bytesOf(position);
      return { kind: 'message', client: 1, session: 1, number: 1, room: 'general', position, bytes };
    });
    done(undefined, { sequence: segment, previous: 0, first: 1, records });
  };
  const fetch = (from: number, limit: number): unknown => {
    const answers: unknown[] = [];
    history.fetch('general', from, limit, reader, (fetched) => {
      answers.push(typeof fetched === 'string' ? fetched : numbersOf(fetched.items));
    });
    expect(answers).toHaveLength(1);
    return answers[0];
  };
  return { history, fetch, read, gone };
}

describe('history', () => {
  it('has the newest messages in memory', () => {
    const { history } = scene(1, 9, 3);
    expect(numbersOf(history.cached('general', 7, 10))).toEqual([7, 8, 9]);
    expect(numbersOf(history.cached('general', 8, 1))).toEqual([8]);
    expect(history.cached('general', 1, 10)).toBeUndefined();
    expect(history.cached('general', 10, 10)).toBeUndefined();
  });

  it('gives the same run to everyone who wants the same', () => {
    const { history } = scene(1, 3, 10);
    const run = history.cached('general', 2, 2);
    expect(history.cached('general', 2, 5)).toBe(run);
    expect(history.cached('general', 2, 1)).not.toBe(run);
    history.add('general', 4, bytesOf(4), { segment: 2, offset: 0, lengthBytes: 1 });
    expect(numbersOf(history.cached('general', 2, 5))).toEqual([2, 3, 4]);
  });

  it('reads from the disk as far as need be', () => {
    const { fetch, read } = scene(1, 9, 2);
    expect(fetch(2, 5)).toEqual([2, 3, 4, 5, 6]);
    expect(read).toEqual([1, 2, 3]);
    expect(fetch(4, 100)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(fetch(10, 5)).toEqual([]);
    expect(fetch(9, 0)).toEqual([]);
  });

  it('forgets removed segments, and says so to who still wants them', () => {
    const { history, fetch } = scene(1, 9, 100);
    history.forget(4);
    expect(history.oldest('general')).toBe(7);
    expect(history.cached('general', 6, 1)).toBeUndefined();
    expect(fetch(6, 2)).toBe('gone');
    expect(fetch(7, 2)).toEqual([7, 8]);
    history.forget(9);
    expect(history.oldest('general')).toBe(10);
    expect(history.cached('general', 9, 1)).toBeUndefined();
  });

  it('tells a segment that went meanwhile from a disk that fails', () => {
    const { history, fetch, gone } = scene(1, 9, 0);
    gone.add(2);
    expect(fetch(3, 1)).toBe('failed');
    const pending: (() => void)[] = [];
    const answers: unknown[] = [];
    const slowly: Log['read'] = (_place, done) => {
      pending.push(() => done({ code: 'missing', message: '' }, undefined));
    };
    history.fetch('general', 3, 1, slowly, (fetched) => answers.push(fetched));
    history.forget(4);
    pending[0]?.();
    expect(answers).toEqual(['gone']);
  });

  it('refuses positions out of order', () => {
    const { history } = scene(1, 3, 10);
    const place = { segment: 2, offset: 0, lengthBytes: 1 };
    expect(() => history.add('general', 5, bytesOf(5), place)).toThrow('general has positions 1 + 3, so 5 is not next');
  });
});
