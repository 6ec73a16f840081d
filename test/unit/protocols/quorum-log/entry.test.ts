import { describe, expect, it } from 'vitest';
import { readNext } from '../../../../src/protocols/quorum-log/entry.ts';
import { bytesOf, chain, configBody, messageBody, messageLog } from './entries.ts';

describe('an entry', () => {
  it('reads back as it was made', () => {
    const made = chain([
      [1, { kind: 'lead' }],
      [1, configBody([1, 2, 3], [1, 2, 3, 4, 5])],
      [2, messageBody(1)],
    ]);
    const bytes = bytesOf(made);
    let offset = 0;
    for (const [nth, entry] of made.entries()) {
      expect(readNext(bytes, offset, made[nth - 1])).toEqual(entry);
      offset += entry.frame.length;
    }
  });

  it('is not there when a byte of it is wrong, or missing', () => {
    const [first] = messageLog(0);
    const bytes = first!.frame.slice();
    expect(readNext(bytes.slice(0, -1), 0, undefined)).toBeUndefined();
    bytes[12]! ^= 1;
    expect(readNext(bytes, 0, undefined)).toBeUndefined();
  });

  it('carries on its own predecessor, and no other one', () => {
    const log = messageLog(2);
    const other = chain([
      [1, { kind: 'lead' }],
      [2, messageBody(1)],
    ]);
    expect(readNext(log[2]!.frame, 0, log[1])).toEqual(log[2]);
    expect(readNext(log[2]!.frame, 0, other[1])).toBeUndefined();
    expect(readNext(log[2]!.frame, 0, log[0])).toBeUndefined();
    expect(readNext(log[2]!.frame, 0, undefined)).toBeUndefined();
  });
});
