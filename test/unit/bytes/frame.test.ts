import { describe, expect, it } from 'vitest';
import { frameOverheadBytes, readFrame, writeFrame } from '../../../src/bytes/index.ts';

const payload = Uint8Array.of(1, 2, 3);

describe('frames', () => {
  it('read back one behind the other', () => {
    const log = Uint8Array.of(...writeFrame(payload), ...writeFrame(new Uint8Array(0)));
    const first = readFrame(log, 0);
    expect(first).toEqual({ payload, next: frameOverheadBytes + 3 });
    expect(readFrame(log, first!.next)).toEqual({ payload: new Uint8Array(0), next: log.length });
    expect(readFrame(log, log.length)).toBeUndefined();
    expect(readFrame(log, log.length + 50)).toBeUndefined();
  });

  it('lays out length, checksum, payload', () => {
    const bytes = writeFrame(payload);
    expect([...bytes.subarray(0, 4), ...bytes.subarray(8)]).toEqual([3, 0, 0, 0, 1, 2, 3]);
  });

  it('are not to be found in zeros', () => {
    expect(readFrame(new Uint8Array(64), 0)).toBeUndefined();
  });

  it('are not sound when cut anywhere', () => {
    const bytes = writeFrame(payload);
    for (let length = 0; length < bytes.length; length++) {
      expect(readFrame(bytes.subarray(0, length), 0)).toBeUndefined();
    }
  });

  it('copy the payload when written', () => {
    const mine = payload.slice();
    const bytes = writeFrame(mine);
    mine[0] = 99;
    expect(readFrame(bytes, 0)?.payload).toEqual(payload);
  });
});
