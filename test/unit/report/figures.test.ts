import { describe, expect, it } from 'vitest';
import { counted, duration, grouped, moment } from '../../../src/report/figures.ts';

describe('figures', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1,000'],
    [1_234_567, '1,234,567'],
  ])('group %d', (count, text) => expect(grouped(count)).toBe(text));

  it.each([
    [0, '0 events'],
    [1, '1 event'],
    [2_000, '2,000 events'],
  ])('count %d', (count, text) => expect(counted(count, 'event')).toBe(text));

  it('take the plural that comes along', () => expect(counted(2, 'delivery', 'deliveries')).toBe('2 deliveries'));

  it.each([
    [0, '0us'],
    [999, '999us'],
    [2_149, '2.15ms'],
    [19_949, '19.9ms'],
    [412_400, '412ms'],
    [999_499, '999ms'],
    [999_600, '1s'],
    [1_004, '1ms'],
    [1_234_567, '1.23s'],
    [59_950_000, '60s'],
    [12_000_000, '12s'],
    [3_604_999_999, '3,600s'],
  ])('tell how long %d microseconds are', (us, text) => expect(duration(us)).toBe(text));

  it.each([
    [0, '0.000000s'],
    [1_204_310, '1.204310s'],
    [1_234_000_001, '1,234.000001s'],
  ])('tell when %d is', (us, text) => expect(moment(us)).toBe(text));
});
