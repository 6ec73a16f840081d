import { describe, expect, it } from 'vitest';
import { DiskDirectory } from '../../../src/sim/disk-directory.ts';
import { DiskFile } from '../../../src/sim/disk-file.ts';
import { losing } from './fake-disk-world.ts';

const file = () => new DiskFile(4, new Uint8Array(0));

describe('DiskDirectory', () => {
  it('makes durable what was changed before the sync was issued, and no more', () => {
    const names = new DiskDirectory();
    const [a, b] = [file(), file()];
    names.create('a', a, 'w1');
    const capture = names.capture();
    names.create('b', b, 'w2');
    expect(names.settle(capture)).toEqual({ removed: [], given: new Map([['a', a]]) });
    expect([...names.durable().keys()]).toEqual(['a']);
    expect([a.durableName, b.durableName]).toEqual(['a', undefined]);
    expect(names.list()).toEqual(['a', 'b']);
  });

  it('tells of a replacing rename as both names gone and one given', () => {
    const names = new DiskDirectory();
    const [old, fresh] = [file(), file()];
    names.format('log', old);
    names.format('log.tmp', fresh);
    names.rename('log.tmp', 'log', 'r1');
    expect(names.find('log')).toBe(fresh);
    const { removed, given } = names.settle(names.capture());
    expect([removed, given]).toEqual([['log.tmp', 'log'], new Map([['log', fresh]])]);
    expect([old.durableName, fresh.durableName]).toEqual([undefined, 'log']);
  });

  it('tells nothing of what came and went between two syncs', () => {
    const names = new DiskDirectory();
    names.create('a', file(), 'w1');
    names.rename('a', 'b', 'r1');
    names.remove('b', 'd1');
    expect(names.settle(names.capture())).toEqual({ removed: [], given: new Map() });
  });

  it('tells nothing of a name that has its old file back, nor of a rename to itself', () => {
    const names = new DiskDirectory();
    const a = file();
    names.format('a', a);
    names.rename('a', 'b', 'r1');
    names.rename('b', 'a', 'r2');
    expect(names.settle(names.capture())).toEqual({ removed: [], given: new Map() });
    expect(a.durableName).toBe('a');
    names.rename('a', 'a', 'r3');
    const loss = losing();
    names.losePower(loss);
    expect(loss.asked).toEqual([]);
  });

  it('does nothing when an earlier sync completes after a later one', () => {
    const names = new DiskDirectory();
    const a = file();
    names.create('a', a, 'w1');
    const first = names.capture();
    names.remove('a', 'd1');
    names.settle(names.capture());
    names.settle(first);
    expect(names.durable().size).toBe(0);
  });

  it('gives a file its new name when names swap', () => {
    const names = new DiskDirectory();
    const [a, b] = [file(), file()];
    names.format('a', a);
    names.format('b', b);
    names.rename('a', 'c', 'r1');
    names.rename('b', 'a', 'r2');
    names.rename('c', 'b', 'r3');
    names.settle(names.capture());
    expect([a.durableName, b.durableName]).toEqual(['b', 'a']);
  });

  it('keeps or loses each change at a power loss', () => {
    const names = new DiskDirectory();
    const [a, b, c] = [file(), file(), file()];
    names.format('a', a);
    names.remove('a', 'd1');
    names.create('b', b, 'w1');
    names.create('c', c, 'w2');
    const loss = losing('d1 name kept', 'w1 name kept');
    names.losePower(loss);
    expect(names.list()).toEqual(['a', 'c']);
    expect(loss.asked).toEqual(['d1 name kept', 'w1 name kept', 'w2 name kept']);
    expect(loss.counted).toEqual(['lost-name', 'lost-name']);
  });

  it('keeps no change without the earlier ones of the same names', () => {
    const names = new DiskDirectory();
    const [old, fresh] = [file(), file()];
    names.format('a', old);
    names.rename('a', 'b', 'r1');
    names.create('a', fresh, 'w1');
    names.remove('b', 'd1');
    const loss = losing('r1 name kept');
    expect(names.losePower(loss)).toEqual({ removed: [], given: new Map() });
    expect([names.list(), names.find('a')]).toEqual([['a'], old]);
    expect([loss.asked, loss.counted.length]).toEqual([['r1 name kept'], 3]);
  });

  it('asserts that what is renamed or removed is there', () => {
    expect(() => new DiskDirectory().rename('a', 'b', 'r1')).toThrow('expected a file a to rename to b');
    expect(() => new DiskDirectory().remove('a', 'd1')).toThrow('expected a file a to remove');
  });
});
