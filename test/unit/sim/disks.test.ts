import { describe, expect, it } from 'vitest';
import { type Schedule, seeded } from '../../../src/chance/index.ts';
import type { AnyPacket, Host, Process } from '../../../src/contract/index.ts';
import { shapeOf, type TraceEntry } from '../../../src/sim/index.ts';
import { tinyWorld } from '../../reference/world.ts';

const ms = 1_000;
const shape = shapeOf({ minUs: 10, p50Us: 10, p90Us: 10, p99Us: 10, maxUs: 10 });
const faultless = {
  failReadPpm: 0,
  failWritePpm: 0,
  failSyncPpm: 0,
  liePpm: 0,
  misdirectPpm: 0,
  tearPpm: 0,
};

/** Writes a byte each millisecond, and says what the disk answers. */
function scribe(answers: string[]): (host: Host<AnyPacket>) => Process<AnyPacket> {
  return (host) => {
    let size = 0;
    const write = (): void => {
      const place = size++;
      host.disk.write('log', place, Uint8Array.of(1), (error) => {
        answers.push(`${host.id} ${place} ${error?.code ?? 'done'}`);
      });
      host.setTimer('write', ms, write);
    };
    host.setTimer('write', ms, write);
    return { receive: () => {} };
  };
}

/** At a power loss everything is kept: chance is plain. */
function worldOf(answers: string[], faults = faultless, schedule: Schedule = { base: 'plain', overrides: [] }) {
  const entries: TraceEntry[] = [];
  const tracer = { record: (entry: TraceEntry) => void entries.push(entry) };
  const disk = { shape, sectorBytes: 16, faults };
  const made = tinyWorld([scribe(answers)], {
    schedule,
    tracer,
    disk,
    limits: { events: 500, virtualUs: 1e9, handlerMs: 2_000 },
  });
  const told = () => entries.filter(({ what }) => what === 'disk-fault').map(({ name, detail }) => [name, detail]);
  return { ...made, told };
}

function at(world: ReturnType<typeof worldOf>, timeMs: number, act: () => void): void {
  world.simulator.at(timeMs * ms, act);
}

describe('disks', () => {
  it('stall and go on, as events and as facts', () => {
    const answers: string[] = [];
    const world = worldOf(answers);
    const { disks } = world.simulator;
    at(world, 1.5, () => disks.stall(1));
    at(world, 1.6, () => disks.stall(1));
    at(world, 3.5, () => answers.push('over'));
    at(world, 3.5, () => disks.goOn(1));
    at(world, 3.6, () => disks.goOn(1));
    at(world, 4.5, () => world.simulator.stop());
    world.simulator.run();
    expect(answers).toEqual(['1 0 done', 'over', '1 1 done', '1 2 done', '1 3 done']);
    expect(world.told()).toEqual([
      ['stall', undefined],
      ['go-on', undefined],
    ]);
    expect(world.notes.lines.filter((line) => line.includes('hindered'))).toEqual(['hindered 1', 'unhindered 1']);
  });

  it('are full until there is room; the node counts as hindered until it boots again', () => {
    const answers: string[] = [];
    const world = worldOf(answers);
    const { disks, machines } = world.simulator;
    at(world, 1.5, () => disks.fill(1));
    at(world, 3.5, () => disks.room(1));
    at(world, 4.5, () => machines.crash(1));
    at(world, 4.6, () => world.simulator.stop());
    world.simulator.run();
    expect(answers).toEqual(['1 0 done', '1 1 full', '1 2 full', '1 3 done']);
    const facts = world.notes.lines.filter((line) => !line.startsWith('booted'));
    expect(facts).toEqual(['hindered 1', 'crashed 1', 'unhindered 1']);
  });

  it('rot and are rolled back, and are told of', () => {
    const world = worldOf([]);
    const { disks, machines } = world.simulator;
    at(world, 1.5, () => machines.powerLoss([1]));
    at(world, 1.5, () => {
      const [file = ''] = disks.files(1);
      const copy = disks.copyOf(1, file);
      disks.rot(1, { file, sparesLastBatch: false }, 0, 3);
      expect(disks.copyOf(1, file)).toEqual(Uint8Array.of(2));
      disks.rollBack(1, file, copy!);
      expect(disks.copyOf(1, file)).toEqual(copy);
      world.simulator.stop();
    });
    world.simulator.run();
    expect(world.told()).toEqual([
      ['rot', 'log'],
      ['roll-back', 'log'],
    ]);
  });

  it('boot a process anew at heal that its disk failed, and no other', () => {
    const answers: string[] = [];
    const working = worldOf(answers);
    at(working, 2.5, () => working.simulator.heal());
    at(working, 4.5, () => working.simulator.stop());
    working.simulator.run();
    expect(working.notes.lines).toEqual(['booted 1 1']);

    const failing = worldOf(answers, { ...faultless, failWritePpm: 1_000_000 }, seeded('1'));
    at(failing, 2.5, () => failing.simulator.heal());
    at(failing, 4.5, () => failing.simulator.stop());
    failing.simulator.run();
    expect(failing.notes.lines.filter((line) => /boot|crash|hinder/.test(line))).toEqual([
      'booted 1 1',
      'hindered 1',
      'crashed 1',
      'unhindered 1',
      'booted 1 2',
    ]);
    expect(failing.simulator.counters.of('crash')).toBe(0);
  });
});
