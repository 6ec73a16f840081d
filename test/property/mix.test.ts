import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Aspect, below, Decisions, hashText, plainWord, scramble, seeded, strikes } from '../../src/chance/index.ts';

const names = (node: number) => `n${node}`;

/** The inputs are fixed, so these tests cannot flicker; five standard deviations leave room for any good mix. */
function expectEven(counts: Uint32Array, label: string): void {
  const total = counts.reduce((sum, count) => sum + count, 0);
  expectLike(counts, [...counts].fill(total / counts.length), label);
}

/** Chi-square of counts against what was expected of them: neither too far off nor too good. */
function expectLike(counts: ArrayLike<number>, expected: readonly number[], label: string): void {
  let chiSquare = 0;
  for (let i = 0; i < expected.length; i++) {
    chiSquare += ((counts[i] as number) - (expected[i] as number)) ** 2 / (expected[i] as number);
  }
  const freedom = expected.length - 1;
  const spread = 5 * Math.sqrt(2 * freedom);
  expect(chiSquare, label).toBeGreaterThan(freedom - spread);
  expect(chiSquare, label).toBeLessThan(freedom + spread);
}

/** Words along every direction in which a run asks for them one after the other. */
function* families(length: number): Generator<[label: string, words: Uint32Array]> {
  const fill = (word: (n: number) => number) => Uint32Array.from({ length }, (_, n) => word(n));
  for (const seed of ['1', '2', 'a seed']) {
    const { packets } = new Decisions(seeded(seed), { names });
    const asked = (from: number, to: number, kind: string, key: string | undefined, aspect: number) => {
      packets.begin(from, to, kind, key);
      return packets.word(aspect);
    };
    yield [`seed ${seed}: one link`, fill(() => asked(1, 2, 'append', undefined, Aspect.loss))];
    yield [`seed ${seed}: one sender, many receivers`, fill((n) => asked(1, n + 3, 'deliver', undefined, Aspect.loss))];
    yield [`seed ${seed}: many senders, one receiver`, fill((n) => asked(n + 3, 2, 'ack', undefined, Aspect.latency))];
    yield [`seed ${seed}: a square of links`, fill((n) => asked(1 + (n & 255), 1 + (n >>> 8), 'vote', undefined, 0))];
    yield [`seed ${seed}: keys`, fill((n) => asked(1, 2, 'append', `3/${n}`, Aspect.loss))];
    yield [
      `seed ${seed}: aspects`,
      fill((n) => (n % 7 === 0 ? asked(1, 2, 'mixed', undefined, 0) : packets.word(n % 7))),
    ];
  }
  let seed = new Decisions(seeded('0'), { names });
  yield [
    'seeds',
    fill((n) => {
      // A new seed for every 32 packets only: making a key from one takes long.
      if (n % 32 === 0) seed = new Decisions(seeded(String(n)), { names });
      seed.packets.begin(1, 2, 'append', undefined);
      return seed.packets.word(Aspect.loss);
    }),
  ];
  yield ['names', fill((n) => hashText(`c${n}`))];
  yield ['plain words', fill((n) => plainWord(`random s1 election #${n}`))];
  const spelled = new Decisions(seeded('1'), { names });
  yield ['spelled-out anchors', fill((n) => spelled.decide(`crash #${n}`, -1, (word) => word))];
}

/** The number that undoes multiplication by an odd one, modulo 2^32: Newton's steps double the right bits. */
function inverseOf(odd: number): number {
  let inverse = odd;
  for (let step = 0; step < 5; step++) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  return inverse;
}

describe('the mix', () => {
  it('flips each bit of what comes out half the time when any bit of what goes in flips', () => {
    const rounds = 2048;
    for (let bit = 0; bit < 32; bit++) {
      const flips = new Uint32Array(32);
      for (let n = 0; n < rounds; n++) {
        const word = Math.imul(n, 0x9e3779b1);
        const changed = scramble(word) ^ scramble(word ^ (1 << bit));
        for (let out = 0; out < 32; out++) flips[out] = (flips[out] as number) + ((changed >>> out) & 1);
      }
      for (const flipped of flips) expect(Math.abs(flipped / rounds - 0.5)).toBeLessThan(0.06);
    }
  });

  it('loses nothing: it can be undone', () => {
    fc.assert(
      fc.property(fc.integer(), (word) => {
        let h = scramble(word);
        h ^= (h >>> 15) ^ (h >>> 30);
        h = Math.imul(h, inverseOf(0x735a2d97));
        h ^= (h >>> 15) ^ (h >>> 30);
        h = Math.imul(h, inverseOf(0x21f0aaad));
        expect(h ^ (h >>> 16)).toBe(word);
      }),
    );
  });

  it('is even in its high bits, its low bits, and from one word to the next', () => {
    for (const [label, words] of families(1 << 14)) {
      const high = new Uint32Array(256);
      const low = new Uint32Array(256);
      const pairs = new Uint32Array(256);
      const lowPairs = new Uint32Array(256);
      let before = 0;
      for (const word of words) {
        high[word >>> 24]!++;
        low[word & 255]!++;
        pairs[((before >>> 28) << 4) | (word >>> 28)]!++;
        lowPairs[((before & 15) << 4) | (word & 15)]!++;
        before = word;
      }
      expectEven(high, `${label}: high bits`);
      expectEven(low, `${label}: low bits`);
      expectEven(pairs, `${label}: pairs of high bits`);
      expectEven(lowPairs, `${label}: pairs of low bits`);
    }
  });

  it('strikes as often as asked, after gaps as chance leaves them', () => {
    // The gap after a strike is g with probability p(1 - p)^g: sixteen classes of about equal weight.
    const chance = 0.05;
    const bounds = Array.from({ length: 15 }, (_, i) => Math.round(Math.log(1 - (i + 1) / 16) / Math.log(1 - chance)));
    const tails = [1, ...bounds.map((bound) => (1 - chance) ** bound), 0];
    for (const [label, words] of families(1 << 15)) {
      const counts = new Uint32Array(16);
      let gaps = 0;
      let gap = 0;
      for (const word of words) {
        if (!strikes(word, chance * 1_000_000)) {
          gap++;
          continue;
        }
        const longer = bounds.findIndex((bound) => gap < bound);
        counts[longer < 0 ? 15 : longer]!++;
        gaps++;
        gap = 0;
      }
      const deviation = Math.sqrt(words.length * chance * (1 - chance));
      expect(Math.abs(gaps - words.length * chance), label).toBeLessThan(5 * deviation);
      expectLike(
        counts,
        Array.from({ length: 16 }, (_, i) => gaps * ((tails[i] as number) - (tails[i + 1] as number))),
        label,
      );
    }
  });

  it('keeps every value below its bound within it, and reaches both ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 1, max: 2 ** 32 }), (word, bound) => {
        const value = below(word, bound);
        expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true);
        expect(below(0, bound)).toBe(0);
        expect(below(0xffffffff, bound)).toBe(bound - 1);
      }),
    );
    expect([0, 1_000_000].map((ppm) => [strikes(0, ppm), strikes(0xffffffff, ppm)])).toEqual([
      [false, false],
      [true, true],
    ]);
  });
});
