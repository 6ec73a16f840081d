import { describe, expect, it } from 'vitest';
import { bytes, FakeDiskWorld } from './fake-disk-world.ts';

const ignore = () => {};

describe('a formatted disk', () => {
  it('is durable and announced at the start', () => {
    const initial = new Map([
      ['log-1', bytes('abc')],
      ['vote', bytes('')],
    ]);
    const world = new FakeDiskWorld(initial);
    expect(world.told).toEqual(['log-1 0..3 abc', 'synced', 'vote 0..0 ', 'synced']);
    world.losePower();
    expect(world.files()).toEqual({ 'log-1': 'abc', vote: '' });
    expect(world.told).toHaveLength(4);
  });

  it('has names like any other', () => {
    expect(() => new FakeDiskWorld(new Map([['a/b', bytes('')]]))).toThrow(RangeError);
  });

  it('copies what it is given', () => {
    const content = bytes('abc');
    const world = new FakeDiskWorld(new Map([['a', content]]));
    content[0] = 0;
    expect(world.files()).toEqual({ a: 'abc' });
  });
});

describe('a crash', () => {
  it('loses nothing that was written, synced or not', () => {
    const world = new FakeDiskWorld();
    world.establish('a', 'aaaa');
    world.write('a', 4, 'bbbb');
    world.write('b', 0, 'cccc');
    world.rename('b', 'c');
    world.crash();
    expect(world.files()).toEqual({ a: 'aaaabbbb', c: 'cccc' });
    expect(world.durableFiles()).toEqual({ a: 'aaaa' });
  });
});

describe('a power loss', () => {
  it('loses nothing when nothing is decided otherwise, and makes all of it durable', () => {
    const world = new FakeDiskWorld();
    world.write('a', 0, 'aaaabbbb');
    world.rename('a', 'b');
    world.port.write('b', 8, bytes('cc'), ignore);
    world.losePower();
    expect(world.files()).toEqual({ b: 'aaaabbbbcc' });
    expect(world.durableFiles()).toEqual({ b: 'aaaabbbbcc' });
    expect(world.counters).toEqual(new Map([['kept-sector', 3]]));
  });

  it('loses unsynced sectors, and counts them', () => {
    const world = new FakeDiskWorld();
    world.establish('a', 'aaaa');
    world.write('a', 2, 'bbbbbb');
    world.decided.set('write s1 a #2 sector 1 kept', 0);
    world.losePower();
    expect(world.files()).toEqual({ a: 'aaaabbbb' });
    expect(world.durableFiles()).toEqual({ a: 'aaaabbbb' });
    expect(world.counters).toEqual(
      new Map([
        ['lost-sector', 1],
        ['kept-sector', 1],
        ['torn-write', 1],
      ]),
    );
  });

  it('first decides what was in flight', () => {
    const world = new FakeDiskWorld();
    world.establish('a', '');
    world.decided.set('write s1 a #2 landed', 0);
    world.decided.set('write s1 a #3 sector 1 kept', 0);
    for (const [at, what] of ['aaaa', 'bbbb', 'cccc'].entries()) world.port.write('a', 4 * at, bytes(what), ignore);
    world.losePower();
    expect(world.files()).toEqual({ a: '........cccc' });
  });

  it('takes the cache of a node whose process is gone already', () => {
    const world = new FakeDiskWorld();
    world.establish('a', 'aaaa');
    world.write('a', 0, 'bbbb');
    world.crash();
    world.decided.set('write s1 a #2 sector 1 kept', 0);
    world.losePower();
    expect(world.files()).toEqual({ a: 'aaaa' });
  });

  it('of a disk that was never used is nothing', () => {
    const world = new FakeDiskWorld();
    world.losePower();
    world.crash();
    expect([world.files(), world.told]).toEqual([{}, []]);
  });
});

describe('what is unsynced', () => {
  const none = { files: [], underWay: 0 };

  it('is nothing of a disk that was never used, and of one that was synced', () => {
    const world = new FakeDiskWorld();
    expect(world.disk.unsynced()).toEqual(none);
    world.establish('a', 'aaaa');
    expect(world.disk.unsynced()).toEqual(none);
  });

  it('are sectors, names, and what is under way, inquiries apart', () => {
    const world = new FakeDiskWorld();
    world.establish('a', 'aaaabbbb');
    world.write('a', 2, 'cccc');
    world.write('b', 0, '');
    world.port.write('a', 8, bytes('d'), ignore);
    world.port.sync('a', ignore);
    world.port.read('a', 0, 1, ignore);
    expect(world.disk.unsynced()).toEqual({
      files: [
        { file: 'a', sectors: 2 },
        { file: 'b', sectors: 0 },
      ],
      underWay: 2,
    });
    world.losePower();
    expect(world.disk.unsynced()).toEqual(none);
  });
});

describe('names', () => {
  it('a synced file whose name was never made durable is gone', () => {
    const world = new FakeDiskWorld();
    world.write('a', 0, 'aaaa');
    world.sync('a');
    world.decided.set('write s1 a #1 name kept', 0);
    world.losePower();
    expect([world.files(), world.told]).toEqual([{}, []]);
    expect(world.counters).toEqual(new Map([['lost-name', 1]]));
  });

  it('a file is told whole when its name becomes durable', () => {
    const world = new FakeDiskWorld();
    world.write('a', 0, 'aaaa');
    world.sync('a');
    world.write('a', 4, 'bbbb');
    expect(world.told).toEqual([]);
    world.syncDirectory();
    expect(world.told).toEqual(['a 0..4 aaaa', 'synced']);
    world.sync('a');
    expect(world.told).toEqual(['a 0..4 aaaa', 'synced', 'a 4..8 bbbb', 'synced']);
  });

  it('a sync after a rename is told under the name that the platter knows', () => {
    const world = new FakeDiskWorld();
    world.establish('a', 'aaaa');
    world.rename('a', 'b');
    world.write('b', 0, 'bbbb');
    world.sync('b');
    expect(world.durableFiles()).toEqual({ a: 'bbbb' });
    world.syncDirectory();
    expect(world.durableFiles()).toEqual({ b: 'bbbb' });
  });

  it('a rename that is lost leaves both files as they were', () => {
    const world = new FakeDiskWorld();
    world.establish('vote', 'old');
    world.establish('vote.tmp', 'new');
    world.rename('vote.tmp', 'vote');
    expect(world.files()).toEqual({ vote: 'new' });
    world.decided.set('rename s1 vote.tmp>vote #1 name kept', 0);
    world.losePower();
    expect(world.files()).toEqual({ vote: 'old', 'vote.tmp': 'new' });
    expect(world.durableFiles()).toEqual(world.files());
  });

  it('a rename that is kept may come before the bytes', () => {
    const world = new FakeDiskWorld();
    world.establish('vote', 'old');
    world.write('vote.tmp', 0, 'new');
    world.rename('vote.tmp', 'vote');
    world.decided.set('write s1 vote.tmp #1 sector 1 kept', 0);
    world.losePower();
    expect(world.files()).toEqual({ vote: '' });
    expect(world.durableFiles()).toEqual({ vote: '' });
  });

  it('a removal that is lost brings the file back, with the sectors it keeps', () => {
    const world = new FakeDiskWorld();
    world.establish('a', 'aaaabbbb');
    world.write('a', 0, 'ccccdddd');
    world.remove('a');
    world.decided.set('remove s1 a #1 name kept', 0);
    world.decided.set('write s1 a #2 sector 2 kept', 0);
    world.losePower();
    expect(world.files()).toEqual({ a: 'ccccbbbb' });
    expect(world.durableFiles()).toEqual({ a: 'ccccbbbb' });
  });

  it('syncDirectory covers what was changed before it was issued', () => {
    const world = new FakeDiskWorld();
    world.establish('a', 'aaaa');
    world.decided.set('remove s1 a #1 latency', 500);
    world.port.remove('a', ignore);
    world.syncDirectory();
    expect(world.durableFiles()).toEqual({ a: 'aaaa' });
    world.syncDirectory();
    expect(world.told.slice(-2)).toEqual(['a removed', 'synced']);
  });

  it('asks nothing about the sectors of a file that is gone for good', () => {
    const world = new FakeDiskWorld();
    world.write('a', 0, 'aaaa');
    world.decided.set('write s1 a #1 name kept', 0);
    world.losePower();
    expect([...world.asked].filter((anchor) => anchor.endsWith('kept'))).toEqual(['write s1 a #1 name kept']);
  });
});

describe('a sync', () => {
  it('covers what had taken effect when it was issued, and not what lands while it runs', () => {
    const world = new FakeDiskWorld();
    world.establish('a', '');
    world.write('a', 0, 'aaaa');
    world.port.write('a', 4, bytes('bbbb'), ignore);
    world.port.sync('a', ignore);
    world.port.write('a', 0, bytes('cccc'), ignore);
    world.run();
    expect(world.files()).toEqual({ a: 'ccccbbbb' });
    expect(world.durableFiles()).toEqual({ a: 'aaaa' });
    world.decided.set('write s1 a #3 sector 1 kept', 0);
    world.decided.set('write s1 a #4 sector 1 kept', 0);
    world.losePower();
    expect(world.files()).toEqual({ a: 'aaaa' });
  });

  it('reaches a file that is renamed or removed while it runs', () => {
    const world = new FakeDiskWorld();
    world.establish('a', 'aaaa');
    world.write('a', 0, 'bbbb');
    world.port.sync('a', ignore);
    world.port.rename('a', 'c', ignore);
    world.run();
    expect(world.durableFiles()).toEqual({ a: 'bbbb' });
  });
});
