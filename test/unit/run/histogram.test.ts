import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../src/run/histogram.ts';

describe('Histogram', () => {
  it('has no quantiles while it is empty', () => {
    const histogram = new Histogram();
    expect([histogram.quantile(500_000), histogram.quantile(990_000), histogram.max]).toEqual([0, 0, 0]);
  });

  it('is exact for small numbers and for the maximum', () => {
    const histogram = new Histogram();
    for (let value = 0; value <= 10; value++) histogram.add(value);
    histogram.add(123_457);
    expect(histogram.quantile(500_000)).toBe(5);
    expect(histogram.quantile(1_000_000)).toBe(123_457);
    expect(histogram.max).toBe(123_457);
  });

  it('gives every quantile from above, by at most a sixteenth', () => {
    const values = fc.array(fc.oneof(fc.nat(40), fc.nat(1e6), fc.nat(2 ** 31 - 1)), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 1_000_000 }), (all, ppm) => {
        const histogram = new Histogram();
        for (const value of all) histogram.add(value);
        const sorted = [...all].sort((a, b) => a - b);
        const exact = sorted[Math.ceil((sorted.length * ppm) / 1_000_000) - 1] as number;
        expect(histogram.quantile(ppm)).toBeGreaterThanOrEqual(exact);
        expect(histogram.quantile(ppm)).toBeLessThanOrEqual(exact + exact / 16);
      }),
    );
  });
});
