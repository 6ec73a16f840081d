import { describe, expect, it } from 'vitest';
import type { DiskFaults } from '../../../src/sim/disk-mishaps.ts';
import { bytes, FakeDiskWorld } from './fake-disk-world.ts';

/** A disk that may do so, with a durable file `a`, of sectors of four bytes. */
function diskThat(faults: Partial<DiskFaults>, content = 'aaaabbbb'): FakeDiskWorld {
  return new FakeDiskWorld(new Map([['a', bytes(content)]]), 4, faults);
}

const often = 500_000;

describe('a failure', () => {
  it('is decided under the anchor of its act, and only where there may be one', () => {
    const world = diskThat({ failWritePpm: often });
    world.write('a', 0, 'x');
    world.sync('a');
    world.ask((disk, done) => disk.read('a', 0, 1, done));
    expect([...world.asked]).toEqual([
      'write s1 a #1 latency',
      'write s1 a #1 failure',
      'sync s1 a #1 latency',
      'read s1 a #1 latency',
    ]);
  });

  it('of a read is an error and no bytes', () => {
    const world = diskThat({ failReadPpm: often });
    world.decided.set('read s1 a #1 failure', 1).set('list s1 directory #1 failure', 2);
    const { error, value } = world.ask<Uint8Array>((disk, done) => disk.read('a', 0, 4, done));
    expect([error?.code, value.length]).toEqual(['io', 0]);
    expect(world.ask<readonly string[]>((disk, done) => disk.list(done)).error?.code).toBe('io');
    expect([world.counters.get('failed-read'), world.failures]).toEqual([2, 2]);
  });

  it.each([
    [1, { a: 'aaaabbbb' }],
    [2, { a: 'xaaabbbb' }],
  ])('of a write, in way %i, leaves %o', (way, left) => {
    const world = diskThat({ failWritePpm: often });
    world.decided.set('write s1 a #1 failure', way);
    const { error } = world.ask<undefined>((disk, done) => disk.write('a', 0, bytes('x'), done));
    expect(error?.code).toBe('io');
    expect(world.files()).toEqual(left);
    expect(world.counters.get('failed-write')).toBe(1);
  });

  it('of a sync leaves pages that are clean, and gone when power is', () => {
    const world = diskThat({ failSyncPpm: often });
    world.decided.set('sync s1 a #1 failure', 1);
    world.write('a', 4, 'xx');
    expect(world.ask<undefined>((disk, done) => disk.sync('a', done)).error?.code).toBe('io');
    world.sync('a');
    expect([world.files(), world.durableFiles()]).toEqual([{ a: 'aaaaxxbb' }, { a: 'aaaabbbb' }]);
    world.crash();
    expect(world.files()).toEqual({ a: 'aaaaxxbb' });
    world.losePower();
    expect(world.files()).toEqual({ a: 'aaaabbbb' });
    expect([...world.asked].filter((anchor) => anchor.endsWith('kept'))).toEqual([]);
  });

  it('of a sync may leave what the platter holds, and the length', () => {
    const world = diskThat({ failSyncPpm: often });
    world.decided.set('sync s1 a #1 failure', 2);
    world.write('a', 6, 'xxxxx');
    world.ask<undefined>((disk, done) => disk.sync('a', done));
    expect(world.files()).toEqual({ a: 'aaaabbbb...' });
  });

  it('of a sync takes nothing from what is written again', () => {
    const world = diskThat({ failSyncPpm: often });
    world.decided.set('sync s1 a #1 failure', 1);
    world.write('a', 4, 'xx');
    world.port.sync('a', () => {});
    world.write('a', 4, 'yy');
    world.run();
    world.sync('a');
    expect(world.durableFiles()).toEqual({ a: 'aaaayybb' });
  });

  it('of a sync of the directory leaves the names to the next one', () => {
    const world = diskThat({ failSyncPpm: often });
    world.decided.set('syncDirectory s1 directory #1 failure', 1);
    world.rename('a', 'b');
    world.syncDirectory();
    expect(world.durableFiles()).toEqual({ a: 'aaaabbbb' });
    world.syncDirectory();
    expect(world.durableFiles()).toEqual({ b: 'aaaabbbb' });
  });
});

describe('a lying sync', () => {
  it('is answered as done, tells the reader nothing, and leaves all to a later one', () => {
    const world = diskThat({ liePpm: often });
    world.decided.set('sync s1 a #1 lie', 1);
    world.write('a', 0, 'xxxx');
    expect(world.ask<undefined>((disk, done) => disk.sync('a', done)).error).toBeUndefined();
    expect(world.durableFiles()).toEqual({ a: 'aaaabbbb' });
    expect([world.counters.get('lying-sync'), world.damages]).toEqual([1, ['lying-sync']]);
    world.sync('a');
    expect(world.durableFiles()).toEqual({ a: 'xxxxbbbb' });
  });

  it('of a directory brings no names', () => {
    const world = diskThat({ liePpm: often });
    world.decided.set('syncDirectory s1 directory #1 lie', 1).set('rename s1 a>b #1 name kept', 0);
    world.rename('a', 'b');
    world.syncDirectory();
    world.losePower();
    expect(world.files()).toEqual({ a: 'aaaabbbb' });
  });
});

describe('a misdirected write', () => {
  it('looks right until the cache is gone, and was never told to the reader', () => {
    const world = diskThat({ misdirectPpm: often }, 'aaaabbbbcccc');
    world.decided.set('write s1 a #1 misdirected', 3);
    world.write('a', 0, 'xxxx');
    world.sync('a');
    expect([world.files(), world.durableFiles()]).toEqual([{ a: 'xxxxbbbbcccc' }, { a: 'xxxxbbbbcccc' }]);
    world.losePower();
    expect([world.files(), world.durableFiles()]).toEqual([{ a: 'aaaabbbbxxxx' }, { a: 'xxxxbbbbcccc' }]);
    expect([world.counters.get('misdirected-write'), world.damages]).toEqual([1, ['misdirected-write']]);
  });

  it('leaves the file as long as it should be', () => {
    const world = diskThat({ misdirectPpm: often });
    world.decided.set('write s1 a #1 misdirected', 1);
    world.write('a', 8, 'xxxxyy');
    world.sync('a');
    world.losePower();
    expect(world.files()).toEqual({ a: 'xxxxyy........' });
  });

  it('is none where it would land in its own place', () => {
    const world = diskThat({ misdirectPpm: often });
    world.decided.set('write s1 a #1 misdirected', 2);
    world.write('a', 4, 'xxxx');
    expect(world.damages).toEqual([]);
  });
});

describe('a torn sector', () => {
  it.each([
    [1, 'xxaabbbb'],
    [2, 'aaxxbbbb'],
  ])('is new in one half: %i', (half, left) => {
    const world = diskThat({ tearPpm: often });
    world.decided.set('write s1 a #1 sector 1 torn', half);
    world.write('a', 0, 'xxxx');
    world.losePower();
    expect([world.files(), world.durableFiles()]).toEqual([{ a: left }, { a: left }]);
    expect([...world.counters]).toEqual([
      ['torn-sector', 1],
      ['torn-write', 1],
    ]);
  });
});

describe('rot', () => {
  const resting = { file: 'a', sparesLastBatch: true };

  it('flips bits, and shows at once where nothing is to be written; the reader is not told', () => {
    const world = diskThat({}, 'aaaabbbb');
    world.write('a', 4, 'xxxx');
    world.disk.rot(resting, 1, 3);
    world.disk.rot(resting, 5, 3);
    expect([world.files(), world.durableFiles()]).toEqual([{ a: 'abaaxxxx' }, { a: 'aaaabbbb' }]);
    world.sync('a');
    world.losePower();
    expect([world.files(), world.durableFiles()]).toEqual([{ a: 'abaaxxxx' }, { a: 'aaaaxxxx' }]);
    expect(world.damages).toEqual(['rot', 'rot']);
  });

  it('spares the sectors that the last sync of the class of files brought', () => {
    const world = new FakeDiskWorld();
    world.establish('log-1', 'aaaabbbb');
    world.establish('log-2', 'cccc');
    world.write('log-2', 4, 'dddd');
    world.sync('log-2');
    const bytesOf = (file: string, sparesLastBatch = true) => world.disk.restingBytes({ file, sparesLastBatch });
    expect([bytesOf('log-1'), bytesOf('log-2'), bytesOf('log-2', false)]).toEqual([8, 4, 8]);
    world.disk.rot({ file: 'log-2', sparesLastBatch: false }, 4, 1);
    expect(world.damages).toEqual(['rot', 'rot-of-last-batch']);
    expect(world.files()).toEqual({ 'log-1': 'aaaabbbb', 'log-2': 'cccceddd' });
  });

  it('may befall a file that took its place by a rename', () => {
    const world = new FakeDiskWorld();
    world.establish('snapshot.draft', 'aaaa');
    world.rename('snapshot.draft', 'snapshot');
    world.syncDirectory();
    expect(world.disk.restingBytes({ file: 'snapshot', sparesLastBatch: true })).toBe(4);
  });
});

describe('a file rolled back', () => {
  it('is what the platter held, and takes nothing from what the reader was told', () => {
    const world = diskThat({}, 'aaaa');
    const copy = world.disk.copyOf('a')!;
    world.write('a', 4, 'bbbbcccc');
    world.sync('a');
    world.losePower();
    expect(world.disk.rollBack('a', copy)).toBe(true);
    expect([world.files(), world.durableFiles()]).toEqual([{ a: 'aaaa' }, { a: 'aaaabbbbcccc' }]);
    world.write('a', 4, 'dd');
    world.sync('a');
    expect(world.durableFiles()).toEqual({ a: 'aaaadd..cccc' });
    expect(world.damages).toEqual(['roll-back']);
  });
});

describe('a disk that stalls', () => {
  it('completes nothing until it goes on, and then all, in order', () => {
    const world = diskThat({});
    const done: string[] = [];
    world.disk.stall();
    world.decided.set('write s1 a #1 latency', 200);
    world.port.write('a', 0, bytes('x'), () => done.push('slow'));
    world.port.write('a', 1, bytes('y'), () => done.push('fast'));
    world.run(5_000);
    expect(done).toEqual([]);
    world.disk.goOn();
    world.run();
    expect(done).toEqual(['fast', 'slow']);
  });

  it('answers no process that crashed meanwhile', () => {
    const world = diskThat({});
    world.disk.stall();
    world.port.write('a', 0, bytes('x'), () => expect.fail('answered'));
    world.run(5_000);
    world.crash();
    world.disk.goOn();
    world.run();
    expect(world.files()).toEqual({ a: 'xaaabbbb' });
  });
});

describe('a full disk', () => {
  it('refuses what would grow, and nothing else', () => {
    const world = diskThat({});
    world.disk.fill(true);
    const code = (issue: Parameters<typeof world.ask<undefined>>[0]) => world.ask<undefined>(issue).error?.code;
    expect(code((disk, done) => disk.write('a', 7, bytes('xx'), done))).toBe('full');
    expect(code((disk, done) => disk.write('b', 0, bytes(''), done))).toBe('full');
    expect(code((disk, done) => disk.truncate('a', 9, done))).toBe('full');
    expect(code((disk, done) => disk.write('a', 7, bytes('x'), done))).toBeUndefined();
    expect(code((disk, done) => disk.truncate('a', 2, done))).toBeUndefined();
    expect([world.counters.get('refused-write'), world.files()]).toEqual([3, { a: 'aa' }]);
    world.disk.fill(false);
    expect(code((disk, done) => disk.write('b', 0, bytes('x'), done))).toBeUndefined();
  });
});

it('nothing goes wrong by itself on a disk that was healed', () => {
  const all = { failReadPpm: 1e6, failWritePpm: 1e6, failSyncPpm: 1e6, liePpm: 1e6, misdirectPpm: 1e6, tearPpm: 1e6 };
  const world = diskThat(all);
  world.draws = () => 1;
  world.disk.heal();
  world.write('a', 0, 'x');
  world.sync('a');
  expect([world.files(), world.durableFiles()]).toEqual([{ a: 'xaaabbbb' }, { a: 'xaaabbbb' }]);
  expect([...world.counters]).toEqual([]);
});
