import { describe, expect, it } from 'vitest';
import { Wheel } from '../../../src/sim/wheel.ts';

function drain(wheel: Wheel): [number, number, number][] {
  const popped: [number, number, number][] = [];
  while (wheel.pop()) popped.push([wheel.nowUs, wheel.a, wheel.b]);
  return popped;
}

describe('Wheel', () => {
  it('says whether more is pending at the time of the last', () => {
    const wheel = new Wheel();
    for (const at of [5, 5_000, 5_000, 6_024]) wheel.push(at, at, 0);
    const more: boolean[] = [];
    while (wheel.pop()) more.push(wheel.hasMoreNow);
    expect(more).toEqual([false, true, false, false]);
  });

  it('gives events back in order of time, with both words signed', () => {
    const wheel = new Wheel();
    wheel.push(30, -1, 2 ** 31 - 1);
    wheel.push(10, 1, -(2 ** 31));
    wheel.push(20, 2, 0);
    expect(wheel.size).toBe(3);
    expect(drain(wheel)).toEqual([
      [10, 1, -(2 ** 31)],
      [20, 2, 0],
      [30, -1, 2 ** 31 - 1],
    ]);
    expect(wheel.size).toBe(0);
  });

  it.each([7, 5_000, 5_000_000, 5_000_000_000, 5_000_000_000_000])('keeps the order of entry at %i us', (timeUs) => {
    const wheel = new Wheel();
    for (let i = 0; i < 100; i++) wheel.push(timeUs, i, 0);
    expect(drain(wheel).map(([, a]) => a)).toEqual([...Array(100).keys()]);
  });

  it('puts what was pushed early before what was pushed late for the same time', () => {
    const timeUs = 2 ** 32 + 2 ** 21 + 2 ** 11 + 3;
    const wheel = new Wheel();
    // Pushed from each distance: the far list, the third wheel, the second, the first, and now.
    const from = [0, 2 ** 32 + 1, 2 ** 32 + 2 ** 21 + 1, 2 ** 32 + 2 ** 21 + 2 ** 11, timeUs];
    const popped: number[] = [];
    from.forEach((nowUs, i) => {
      wheel.push(nowUs, -1, 0);
      while (wheel.pop() && wheel.a !== -1) popped.push(wheel.a);
      expect(wheel.nowUs).toBe(nowUs);
      wheel.push(timeUs, i, 0);
    });
    expect([...popped, ...drain(wheel).map(([, a]) => a)]).toEqual([0, 1, 2, 3, 4]);
  });

  it('takes an event at now while now is being emptied', () => {
    const wheel = new Wheel();
    wheel.push(1023, 1, 0);
    wheel.push(1024, 3, 0);
    expect(wheel.pop()).toBe(true);
    wheel.push(1023, 2, 0);
    expect(drain(wheel).map(([nowUs, a]) => [nowUs, a])).toEqual([
      [1023, 2],
      [1024, 3],
    ]);
  });

  it('stays where it is when there is nothing to pop', () => {
    const wheel = new Wheel();
    expect(wheel.pop()).toBe(false);
    wheel.push(2 ** 40, 1, 2);
    wheel.pop();
    expect(wheel.pop()).toBe(false);
    expect(wheel.nowUs).toBe(2 ** 40);
    wheel.push(2 ** 40, 3, 4);
    expect(drain(wheel)).toEqual([[2 ** 40, 3, 4]]);
  });

  it('keeps the order of far events that come in turn by turn', () => {
    const wheel = new Wheel();
    const turns = [9, 3, 9, 5, 3, 2 ** 22, 9];
    turns.forEach((turn, i) => {
      wheel.push(turn * 2 ** 30 + 77, i, 0);
    });
    expect(drain(wheel).map(([, a]) => a)).toEqual([1, 4, 3, 0, 2, 6, 5]);
  });

  it('reaches the last integer', () => {
    const wheel = new Wheel();
    wheel.push(Number.MAX_SAFE_INTEGER, 1, 0);
    wheel.push(Number.MAX_SAFE_INTEGER - 1, 0, 0);
    expect(drain(wheel).map(([nowUs]) => nowUs)).toEqual([Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER]);
  });

  it('grows, and uses its records again', () => {
    const wheel = new Wheel();
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 5000; i++) wheel.push(wheel.nowUs + ((i * 7919) % 5000), i, round);
      const popped = drain(wheel);
      expect(popped).toHaveLength(5000);
      expect(popped.every(([, , b]) => b === round)).toBe(true);
    }
  });

  it.each([
    ['the past', 99],
    ['a fraction', 100.5],
    ['nowhere', Number.NaN],
    ['never', Number.POSITIVE_INFINITY],
    ['past exact integers', 2 ** 53],
  ])('refuses %s, and stays whole', (_, timeUs) => {
    const wheel = new Wheel();
    wheel.push(100, 1, 0);
    wheel.pop();
    expect(() => wheel.push(timeUs, 2, 0)).toThrow(/integer from now \(100us\)/);
    expect(wheel.size).toBe(0);
    wheel.push(101, 3, 0);
    expect(drain(wheel)).toEqual([[101, 3, 0]]);
  });

  it('refuses the past across a turn of its wheels', () => {
    const wheel = new Wheel();
    wheel.push(2 ** 31, 1, 0);
    wheel.pop();
    expect(() => wheel.push(2 ** 30, 2, 0)).toThrow(/not 1073741824/);
  });
});
