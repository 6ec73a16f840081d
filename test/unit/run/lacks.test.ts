import { describe, expect, it } from 'vitest';
import { lacksOf, tellLack, vacuousAlone } from '../../../src/run/lacks.ts';
import { scenarioWith } from '../../reference/results.ts';

describe('what a run lacks', () => {
  const shown = {
    deliveries: 9,
    faults: new Map(),
    sometimes: new Map(),
    nemesis: { acts: [], labels: [], rests: () => false },
  };
  const told = (broadcasts: number, refused: number) =>
    lacksOf(scenarioWith({ kind: 'held' }), { ...shown, broadcasts, refused }).map(tellLack);

  it('is nothing while few are refused', () => {
    expect(told(400, 0)).toEqual([]);
    expect(told(400, 40)).toEqual([]);
    expect(told(0, 0)).toEqual([]);
  });

  it('is meaning, where more than the scenario allows are refused', () => {
    expect(told(400, 41)).toEqual(['refusals: 41, at most 40 wanted']);
    expect(told(5, 1)).toEqual(['refusals: 1, at most 0 wanted']);
  });

  it('is what goes wrong on disks by itself, where it may and did not', () => {
    const held = scenarioWith({ kind: 'held' });
    const disk = { ...held.disk, failSyncPpm: 1, liePpm: 1, tearPpm: 1 };
    const faults = new Map([['lying-sync', 1]]);
    const lacks = lacksOf({ ...held, disk }, { ...shown, faults, broadcasts: 0, refused: 0 });
    expect(lacks.map(tellLack)).toEqual(['fault "failed-sync" never struck', 'fault "torn-sector" never struck']);
  });

  it('is somebody to do without, where only a quorum is to heal and nobody was left behind', () => {
    const held = scenarioWith({ kind: 'held' });
    const core = { ...held, heal: { ...held.heal, mode: 'core' } as const };
    const told = (...faults: (readonly [string, number])[]) =>
      lacksOf(core, { ...shown, faults: new Map(faults), broadcasts: 0, refused: 0 }).map(tellLack);
    expect(told()).toEqual(['fault "retire" never struck']);
    expect(told(['retire', 1])).toEqual([]);
    expect(told(['wipe', 1])).toEqual([]);
  });

  it('makes a run vacuous by itself, where too much is refused', () => {
    const lacks = lacksOf(scenarioWith({ kind: 'held' }), { ...shown, broadcasts: 400, refused: 41 });
    expect(vacuousAlone(lacks)).toEqual(lacks);
  });

  it('is a chance that never struck, whichever it is', () => {
    const scenario = scenarioWith({ kind: 'held' });
    const link = { ...scenario.network['client-gateway'], stragglePpm: 1, corruptPpm: 1 };
    const bandwidth = { bytesPerS: 1, bufferBytes: 1 };
    const network = { ...scenario.network, 'client-gateway': link, 'replica-replica': { ...link, bandwidth } };
    const lacks = lacksOf({ ...scenario, network }, { ...shown, broadcasts: 1, refused: 0 });
    expect(lacks.map(({ name }) => name)).toEqual(['straggler', 'corrupt', 'queued']);
    expect(vacuousAlone(lacks)).toEqual(lacks);
  });
});
