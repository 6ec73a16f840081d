/**
 * Laws of the simulated disk under random operations, many of them in flight at once, random
 * latencies, crashes and power losses. A world is a function of its steps and a salt, so that a
 * second one, taken through the same steps, shows what the first one holds without touching it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText } from '../../src/chance/index.ts';
import { bytes, FakeDiskWorld, text } from '../unit/sim/fake-disk-world.ts';

type Step =
  | { readonly act: 'write'; readonly file: string; readonly offset: number; readonly content: string }
  | { readonly act: 'truncate'; readonly file: string; readonly size: number }
  | { readonly act: 'sync' | 'remove'; readonly file: string }
  | { readonly act: 'rename'; readonly file: string; readonly to: string }
  | { readonly act: 'wait'; readonly us: number }
  | { readonly act: 'syncDirectory' | 'crash' | 'losePower' };

const sectorBytes = 4;
const ignore = () => {};
const names = ['a', 'b', 'log-1', 'log-2'];
const file = fc.constantFrom(...names);
const content = fc.string({ unit: fc.constantFrom(...'pqrstuvw'), maxLength: 14 });

/** Random steps of the given acts. */
function steps(...acts: readonly Step['act'][]): fc.Arbitrary<Step[]> {
  const step: { readonly [Act in Step['act']]: fc.Arbitrary<Step> } = {
    write: fc.record({ act: fc.constant('write'), file, offset: fc.nat(20), content }),
    truncate: fc.record({ act: fc.constant('truncate'), file, size: fc.nat(24) }),
    sync: fc.record({ act: fc.constant('sync'), file }),
    remove: fc.record({ act: fc.constant('remove'), file }),
    rename: fc.record({ act: fc.constant('rename'), file, to: file }),
    wait: fc.record({ act: fc.constant('wait'), us: fc.nat(3000) }),
    syncDirectory: fc.constant({ act: 'syncDirectory' }),
    crash: fc.constant({ act: 'crash' }),
    losePower: fc.constant({ act: 'losePower' }),
  };
  return fc.array(fc.oneof(...acts.map((act) => step[act])), { maxLength: 25, size: 'max' });
}

const everything = steps(
  'write',
  'write',
  'write',
  'truncate',
  'sync',
  'sync',
  'remove',
  'rename',
  'wait',
  'wait',
  'syncDirectory',
  'crash',
  'losePower',
);

/** A world whose decisions come from a salt. */
function saltedWorld(salt: number, initial?: ReadonlyMap<string, Uint8Array>): FakeDiskWorld {
  const world = new FakeDiskWorld(initial, sectorBytes);
  world.draws = (anchor) => hashText(`${salt} ${anchor}`) >>> 0;
  return world;
}

function take(world: FakeDiskWorld, step: Step): void {
  const { port } = world;
  if (step.act === 'write') port.write(step.file, step.offset, bytes(step.content), ignore);
  else if (step.act === 'truncate') port.truncate(step.file, step.size, ignore);
  else if (step.act === 'sync') port.sync(step.file, ignore);
  else if (step.act === 'remove') port.remove(step.file, ignore);
  else if (step.act === 'rename') port.rename(step.file, step.to, ignore);
  else if (step.act === 'wait') world.run(world.nowUs + step.us);
  else if (step.act === 'syncDirectory') port.syncDirectory(ignore);
  else if (step.act === 'crash') world.crash();
  else world.losePower();
}

/** A second world in the state of the first. */
function twin(salt: number, past: readonly Step[], initial?: ReadonlyMap<string, Uint8Array>): FakeDiskWorld {
  const world = saltedWorld(salt, initial);
  for (const step of past) take(world, step);
  return world;
}

describe('without failures', () => {
  it('the disk is a map of names to bytes', () => {
    fc.assert(
      fc.property(steps('write', 'truncate', 'sync', 'remove', 'rename', 'syncDirectory'), fc.nat(), (acts, salt) => {
        const world = saltedWorld(salt);
        const model = new Map<string, Uint8Array>();
        for (const act of acts) {
          take(world, act);
          world.run();
          applyTo(model, act);
          expect(world.files()).toEqual(shown(model));
        }
      }),
    );
  });
});

describe('where acts may fail and syncs may lie', () => {
  const faults = {
    failReadPpm: 200_000,
    failWritePpm: 200_000,
    failSyncPpm: 300_000,
    liePpm: 300_000,
    tearPpm: 300_000,
  };

  /** A world in which chance is as in `saltedWorld`, and disks are bad. */
  function badWorld(salt: number, acts: readonly Step[]): FakeDiskWorld {
    const world = new FakeDiskWorld(undefined, sectorBytes, faults);
    world.draws = (anchor) => hashText(`${salt} ${anchor}`) >>> 0;
    for (const act of acts) take(world, act);
    return world;
  }

  it('the reader is told of nothing that is not there when all else is lost', () => {
    fc.assert(
      fc.property(everything, fc.nat(), (acts, salt) => {
        const world = badWorld(salt, acts);
        const told = world.durableFiles();
        world.disk.heal();
        world.draws = () => 0;
        world.losePower();
        expect(world.files()).toEqual(told);
      }),
    );
  });

  it('what misdirected writes and rot do is told to nobody, and what is synced is told as it was meant', () => {
    fc.assert(
      fc.property(everything, fc.nat(), fc.nat(), (acts, salt, byte) => {
        const world = new FakeDiskWorld(undefined, sectorBytes, { misdirectPpm: 500_000 });
        world.draws = (anchor) => hashText(`${salt} ${anchor}`) >>> 0;
        const last = acts.findLastIndex(({ act }) => act === 'losePower' || act === 'crash');
        // From a power loss on a process may see what rot or a misdirected write has left: so there is none.
        for (const act of acts.slice(last + 1)) take(world, act);
        const meant = twin(salt, acts.slice(last + 1));
        for (const file of world.disk.files()) {
          const resting = { file, sparesLastBatch: false };
          const bytesOf = world.disk.restingBytes(resting);
          if (bytesOf > 0) world.disk.rot(resting, byte % bytesOf, 1);
        }
        expect(world.durableFiles()).toEqual(meant.durableFiles());
      }),
    );
  });
});

describe('what the durable reader is told', () => {
  it('is what is left when all that is unsynced or in flight is lost', () => {
    fc.assert(
      fc.property(everything, fc.nat(), (acts, salt) => {
        for (let n = 0; n <= acts.length; n++) {
          const world = twin(salt, acts.slice(0, n));
          const told = world.durableFiles();
          world.draws = () => 0;
          world.losePower();
          expect(world.files()).toEqual(told);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('leaves out no byte of what a sync brings', () => {
    const initial = new Map([['a', bytes('formatted long before')]]);
    const onOneFile = steps('write', 'write', 'truncate', 'sync', 'wait', 'losePower').map((acts) =>
      acts.map((step) => ('file' in step ? { ...step, file: 'a' } : step)),
    );
    fc.assert(
      fc.property(onOneFile, fc.nat(), (acts, salt) => {
        const world = twin(salt, acts, initial);
        world.run();
        world.sync('a');
        expect(world.durableFiles()).toEqual(world.files());
      }),
      { numRuns: 500 },
    );
  });

  it('is all there is after a power loss, whatever was kept', () => {
    fc.assert(
      fc.property(everything, fc.nat(), (acts, salt) => {
        const world = twin(salt, acts);
        world.losePower();
        expect(world.durableFiles()).toEqual(world.files());
      }),
      { numRuns: 500 },
    );
  });
});

describe('a crash', () => {
  it('keeps what the cache holds', () => {
    fc.assert(
      fc.property(everything, fc.nat(), (acts, salt) => {
        const before = twin(salt, [...acts, { act: 'wait', us: 1_000_000 }]);
        const expected = before.files();
        before.crash();
        expect(before.files()).toEqual(expected);
      }),
    );
  });

  it('settles what was in flight once and for all', () => {
    fc.assert(
      fc.property(everything, fc.nat(), (acts, salt) => {
        const world = twin(salt, acts);
        world.crash();
        const told = world.told.length;
        const then = world.files();
        world.run();
        expect([world.files(), world.told.length]).toEqual([then, told]);
      }),
    );
  });
});

describe('a power loss', () => {
  const initial = new Map(names.map((name) => [name, bytes(`${name} was here before`)]));

  it('loses nothing when all is kept', () => {
    fc.assert(
      fc.property(everything, fc.nat(), (acts, salt) => {
        const crashed = twin(salt, acts);
        const struck = twin(salt, acts);
        for (const world of [crashed, struck]) world.draws = () => 0xffffffff;
        crashed.crash();
        struck.losePower();
        expect(struck.files()).toEqual(crashed.files());
      }),
      { numRuns: 500 },
    );
  });

  it('leaves each sector as it was synced or as it was cached', () => {
    fc.assert(
      fc.property(steps('write', 'write', 'truncate', 'sync', 'wait', 'crash', 'losePower'), fc.nat(), (acts, salt) => {
        const crashed = twin(salt, acts, initial);
        crashed.crash();
        const struck = twin(salt, acts, initial);
        struck.losePower();
        const cuts = acts.flatMap((step) => (step.act === 'truncate' ? [step.size] : []));
        for (const name of names) {
          const cached = crashed.content(name);
          const durable = crashed.durable.get(name)!;
          expectSectorsOf(struck.content(name), [cached, durable], cuts);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps or loses names as some history without skipped steps would', () => {
    fc.assert(
      fc.property(steps('write', 'remove', 'rename', 'syncDirectory'), fc.nat(), (acts, salt) => {
        const world = saltedWorld(salt);
        const reference = new NamesReference();
        for (const [n, act] of acts.slice(0, 12).entries()) {
          // Each file is written once, whole, and synced, so that its content tells which file it is.
          const step = act.act === 'write' ? { ...act, offset: 0, content: `file ${n}` } : act;
          if (step.act === 'write' && reference.current.has(step.file)) continue;
          take(world, step);
          world.run();
          if (step.act === 'write') world.sync(step.file);
          reference.take(step);
        }
        world.losePower();
        expect(reference.possible()).toContainEqual(world.files());
      }),
      { numRuns: 500 },
    );
  });
});

describe('what was answered', () => {
  interface Chunk {
    readonly file: string;
    readonly offset: number;
    readonly content: string;
    synced: boolean;
  }

  const acts = fc.array(
    fc.record({
      act: fc.constantFrom('append', 'append', 'append', 'sync', 'sync', 'syncDirectory', 'wait', 'crash', 'losePower'),
      file,
      content,
      us: fc.nat(9000),
    }),
    { maxLength: 40, size: 'max' },
  );

  it('outlives every crash once written, every power loss once synced under a synced name', () => {
    fc.assert(
      fc.property(acts, fc.nat(), (sequence, salt) => {
        const world = saltedWorld(salt);
        const ends = new Map<string, number>();
        /** Written and answered, unless lost since. */
        let written: Chunk[] = [];
        let named = new Set<string>();
        for (const { act, file: name, content: what, us } of sequence) {
          if (act === 'append') {
            const offset = ends.get(name) ?? 0;
            ends.set(name, offset + what.length);
            const chunk = { file: name, offset, content: what, synced: false };
            world.port.write(name, offset, bytes(what), () => written.push(chunk));
          } else if (act === 'sync') {
            const covered = written.filter((chunk) => chunk.file === name);
            world.port.sync(name, (error) => {
              if (error === undefined) for (const chunk of covered) chunk.synced = true;
            });
          } else if (act === 'syncDirectory') {
            const covered = written.map((chunk) => chunk.file);
            world.port.syncDirectory(() => {
              named = new Set([...named, ...covered]);
            });
          } else if (act === 'wait') {
            world.run(world.nowUs + us);
          } else {
            take(world, { act });
            if (act === 'losePower') written = written.filter((chunk) => chunk.synced && named.has(chunk.file));
            for (const { file: where, offset, content: bit } of written) {
              expect(text(world.content(where)).slice(offset, offset + bit.length)).toBe(bit);
            }
            if (act === 'losePower') named = new Set(world.durable.keys());
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** The naive disk. */
function applyTo(model: Map<string, Uint8Array>, step: Step): void {
  if (step.act === 'write') {
    const old = model.get(step.file) ?? new Uint8Array(0);
    const added = bytes(step.content);
    const end = added.length === 0 ? 0 : step.offset + added.length;
    const now = new Uint8Array(Math.max(old.length, end));
    now.set(old);
    if (added.length > 0) now.set(added, step.offset);
    model.set(step.file, now);
  } else if (step.act === 'truncate') {
    const old = model.get(step.file);
    if (old === undefined) return;
    const now = new Uint8Array(step.size);
    now.set(old.subarray(0, step.size));
    model.set(step.file, now);
  } else if (step.act === 'remove') {
    model.delete(step.file);
  } else if (step.act === 'rename') {
    const moved = model.get(step.file);
    if (moved === undefined) return;
    model.delete(step.file);
    model.set(step.to, moved);
  }
}

function shown(model: ReadonlyMap<string, Uint8Array>): Record<string, string> {
  return Object.fromEntries([...model].map(([name, content]) => [name, text(content)]));
}

/** Each sector is that of one of the sources, which a truncation may have cut; so is the size, or a sector's end. */
function expectSectorsOf(actual: Uint8Array, sources: readonly Uint8Array[], cuts: readonly number[]): void {
  const sizes = [...sources.map((source) => source.length), ...cuts];
  expect(actual.length % sectorBytes === 0 || sizes.includes(actual.length)).toBe(true);
  expect(actual.length).toBeLessThanOrEqual(Math.max(...sizes));
  for (let from = 0; from < actual.length; from += sectorBytes) {
    const choices = sources.flatMap((source) =>
      [source.length, ...cuts].map((cut) => sector(source.subarray(0, cut), from, actual.length)),
    );
    expect(choices).toContain(sector(actual, from, actual.length));
  }
}

/** The sector at `from`, with zeros up to its end or `size`. */
function sector(source: Uint8Array, from: number, size: number): string {
  const padded = new Uint8Array(Math.min(sectorBytes, size - from));
  padded.set(source.subarray(from, from + padded.length));
  return text(padded);
}

/** Every state that names may be in after a power loss, by brute force over subsets of the unsynced changes. */
class NamesReference {
  readonly current = new Map<string, Uint8Array>();
  #durable = new Map<string, Uint8Array>();
  #unsynced: { readonly step: Step; readonly touches: readonly string[] }[] = [];

  take(step: Step): void {
    if (step.act === 'syncDirectory') {
      this.#durable = new Map(this.current);
      this.#unsynced = [];
      return;
    }
    const touches = step.act === 'rename' ? [step.file, step.to] : 'file' in step ? [step.file] : [];
    if (step.act !== 'write' && !this.current.has(touches[0]!)) return;
    if (step.act === 'rename' && step.file === step.to) return;
    applyTo(this.current, step);
    this.#unsynced.push({ step, touches });
  }

  possible(): Record<string, string>[] {
    const states: Record<string, string>[] = [];
    for (let subset = 0; subset < 1 << this.#unsynced.length; subset++) {
      const isKept = (i: number) => ((subset >> i) & 1) === 1;
      const skips = this.#unsynced.some(({ touches }, i) =>
        this.#unsynced.slice(0, i).some((earlier, j) => {
          return isKept(i) && !isKept(j) && earlier.touches.some((name) => touches.includes(name));
        }),
      );
      if (skips) continue;
      const state = new Map(this.#durable);
      for (const [i, { step }] of this.#unsynced.entries()) if (isKept(i)) applyTo(state, step);
      states.push(shown(state));
    }
    return states;
  }
}
