import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyNames, type Quantiles, shapeOf } from '../../../src/sim/latency.ts';

/** The word at a share of all words. */
function wordAt(share: number): number {
  return Math.min(2 ** 32 - 1, Math.floor(share * 2 ** 32));
}

const lan: Quantiles = { minUs: 60, p50Us: 150, p90Us: 280, p99Us: 600, maxUs: 2000 };

const anyQuantiles: fc.Arbitrary<Quantiles> = fc
  .array(fc.oneof(fc.nat(100), fc.nat(10_000_000), fc.nat(0xffffffff)), { minLength: 5, maxLength: 5 })
  .map((lengths) => {
    const [minUs = 0, p50Us = 0, p90Us = 0, p99Us = 0, maxUs = 0] = lengths.sort((a, b) => a - b);
    return { minUs, p50Us, p90Us, p99Us, maxUs };
  });

describe('latency shapes', () => {
  it.each([
    // name, p50, p99, max
    ['lan', 150, 600, 2_000],
    ['zone', 500, 3_000, 15_000],
    ['wan', 40_000, 120_000, 400_000],
    ['mobile', 80_000, 900_000, 5_000_000],
    ['ssd', 60, 800, 8_000],
    ['hdd', 4_000, 20_000, 80_000],
  ])('%s has median %i us, 99th percentile %i us and at most %i us', (name, p50Us, p99Us, maxUs) => {
    const shape = shapeOf(name);
    expect(shape.plainUs).toBe(p50Us);
    expect(shape.draw(wordAt(0.5))).toBe(p50Us);
    expect(Math.abs(shape.draw(wordAt(0.99)) - p99Us)).toBeLessThanOrEqual(1);
    const longestUs = shape.draw(0xffffffff);
    expect(longestUs).toBeLessThanOrEqual(maxUs);
    expect(longestUs).toBeGreaterThan(0.99 * maxUs);
    // Heavy in the tail, but not in all of it.
    expect(shape.draw(wordAt(0.999))).toBeGreaterThan(1.5 * p99Us);
    expect(shape.draw(wordAt(0.999))).toBeLessThan(0.6 * maxUs);
  });

  it('names them all', () => {
    expect(latencyNames).toEqual(['lan', 'zone', 'wan', 'mobile', 'ssd', 'hdd']);
    expect(() => shapeOf('moon')).toThrow('a latency is one of lan, zone, wan, mobile, ssd, hdd, not moon');
  });

  it('takes quantiles as it takes a name', () => {
    const [named, given] = [shapeOf('lan'), shapeOf(lan)];
    for (let n = 0; n < 2000; n++) {
      const word = Math.imul(n, 0x9e3779b1) >>> 0;
      expect(given.draw(word)).toBe(named.draw(word));
    }
  });

  it('draws integers that meet the quantiles and never fall as the word grows', () => {
    fc.assert(
      fc.property(
        anyQuantiles,
        fc.array(fc.integer({ min: 0, max: 0xffffffff }), { minLength: 2 }),
        (quantiles, words) => {
          const shape = shapeOf(quantiles);
          words.sort((a, b) => a - b);
          const lengths = words.map((word) => shape.draw(word));
          expect(lengths).toEqual(lengths.map((lengthUs) => Math.floor(lengthUs)).sort((a, b) => a - b));
          expect(shape.draw(0)).toBe(quantiles.minUs);
          expect(shape.draw(2 ** 31)).toBe(quantiles.p50Us);
          expect(shape.draw(0xffffffff)).toBeLessThanOrEqual(quantiles.maxUs);
          for (const [share, lengthUs] of [
            [0.9, quantiles.p90Us],
            [0.99, quantiles.p99Us],
          ] as const) {
            const below = shape.draw(wordAt(share));
            const above = shape.draw(wordAt(share) + 1);
            expect(below <= lengthUs && lengthUs <= above).toBe(true);
          }
        },
      ),
    );
  });

  it('can be one fixed length', () => {
    const shape = shapeOf({ minUs: 7, p50Us: 7, p90Us: 7, p99Us: 7, maxUs: 7 });
    expect([0, 12345, 2 ** 31, 0xffffffff].map((word) => shape.draw(word))).toEqual([7, 7, 7, 7]);
  });

  it.each([
    ['falling', { ...lan, p90Us: 100 }],
    ['fractional', { ...lan, minUs: 0.5 }],
    ['negative', { ...lan, minUs: -1 }],
    ['endless', { ...lan, maxUs: Number.POSITIVE_INFINITY }],
    ['longer than a word', { ...lan, maxUs: 2 ** 32 }],
  ])('refuses quantiles that are %s', (_, quantiles) => {
    expect(() => shapeOf(quantiles)).toThrow(/non-decreasing integers/);
  });
});
