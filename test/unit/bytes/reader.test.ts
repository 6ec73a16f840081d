import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from '../../../src/bytes/index.ts';

describe('ByteReader', () => {
  it('fails past the end and gives nothing from then on', () => {
    const reader = new ByteReader(Uint8Array.of(7, 1, 2, 3));
    expect(reader.u8()).toBe(7);
    expect([reader.u32(), reader.failed]).toEqual([0, true]);
    expect([reader.u8(), reader.u16(), reader.u53(), reader.text()]).toEqual([0, 0, 0, '']);
    expect([reader.bytes().length, reader.raw(0).length, reader.atEnd]).toEqual([0, 0, false]);
  });

  it('is at the end only when everything was read and nothing failed', () => {
    const reader = new ByteReader(Uint8Array.of(1, 2));
    expect(reader.atEnd).toBe(false);
    reader.u16();
    expect(reader.atEnd).toBe(true);
    reader.u8();
    expect(reader.atEnd).toBe(false);
  });

  it('reads within its bounds only', () => {
    const bytes = Uint8Array.of(9, 1, 2, 9);
    const reader = new ByteReader(bytes, 1, 3);
    expect([reader.u16(), reader.atEnd]).toEqual([0x0201, true]);
    expect([reader.u8(), reader.failed]).toEqual([0, true]);
    expect(new ByteReader(bytes, 9, 12).atEnd).toBe(true);
    expect(new ByteReader(bytes, -5, -1).atEnd).toBe(true);
  });

  it('refuses a length that reaches past the end, whatever it claims', () => {
    const reader = new ByteReader(new ByteWriter().u32(0xffffffff).u8(1).finish());
    expect([reader.bytes().length, reader.failed]).toEqual([0, true]);
  });

  it('refuses a number of 2^53 and above', () => {
    const reader = new ByteReader(new ByteWriter().u32(0).u32(0x200000).finish());
    expect([reader.u53(), reader.failed]).toEqual([0, true]);
  });

  it('refuses what is no UTF-8', () => {
    const reader = new ByteReader(new ByteWriter().bytes(Uint8Array.of(0xc3)).finish());
    expect([reader.text(), reader.failed]).toEqual(['', true]);
  });

  it('keeps a byte order mark', () => {
    expect(new ByteReader(new ByteWriter().text('\ufeffa').finish()).text()).toBe('\ufeffa');
  });

  it("hands out copies, of Node's Buffers too", () => {
    const bytes = Buffer.from([2, 0, 0, 0, 5, 6]);
    const read = new ByteReader(bytes).bytes();
    bytes[4] = 99;
    expect(read).toEqual(Uint8Array.of(5, 6));
  });
});
