import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../src/contract/index.ts';
import { Nemesis } from '../../../src/faults/index.ts';
import type { DiskAct, Spares, Target } from '../../../src/scenario/types.ts';
import { byHand, FakeWorld } from './fake-world.ts';

const s2: Target = { kind: 'named', names: ['s2'] };
const replicas: Target = { kind: 'all', role: 'replica' };
const lasts = (us: number) => ({ lastsUs: { min: us, max: us } });

/** A world of three replicas with files, in which the act is planned for 500 µs and what is decided otherwise is plain. */
function strike(act: DiskAct, decided: readonly (readonly [string, number])[] = [], allowed: readonly NodeId[] = []) {
  const label = `fault ${act.verb}-${act.target.kind === 'named' ? 's2' : 'replicas'} #1`;
  const world = new FakeWorld(
    's1 s2 s3',
    byHand([[`${label} happens`, 1], ...decided.map(([aspect, value]) => [`${label} ${aspect}`, value] as const)]),
  );
  const files = new Map([
    ['log', 40],
    ['vote', 4],
  ]);
  for (const id of [1, 2]) world.files.set(id, files);
  const rule = { timing: { kind: 'at', atUs: 500 }, atLeast: undefined, ...act } as const;
  const made = new Nemesis({
    simulator: world,
    rules: [rule],
    leaderOf: () => undefined,
    badCopies: { allows: (id) => allowed.includes(id) },
    chaosEndUs: 90_000,
  });
  made.start();
  const log = world.runUntil(80_000);
  return { log, acts: made.acts[0], world };
}

describe('acts on disks', () => {
  it('stall a disk, or fill it, for a time', () => {
    expect(strike({ verb: 'disk-stall', target: s2, ...lasts(300) }).log).toEqual(['500 stall s2', '800 go on s2']);
    const full = strike({ verb: 'disk-full', target: s2, ...lasts(300) });
    expect(full.log).toEqual(['500 full s2', '800 room s2']);
    expect(full.world.counters.of('disk-full')).toBe(1);
  });

  const rot = (spares: Spares, target: Target = s2): DiskAct => ({ verb: 'rot', target, spares, ...lasts(0) });

  it('flip bits of a drawn byte of a drawn file', () => {
    const drawn = [
      ['s2 file', 1],
      ['s2 place', 2],
      ['s2 bits', 7],
    ] as const;
    expect(strike(rot('nothing'), drawn).log).toEqual(['500 rot vote 2 7 of s2']);
  });

  it('spare files of which nothing is older than the last sync', () => {
    expect(strike(rot('last-batch'), [['s2 file', 1]]).log).toEqual(['500 rot log 0 1 of s2']);
  });

  it('spare what the budget protects', () => {
    expect(strike(rot('budget')).acts).toBe(0);
    expect(strike(rot('budget'), [], [2]).log).toEqual(['500 rot log 0 1 of s2']);
    expect(strike(rot('budget', replicas), [], [1]).log).toEqual(['500 rot log 0 1 of s1']);
  });

  it('roll a file back to what it was, without power', () => {
    const act: DiskAct = { verb: 'roll-back', target: s2, ageUs: { min: 100, max: 100 }, ...lasts(50) };
    expect(strike(act, [['s2 file', 1]]).log).toEqual([
      '600 power-loss s2',
      '600 roll vote back to 5 on s2',
      '650 restart s2',
    ]);
  });

  it('strike nobody without files', () => {
    const act: DiskAct = {
      verb: 'roll-back',
      target: { kind: 'named', names: ['s3'] },
      ageUs: { min: 1, max: 1 },
      ...lasts(1),
    };
    expect(strike({ ...act, target: s2 }).acts).toBe(1);
    const world = new FakeWorld('s1 s2 s3', byHand([['fault roll-back-s3 #1 happens', 1]]));
    const rule = { timing: { kind: 'at', atUs: 5 }, atLeast: undefined, ...act } as const;
    const made = new Nemesis({ simulator: world, rules: [rule], leaderOf: () => undefined, chaosEndUs: 90 });
    made.start();
    expect([world.runUntil(80), made.acts]).toEqual([[], [0]]);
  });
});
