import { describe, expect, it } from 'vitest';
import { bytes, FakeDiskWorld } from './fake-disk-world.ts';

const ignore = () => {};

describe('disk operations', () => {
  it('are counted by kind and class, over incarnations', () => {
    const world = new FakeDiskWorld();
    world.port.write('log-1', 0, bytes('a'), ignore);
    world.port.write('log-2', 0, bytes('a'), ignore);
    world.port.write('vote', 0, bytes('a'), ignore);
    world.run();
    world.crash();
    world.port.write('log-3', 0, bytes('a'), ignore);
    world.port.rename('log-1', 'old-1', ignore);
    world.port.syncDirectory(ignore);
    world.port.list(ignore);
    expect([...world.asked]).toEqual([
      'write s1 log-# #1 latency',
      'write s1 log-# #2 latency',
      'write s1 vote #1 latency',
      'write s1 log-# #3 latency',
      'rename s1 log-#>old-# #1 latency',
      'syncDirectory s1 directory #1 latency',
      'list s1 directory #1 latency',
    ]);
  });

  it('take one draw each, a read half of one, a sync ten', () => {
    const world = new FakeDiskWorld(new Map([['a', bytes('x')]]));
    const took = (issue: () => void) => {
      const begin = world.nowUs;
      issue();
      world.run();
      return world.nowUs - begin;
    };
    expect(took(() => world.port.write('a', 0, bytes('x'), ignore))).toBe(100);
    expect(took(() => world.port.read('a', 0, 1, ignore))).toBe(50);
    expect(took(() => world.port.size('a', ignore))).toBe(100);
    expect(took(() => world.port.list(ignore))).toBe(100);
    expect(took(() => world.port.truncate('a', 0, ignore))).toBe(100);
    expect(took(() => world.port.sync('a', ignore))).toBe(1000);
    expect(took(() => world.port.syncDirectory(ignore))).toBe(1000);
    expect(took(() => world.port.rename('a', 'b', ignore))).toBe(100);
    expect(took(() => world.port.remove('b', ignore))).toBe(100);
    world.draws = () => 333;
    expect(took(() => world.port.write('a', 0, bytes('x'), ignore))).toBe(333);
    expect(took(() => world.port.read('a', 0, 1, ignore))).toBe(166);
    expect(took(() => world.port.sync('a', ignore))).toBe(3330);
  });

  it('overtake each other', () => {
    const world = new FakeDiskWorld();
    world.decided.set('write s1 a #1 latency', 900);
    const done: string[] = [];
    world.port.write('a', 0, bytes('first'), () => done.push('first'));
    world.port.write('a', 0, bytes('later'), () => done.push('later'));
    world.run();
    expect(done).toEqual(['later', 'first']);
    expect(world.files()).toEqual({ a: 'first' });
  });

  it('take effect when they complete, not before', () => {
    const world = new FakeDiskWorld();
    world.write('a', 0, 'old');
    world.decided.set('write s1 a #2 latency', 900);
    world.port.write('a', 0, bytes('new'), ignore);
    world.run(world.nowUs + 800);
    const seen: Uint8Array[] = [];
    world.port.read('a', 0, 3, (_error, value) => seen.push(value));
    world.run();
    expect(seen).toEqual([bytes('old')]);
    expect(world.files()).toEqual({ a: 'new' });
  });
});

describe('operations in flight at a crash', () => {
  it('took effect or did not, and are never answered', () => {
    const world = new FakeDiskWorld();
    const answers: string[] = [];
    world.decided.set('write s1 b #1 landed', 0);
    world.port.write('a', 0, bytes('kept'), () => answers.push('a'));
    world.port.write('b', 0, bytes('gone'), () => answers.push('b'));
    world.port.list(() => answers.push('list'));
    world.crash();
    expect(world.files()).toEqual({ a: 'kept' });
    world.run();
    expect(answers).toEqual([]);
    expect([...world.asked].filter((anchor) => anchor.endsWith('landed'))).toEqual([
      'write s1 a #1 landed',
      'write s1 b #1 landed',
    ]);
  });

  it('do not take effect later', () => {
    const world = new FakeDiskWorld();
    world.decided.set('write s1 a #1 latency', 10_000);
    world.decided.set('remove s1 a #1 latency', 10_000);
    world.port.write('a', 0, bytes('old'), ignore);
    world.port.remove('a', ignore);
    world.decided.set('remove s1 a #1 landed', 0);
    world.crash();
    world.port.write('a', 0, bytes('new'), ignore);
    world.run();
    expect(world.files()).toEqual({ a: 'new' });
  });

  it('a sync may have landed', () => {
    for (const landed of [0, 1]) {
      const world = new FakeDiskWorld();
      world.establish('a', 'old');
      world.write('a', 0, 'new');
      world.decided.set('sync s1 a #2 landed', landed);
      world.port.sync('a', ignore);
      world.crash();
      expect(world.durableFiles()).toEqual({ a: landed === 1 ? 'new' : 'old' });
      expect(world.files()).toEqual({ a: 'new' });
    }
  });

  it('those that fail fail in silence', () => {
    const world = new FakeDiskWorld();
    world.port.truncate('missing', 0, ignore);
    world.port.rename('missing', 'other', ignore);
    world.port.remove('missing', ignore);
    world.port.sync('missing', ignore);
    world.crash();
    expect(world.files()).toEqual({});
  });
});
