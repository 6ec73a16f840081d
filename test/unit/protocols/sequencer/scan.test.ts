import { describe, expect, it } from 'vitest';
import { emptyLog } from '../../../../src/protocols/sequencer/log-format.ts';
import { scanLog } from '../../../../src/protocols/sequencer/scan.ts';
import { buildLog, joined, messageRecord } from './logs.ts';

const sectorBytes = 64;

/** The bytes of a file that held `before` and lost the marked sectors of a write up to `after`. */
function torn(before: Uint8Array, after: Uint8Array, keptSectors: number): Uint8Array {
  const first = Math.floor(before.length / sectorBytes);
  const last = Math.floor((after.length - 1) / sectorBytes);
  let size = before.length;
  const bytes = new Uint8Array(after.length);
  bytes.set(before);
  for (let sector = first; sector <= last; sector++) {
    if ((keptSectors & (1 << (sector - first))) === 0) continue;
    const to = Math.min((sector + 1) * sectorBytes, after.length);
    bytes.set(after.subarray(sector * sectorBytes, to), sector * sectorBytes);
    size = Math.max(size, to);
  }
  return bytes.slice(0, size);
}

describe('a log', () => {
  const log = buildLog([[messageRecord(1), messageRecord(2)], [messageRecord(3)], [messageRecord(4, 'x'.repeat(250))]]);
  const bytes = log.batches.map((batch) => batch.bytes);

  it('is read back as it was written, over segments', () => {
    const segments = [
      { number: 4, bytes: joined(bytes.slice(0, 2)) },
      { number: 5, bytes: bytes[2]! },
    ];
    const scan = scanLog(segments, emptyLog);
    expect(scan).toMatchObject({ verdict: 'sound', end: log.end, soundBytes: bytes[2]!.length });
    expect(scan.batches.map(({ batch }) => batch)).toEqual(log.batches.map(({ batch }) => batch));
    expect(scan.batches.map(({ place }) => [place.segment, place.offset])).toEqual([
      [4, 0],
      [4, bytes[0]!.length],
      [5, 0],
    ]);
  });

  it('is cut before its last batch, whichever sectors of that are missing', () => {
    const before = joined(bytes.slice(0, 2));
    const sectors = Math.floor((log.bytes.length - 1) / sectorBytes) - Math.floor(before.length / sectorBytes) + 1;
    expect(sectors).toBeGreaterThan(4);
    for (let kept = 0; kept < 1 << sectors; kept++) {
      const scan = scanLog([{ number: 1, bytes: torn(before, log.bytes, kept) }], emptyLog);
      if (kept === (1 << sectors) - 1) {
        expect(scan).toMatchObject({ verdict: 'sound', end: log.end });
      } else {
        const verdict = kept === 0 ? 'sound' : 'torn';
        expect(scan).toMatchObject({ verdict, end: log.batches[1]!.end, soundBytes: before.length });
      }
    }
  });

  it('is cut to nothing when its first batch is torn', () => {
    const scan = scanLog([{ number: 1, bytes: bytes[0]!.slice(0, -1) }], emptyLog);
    expect(scan).toEqual({ verdict: 'torn', batches: [], end: emptyLog, soundBytes: 0 });
  });

  it('is corrupt when any byte of a batch before the last is wrong', () => {
    const behind = bytes[0]!.length + bytes[1]!.length;
    for (let at = 0; at < behind; at++) {
      const rotten = new Uint8Array(log.bytes);
      rotten[at]! ^= 0x40;
      expect(scanLog([{ number: 1, bytes: rotten }], emptyLog).verdict, `byte ${at}`).toBe('corrupt');
    }
  });

  it('is corrupt when a segment before the last ends badly, or is missing', () => {
    const first = { number: 1, bytes: bytes[0]! };
    const second = { number: 2, bytes: bytes[1]! };
    const third = { number: 3, bytes: bytes[2]! };
    expect(scanLog([first, second, third], emptyLog).verdict).toBe('sound');
    expect(scanLog([first, { ...second, bytes: bytes[1]!.slice(0, -1) }, third], emptyLog).verdict).toBe('corrupt');
    const trailing = { ...first, bytes: joined([bytes[0]!, new Uint8Array(3)]) };
    expect(scanLog([trailing, second], emptyLog).verdict).toBe('corrupt');
    expect(scanLog([first, third], emptyLog).verdict).toBe('corrupt');
    expect(scanLog([second, third], emptyLog).verdict).toBe('corrupt');
  });

  it('takes what another attempt at its next batch has left behind for torn, not for its own', () => {
    const other = buildLog([[messageRecord(9)]], { ...log.batches[1]!.end, seal: 7 });
    const scan = scanLog([{ number: 1, bytes: joined([...bytes.slice(0, 2), other.bytes]) }], emptyLog);
    expect(scan).toMatchObject({ verdict: 'torn', end: log.batches[1]!.end });
  });

  it('may begin before its snapshot, and must reach it', () => {
    const snapshot = log.batches[1]!.end;
    const segment = (...parts: Uint8Array[]) => [{ number: 7, bytes: joined(parts) }];
    expect(scanLog(segment(bytes[1]!, bytes[2]!), snapshot)).toMatchObject({ verdict: 'sound', end: log.end });
    expect(scanLog(segment(bytes[2]!), snapshot)).toMatchObject({ verdict: 'sound', end: log.end });
    expect(scanLog(segment(bytes[0]!), snapshot).verdict).toBe('corrupt');
    expect(scanLog([], snapshot).verdict).toBe('corrupt');
    expect(scanLog(segment(bytes[1]!, bytes[2]!), { ...snapshot, seal: 7 }).verdict).toBe('corrupt');
  });
});
