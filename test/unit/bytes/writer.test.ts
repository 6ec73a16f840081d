import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from '../../../src/bytes/index.ts';

describe('ByteWriter', () => {
  it('is little-endian, without padding', () => {
    const bytes = new ByteWriter().u8(1).u16(0x0203).u32(0x04050607).u53(0x1f_0000_0002).finish();
    expect([...bytes]).toEqual([1, 3, 2, 7, 6, 5, 4, 2, 0, 0, 0, 0x1f, 0, 0, 0]);
  });

  it('leads texts and bytes by their length in bytes', () => {
    expect([...new ByteWriter().text('é').finish()]).toEqual([2, 0, 0, 0, 0xc3, 0xa9]);
    expect([...new ByteWriter().bytes(Uint8Array.of(9)).raw(Uint8Array.of(8)).finish()]).toEqual([1, 0, 0, 0, 9, 8]);
  });

  it('grows past its capacity', () => {
    const text = '€'.repeat(1000);
    const bytes = new ByteWriter(0).u8(5).text(text).u53(Number.MAX_SAFE_INTEGER).finish();
    const reader = new ByteReader(bytes);
    expect([reader.u8(), reader.text(), reader.u53(), reader.atEnd]).toEqual([5, text, Number.MAX_SAFE_INTEGER, true]);
  });

  it('writes a lone surrogate as the replacement character', () => {
    expect(new ByteReader(new ByteWriter().text('a\ud800').finish()).text()).toBe('a\ufffd');
  });

  it('hands out copies', () => {
    const writer = new ByteWriter().u8(1);
    const first = writer.finish();
    expect([...writer.u8(2).finish()]).toEqual([1, 2]);
    first[0] = 9;
    expect([...writer.finish()]).toEqual([1, 2]);
  });

  it.each([
    ['u8', 256],
    ['u8', -1],
    ['u16', 65536],
    ['u32', 2 ** 32],
    ['u32', 1.5],
    ['u53', 2 ** 53],
    ['u53', -1],
    ['u53', Number.NaN],
  ] as const)('refuses %s of %d', (method, value) => {
    expect(() => new ByteWriter()[method](value)).toThrow(new RegExp(`expected an integer .*, not ${value}`));
  });
});
