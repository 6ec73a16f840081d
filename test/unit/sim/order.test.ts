/**
 * Order among equal times. A tiny protocol with a race at one microsecond: a door that two nodes
 * want to open and shut at once, and a timer that a packet may come before. In the order of entry
 * the race is won by the same side each time.
 */
import { describe, expect, it } from 'vitest';
import { Decisions, type Schedule, seeded } from '../../../src/chance/index.ts';
import type { SimulatorOptions } from '../../../src/sim/index.ts';
import { type TinyBoot, tinyWorld } from '../../reference/world.ts';

const seeds = Array.from({ length: 40 }, (_, nth) => seeded(String(nth)));
const plain: Schedule = { base: 'plain', overrides: [] };
const names = (id: number) => `n${id}`;

/** What happened at a node, in order and with its time, and what was decided. */
function happenings(boots: (note: (what: string) => void) => readonly TinyBoot[], options: Partial<SimulatorOptions>) {
  const happened: string[] = [];
  const { simulator, notes } = tinyWorld(
    boots((what) => happened.push(`${what} at ${simulator.nowUs}`)),
    options,
  );
  simulator.run();
  return { happened, notes, departures: simulator.decisions.departures ?? [] };
}

/** n1 and n2 send at the same moment what takes equally long. */
const door = (note: (what: string) => void): readonly TinyBoot[] => [
  (host) => {
    host.send(3, { kind: 'open' });
    return { receive: () => undefined };
  },
  (host) => {
    host.send(3, { kind: 'shut' });
    return { receive: () => undefined };
  },
  () => {
    let isOpen = false;
    return {
      receive: (_from, { kind }) => {
        if (kind === 'shut' && !isOpen) throw new Error('nobody shuts a door that is not open');
        isOpen = kind === 'open';
        note(kind);
      },
    };
  },
];

/** A node with three timers that are due at once, of which the last takes back the first. */
const timers = (note: (what: string) => void): readonly TinyBoot[] => [
  (host) => {
    host.setTimer('a', 50, () => note('a'));
    host.setTimer('b', 50, () => note('b'));
    host.setTimer('c', 50, () => {
      host.clearTimer('a');
      note('c');
    });
    return { receive: () => undefined };
  },
];

/** Two acts of a disk that take equally long. */
const reads = (note: (what: string) => void): readonly TinyBoot[] => [
  (host) => {
    host.disk.size('a', () => note('a'));
    host.disk.size('b', () => note('b'));
    return { receive: () => undefined };
  },
];

/** All that happens over many seeds, each way once. */
function ways(boots: Parameters<typeof happenings>[0], order: 'entry' | 'drawn'): readonly string[] {
  const all = seeds.map((schedule) => {
    const decisions = new Decisions(schedule, { names });
    return happenings(boots, { order, decisions }).happened.join(', ');
  });
  return [...new Set(all)].sort();
}

describe('order among equal times', () => {
  it('is that of entry unless it is drawn, whatever the seed', () => {
    expect(ways(door, 'entry')).toEqual(['open at 10, shut at 10']);
    expect(ways(timers, 'entry')).toEqual(['a at 50, b at 50, c at 50']);
    expect(ways(reads, 'entry')).toEqual(['a at 10, b at 10']);
  });

  it('is any, where it is drawn, and takes no time', () => {
    // Who comes to shut it first dies of it, and hears of nothing more.
    expect(ways(door, 'drawn')).toEqual(['', 'open at 10, shut at 10']);
    expect(ways(timers, 'drawn')).toEqual([
      'a at 50, b at 50, c at 50',
      'a at 50, c at 50, b at 50',
      'b at 50, a at 50, c at 50',
      'b at 50, c at 50',
      'c at 50, b at 50',
    ]);
    expect(ways(reads, 'drawn')).toEqual(['a at 10, b at 10', 'b at 10, a at 10']);
  });

  it('shows a race that no other chance does', () => {
    const fails = (order: 'entry' | 'drawn') =>
      seeds.filter((schedule) => {
        const decisions = new Decisions(schedule, { names });
        return happenings(door, { order, decisions }).notes.offences.length > 0;
      }).length;
    expect(fails('entry')).toBe(0);
    expect(fails('drawn')).toBeGreaterThan(5);
  });

  it('is that of entry on a plain base, but for who is told to yield', () => {
    const under = (schedule: Schedule, boots = door) =>
      happenings(boots, { order: 'drawn', decisions: new Decisions(schedule, { names, record: true }) });
    expect(under(plain)).toMatchObject({ happened: ['open at 10', 'shut at 10'], departures: [] });
    const yielding = under({ ...plain, overrides: [{ at: 'send n1>n3 open #1 order', value: 1 }] });
    expect(yielding.happened).toEqual([]);
    expect(yielding.notes.offences).toHaveLength(1);
    expect(yielding.departures).toMatchObject([{ anchor: 'send n1>n3 open #1 order', value: 1, plain: 0 }]);
    const last = under({ ...plain, overrides: [{ at: 'timer n1/1 a #1 order', value: 2 }] }, timers);
    expect(last.happened).toEqual(['b at 50', 'c at 50']);
    const answered = under({ ...plain, overrides: [{ at: 'size n1 a #1 order', value: 1 }] }, reads);
    expect(answered.happened).toEqual(['b at 10', 'a at 10']);
  });

  it('among those that yield equally often is that of entry again', () => {
    const overrides = ['a', 'b', 'c'].map((name) => ({ at: `timer n1/1 ${name} #1 order`, value: 3 }));
    const decisions = new Decisions({ base: 'plain', overrides }, { names });
    expect(happenings(timers, { order: 'drawn', decisions }).happened).toEqual(['a at 50', 'b at 50', 'c at 50']);
  });

  it('is drawn for what bursts from a clog', () => {
    const burst = (value: number) => {
      const overrides = [{ at: 'send n1>n3 open #1 order', value }];
      const decisions = new Decisions({ base: 'plain', overrides }, { names });
      const happened: string[] = [];
      const { simulator } = tinyWorld(
        door((what) => happened.push(what)),
        { order: 'drawn', decisions },
      );
      const { links } = simulator;
      simulator.at(0, () => undefined);
      const clog = links.clog([1, 2], [3]);
      simulator.at(500, () => links.mend(clog));
      simulator.run();
      return happened;
    };
    expect(burst(0)).toEqual(['open', 'shut']);
    expect(burst(1)).toEqual([]);
  });

  it('is asked for once each time that a timer is due, also where its node is paused or slow', () => {
    for (const schedule of seeds) {
      const decisions = new Decisions(schedule, { names, record: true });
      const fired: string[] = [];
      const { simulator } = tinyWorld(
        [
          (host) => {
            const tick = (left: number) => {
              fired.push('tick');
              if (left > 0) host.setTimer('tick', 40, () => tick(left - 1));
            };
            host.setTimer('tick', 40, () => tick(9));
            host.setTimer('other', 40, () => fired.push('other'));
            return { receive: () => undefined };
          },
        ],
        { order: 'drawn', decisions },
      );
      simulator.at(30, () => simulator.machines.pause(1));
      simulator.at(300, () => simulator.machines.resume(1));
      simulator.run();
      expect(fired).toHaveLength(11);
      const anchors = decisions.departures?.map(({ anchor }) => anchor) ?? [];
      expect(new Set(anchors).size).toBe(anchors.length);
      expect(anchors.filter((anchor) => anchor.startsWith('timer n1/1 tick #11'))).toEqual([]);
    }
  });
});
