import { describe, expect, it } from 'vitest';
import { DiskFile } from '../../../src/sim/disk-file.ts';
import { bytes, losing, text } from './fake-disk-world.ts';

const file = (content: string) => new DiskFile(4, bytes(content));
const cached = (it: DiskFile) => text(it.read(0, it.size));
const durable = (it: DiskFile) => text(it.whole().bytes);

describe('DiskFile: syncs', () => {
  it('brings to the platter what the cache held when the sync was issued', () => {
    const it = file('aaaa');
    it.write(2, bytes('bbb'), 'w1');
    const capture = it.capture();
    it.write(0, bytes('ccc'), 'w2');
    expect(it.settle(capture)).toEqual([{ from: 2, to: 5, bytes: bytes('bbb') }]);
    expect([durable(it), cached(it)]).toEqual(['aabbb', 'cccbb']);
  });

  it('leaves a sector that was written again unsynced, with its content of the issue durable', () => {
    const it = file('');
    it.write(0, bytes('old'), 'w1');
    const capture = it.capture();
    it.write(0, bytes('new'), 'w2');
    it.settle(capture);
    const loss = losing('w2 sector 1 kept');
    it.losePower(loss);
    expect([durable(it), loss.asked]).toEqual(['old', ['w2 sector 1 kept']]);
  });

  it('does not go back when an earlier sync completes after a later one', () => {
    const it = file('');
    it.write(0, bytes('old'), 'w1');
    const first = it.capture();
    it.write(0, bytes('new'), 'w2');
    it.truncate(2, 't1');
    const second = it.capture();
    it.settle(second);
    expect(it.settle(first)).toEqual([]);
    expect(durable(it)).toBe('ne');
  });

  it('covers in a later sync what an earlier one in flight covers too', () => {
    const it = file('aaaaaaaa');
    it.truncate(2, 't1');
    it.write(4, bytes('bb'), 'w1');
    const first = it.capture();
    it.write(0, bytes('c'), 'w2');
    const second = it.capture();
    it.settle(first);
    expect(durable(it)).toBe('aa..bb');
    it.settle(second);
    expect(durable(it)).toBe('ca..bb');
  });

  it('leaves a later truncation unsynced', () => {
    const it = file('aaaa');
    it.write(0, bytes('b'), 'w1');
    const capture = it.capture();
    it.truncate(2, 't1');
    it.settle(capture);
    expect(durable(it)).toBe('baaa');
    it.settle(it.capture());
    expect(durable(it)).toBe('ba');
  });

  it('tells of an append as an append, of a cut as a cut, and of nothing as nothing', () => {
    const it = file('aaaaa');
    const sync = () => it.settle(it.capture());
    it.write(5, bytes('bb'), 'w1');
    expect(sync()).toEqual([{ from: 5, to: 7, bytes: bytes('bb') }]);
    it.truncate(3, 't1');
    expect(sync()).toEqual([{ from: 3, to: 7, bytes: bytes('') }]);
    it.write(0, bytes('aaa'), 'w2');
    expect(sync()).toEqual([]);
    it.truncate(5, 't2');
    expect(sync()).toEqual([{ from: 3, to: 5, bytes: bytes('\0\0') }]);
  });

  it('tells of changes far apart one by one, and of what was cut and grew again as one', () => {
    const it = file('aaaaaaaaaaaaaaaa');
    it.write(9, bytes('b'), 'w1');
    it.write(0, bytes('b'), 'w2');
    expect(it.settle(it.capture())).toEqual([
      { from: 0, to: 1, bytes: bytes('b') },
      { from: 9, to: 10, bytes: bytes('b') },
    ]);
    it.truncate(10, 't1');
    it.write(12, bytes('cc'), 'w3');
    expect(it.settle(it.capture())).toEqual([{ from: 10, to: 16, bytes: bytes('\0\0cc') }]);
  });
});

describe('DiskFile: power losses', () => {
  it('keeps or loses sector by sector, and leaves holes of zeros', () => {
    const it = file('');
    it.write(2, bytes('aabbbbcc'), 'w1');
    const loss = losing('w1 sector 2 kept');
    expect(it.losePower(loss)).toEqual([{ from: 0, to: 10, bytes: bytes('\0\0aa\0\0\0\0cc') }]);
    expect([cached(it), durable(it)]).toEqual(['..aa....cc', '..aa....cc']);
    expect(loss.asked).toEqual(['w1 sector 1 kept', 'w1 sector 2 kept', 'w1 sector 3 kept']);
    expect(loss.counted.sort()).toEqual(['kept-sector', 'kept-sector', 'lost-sector', 'torn-write']);
  });

  it('is shorter when the extension was lost', () => {
    const it = file('aa');
    it.write(2, bytes('bbbbbb'), 'w1');
    it.losePower(losing('w1 sector 2 kept'));
    expect(cached(it)).toBe('aabb');
  });

  it('a sector shared by two writes is one decision, named by the last', () => {
    const it = file('');
    it.write(0, bytes('aa'), 'w1');
    it.write(2, bytes('bb'), 'w2');
    const loss = losing('w2 sector 1 kept');
    it.losePower(loss);
    expect([cached(it), loss.asked, loss.counted]).toEqual(['', ['w2 sector 1 kept'], ['lost-sector']]);
  });

  it('does not count a write as torn that was lost or kept whole', () => {
    const it = file('');
    it.write(0, bytes('aaaaaaaa'), 'w1');
    it.write(8, bytes('bbbbbbbb'), 'w2');
    const loss = losing('w1 sector 1 kept', 'w1 sector 2 kept');
    it.losePower(loss);
    expect(loss.counted).not.toContain('torn-write');
    expect(cached(it)).toBe('........bbbbbbbb');
  });

  it('keeps or loses a truncation', () => {
    const kept = file('aaaabbbb');
    kept.truncate(2, 't1');
    expect(kept.losePower(losing())).toEqual([{ from: 2, to: 8, bytes: bytes('') }]);
    expect(cached(kept)).toBe('aa');

    const lost = file('aaaabbbb');
    lost.truncate(2, 't1');
    expect(lost.losePower(losing('t1 kept'))).toEqual([]);
    expect(cached(lost)).toBe('aaaabbbb');
  });

  it('may lose a truncation and keep what was written behind it', () => {
    const it = file('aaaabbbbcccc');
    it.truncate(2, 't1');
    it.write(2, bytes('d'), 'w1');
    it.losePower(losing('t1 kept'));
    expect(cached(it)).toBe('aad.bbbbcccc');
  });

  it('may keep an extension whose bytes it loses', () => {
    const it = file('aa');
    it.truncate(6, 't1');
    it.write(4, bytes('bb'), 'w1');
    it.losePower(losing('w1 sector 1 kept'));
    expect(cached(it)).toBe('aa....');
  });

  it('asks nothing about what is synced, nor a second time', () => {
    const it = file('');
    it.write(0, bytes('aaaa'), 'w1');
    it.truncate(2, 't1');
    it.settle(it.capture());
    const loss = losing();
    it.losePower(loss);
    it.write(0, bytes('bb'), 'w2');
    it.losePower(loss);
    it.losePower(loss);
    expect(loss.asked).toEqual(['w2 sector 1 kept']);
  });

  it('asks nothing about what was cut away, nor about writes of nothing and truncations to the same size', () => {
    const it = file('');
    it.write(0, bytes('aaaabbbb'), 'w1');
    it.truncate(4, 't1');
    it.truncate(4, 't2');
    it.write(1, bytes(''), 'w2');
    it.write(9, bytes(''), 'w3');
    const loss = losing();
    it.losePower(loss);
    expect([loss.asked, cached(it)]).toEqual([['t1 kept', 'w1 sector 1 kept'], 'aaaa']);
  });
});
