import { describe, expect, it } from 'vitest';
import { DiskContent } from '../../../src/sim/disk-content.ts';

const content = (...bytes: number[]) => new DiskContent(Uint8Array.from(bytes));

describe('DiskContent', () => {
  it('reads zeros past the end and in the gap before a write', () => {
    const file = content(1, 2);
    expect([...file.read(1, 5)]).toEqual([2, 0, 0, 0]);
    file.write(4, Uint8Array.of(9));
    expect([...file.read(0, file.size)]).toEqual([1, 2, 0, 0, 9]);
  });

  it('forgets what was cut', () => {
    const file = content(1, 2, 3, 4);
    file.resize(1);
    expect([...file.read(0, 4)]).toEqual([1, 0, 0, 0]);
    file.resize(3);
    expect([...file.read(0, file.size)]).toEqual([1, 0, 0]);
  });

  it('does not grow by writing nothing', () => {
    const file = content();
    file.write(7, new Uint8Array(0));
    expect(file.size).toBe(0);
  });

  it('shares no memory with what it was given or gives', () => {
    const initial = Uint8Array.of(1, 2);
    const file = new DiskContent(initial);
    initial[0] = 9;
    file.read(0, 2)[1] = 9;
    expect([...file.read(0, 2)]).toEqual([1, 2]);
  });

  it('grows far in many steps', () => {
    const file = content();
    for (let i = 0; i < 5000; i++) file.write(i, Uint8Array.of(i & 0xff));
    expect(file.size).toBe(5000);
    expect([...file.read(0, 5000)]).toEqual(Array.from({ length: 5000 }, (_, i) => i & 0xff));
  });
});
