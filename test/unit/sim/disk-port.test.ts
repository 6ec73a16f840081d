import { describe, expect, it } from 'vitest';
import type { Disk, DiskError } from '../../../src/contract/index.ts';
import { maxFileBytes } from '../../../src/sim/disk-port.ts';
import { bytes, FakeDiskWorld } from './fake-disk-world.ts';

const ignore = () => {};

describe('what the disk answers', () => {
  it('lists names sorted', () => {
    const world = new FakeDiskWorld();
    for (const name of ['b', 'a10', 'a9', 'B']) world.write(name, 0, '');
    expect(world.ask<readonly string[]>((disk, done) => disk.list(done)).value).toEqual(['B', 'a10', 'a9', 'b']);
  });

  it('reads exactly what is asked for', () => {
    const world = new FakeDiskWorld(new Map([['a', bytes('hello')]]));
    const read = (offset: number, length: number) =>
      world.ask<Uint8Array>((disk, done) => disk.read('a', offset, length, done));
    expect(read(1, 3)).toEqual({ error: undefined, value: bytes('ell') });
    expect(read(5, 0)).toEqual({ error: undefined, value: bytes('') });
    expect(read(3, 3).error).toEqual({ code: 'range', message: 'a has 5 bytes, not 3 from 3' });
    expect(read(6, 0).error).toEqual({ code: 'range', message: 'a has 5 bytes, not 0 from 6' });
  });

  it('creates by writing, fills gaps with zeros, cuts and extends', () => {
    const world = new FakeDiskWorld();
    world.write('a', 2, 'xyz');
    expect(world.files()).toEqual({ a: '..xyz' });
    world.truncate('a', 3);
    world.truncate('a', 6);
    expect(world.files()).toEqual({ a: '..x...' });
  });

  it('renames over what is there, and to itself without harm', () => {
    const world = new FakeDiskWorld();
    world.write('a', 0, 'new');
    world.write('b', 0, 'old');
    world.rename('a', 'b');
    world.rename('b', 'b');
    expect(world.files()).toEqual({ b: 'new' });
    world.remove('b');
    expect(world.files()).toEqual({});
  });

  it.each<[string, (disk: Disk, done: (error: DiskError | undefined) => void) => void]>([
    ['size', (disk, done) => disk.size('a', done)],
    ['read', (disk, done) => disk.read('a', 0, 0, done)],
    ['truncate', (disk, done) => disk.truncate('a', 0, done)],
    ['sync', (disk, done) => disk.sync('a', done)],
    ['rename', (disk, done) => disk.rename('a', 'b', done)],
    ['remove', (disk, done) => disk.remove('a', done)],
  ])('%s of no file is `missing`', (_name, issue) => {
    const world = new FakeDiskWorld();
    const { error } = world.ask<undefined>((disk, done) => issue(disk, (failure) => done(failure, undefined)));
    expect(error).toEqual({ code: 'missing', message: 'there is no file a' });
  });

  it('a sync looks for its file when it is issued', () => {
    const world = new FakeDiskWorld();
    world.port.write('a', 0, bytes('x'), ignore);
    const { error } = world.ask<undefined>((disk, done) => disk.sync('a', done));
    expect(error?.code).toBe('missing');
  });

  it('copies bytes at the call, and hands out copies', () => {
    const world = new FakeDiskWorld();
    const mine = Buffer.from('mine');
    world.port.write('a', 0, mine, ignore);
    mine.write('XXXX');
    world.run();
    const read = world.content('a');
    expect(read).toEqual(bytes('mine'));
    read[0] = 0;
    expect(world.files()).toEqual({ a: 'mine' });
  });
});

describe('what a protocol gets wrong in a call', () => {
  const { port } = new FakeDiskWorld();
  const wrong = (value: unknown) => value as never;

  it.each<[string, () => void, string]>([
    ['a negative offset', () => port.read('a', -1, 1, ignore), 'offset is a non-negative integer, not -1'],
    ['half a length', () => port.read('a', 0, 0.5, ignore), 'length is a non-negative integer, not 0.5'],
    ['no size', () => port.truncate('a', wrong(undefined), ignore), 'size is a non-negative integer, not undefined'],
    ['text for bytes', () => port.write('a', 0, wrong('text'), ignore), 'what is written to a is no Uint8Array'],
    ['no callback', () => port.sync('a', wrong(undefined)), 'sync takes a callback, not undefined'],
    ['a number for a name', () => port.size(wrong(7), ignore), 'a file name is a string, not number'],
    ['an empty name', () => port.remove('', ignore), 'a file name is 1 to 255 characters of printable ASCII'],
    ['a path', () => port.rename('a', 'b/c', ignore), 'without spaces and slashes, not "b/c"'],
    ['the folder itself', () => port.size('..', ignore), 'not ".."'],
    [
      'a file without end',
      () => port.write('a', maxFileBytes, bytes('x'), ignore),
      `a would have ${maxFileBytes + 1} bytes; a simulated file has at most ${maxFileBytes}`,
    ],
    ['an endless size', () => port.truncate('a', 2 ** 40, ignore), 'a would have 1099511627776 bytes'],
  ])('%s is thrown at the call', (_name, call, message) => {
    expect(call).toThrow(message);
  });

  it('is a TypeError or a RangeError', () => {
    expect(() => port.write('a', 0, wrong([1]), ignore)).toThrow(TypeError);
    expect(() => port.read('a', Number.NaN, 1, ignore)).toThrow(RangeError);
  });
});
