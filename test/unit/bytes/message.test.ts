import { describe, expect, it } from 'vitest';
import { digest, messageOf, tokenOf } from '../../../src/bytes/index.ts';
import { makeMessage } from '../../../src/contract/index.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('tokenOf', () => {
  it('finds the token that makeMessage put there', () => {
    const message = makeMessage('c1/7', 'hello: wörld with spaces');
    expect(tokenOf(message.bytes)).toBe('c1/7');
    expect(messageOf(message.bytes)).toEqual(message);
  });

  it('takes bytes without a space as a token whole, and garbage without complaint', () => {
    expect(tokenOf(utf8('alone'))).toBe('alone');
    expect(tokenOf(utf8(' nothing before'))).toBe('');
    expect(tokenOf(new Uint8Array(0))).toBe('');
    expect(tokenOf(Uint8Array.of(0xff, 0x00, 0x20))).toBe('\u00ff\u0000');
  });
});

describe('digest', () => {
  it('is pinned, because digests stand in files', () => {
    expect(digest(utf8(''))).toBe(7987473593891257);
    expect(digest(utf8('c1/7 hello'))).toBe(5000137613832795);
  });

  it('is a non-negative integer below 2^53 that uses both lanes', () => {
    const digests = Array.from({ length: 4000 }, (_, i) => digest(utf8(`token-${i} body`)));
    expect(digests.every((value) => Number.isSafeInteger(value) && value >= 0)).toBe(true);
    expect(new Set(digests).size).toBe(4000);
    expect(new Set(digests.map((value) => value % 2 ** 32)).size).toBe(4000);
    // 4,000 balls in 2^21 urns: about four collisions.
    expect(new Set(digests.map((value) => Math.floor(value / 2 ** 32))).size).toBeGreaterThan(3970);
  });

  it('spreads each flipped bit over about half of the 53', () => {
    const original = utf8('token-1 the quick brown fox');
    const before = BigInt(digest(original));
    let flips = 0;
    for (let bit = 0; bit < 8 * original.length; bit++) {
      const changed = original.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      for (let rest = before ^ BigInt(digest(changed)); rest > 0n; rest >>= 1n) flips += Number(rest & 1n);
    }
    const share = flips / (53 * 8 * original.length);
    expect(share).toBeGreaterThan(0.45);
    expect(share).toBeLessThan(0.55);
  });

  it('depends on the length and on the order', () => {
    expect(digest(new Uint8Array(3))).not.toBe(digest(new Uint8Array(4)));
    expect(digest(utf8('ab'))).not.toBe(digest(utf8('ba')));
  });
});
