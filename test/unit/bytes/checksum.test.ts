import { describe, expect, it } from 'vitest';
import { continueCrc32c, crc32c } from '../../../src/bytes/index.ts';

const ascii = (text: string) => new TextEncoder().encode(text);

describe('crc32c', () => {
  it('gives the check value of the catalogue of CRCs', () => {
    expect(crc32c(ascii('123456789'))).toBe(0xe3069283);
  });

  it('gives the values of RFC 3720, appendix B.4', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => 31 - i))).toBe(0x113fdb5c);
  });

  it('covers the given range only', () => {
    expect(crc32c(ascii('<123456789>'), 1, 10)).toBe(0xe3069283);
    expect(crc32c(ascii('abc'), 2, 2)).toBe(0);
  });

  it('continues where another checksum ended', () => {
    expect(continueCrc32c(crc32c(ascii('1234')), ascii('56789'))).toBe(0xe3069283);
  });
});
