/** Nodes that are gone for good, as they are: heal passes them by. */
import { describe, expect, it } from 'vitest';
import type { AnyPacket, NodeId } from '../../../src/contract/index.ts';
import { type TinyBoot, tinyWorld } from '../../reference/world.ts';

const silent: TinyBoot = () => ({ receive: () => undefined });

/** Each of three nodes sends the two others a packet every 10 us; noted is who hears whom, and when last. */
function crowd(act: (world: ReturnType<typeof tinyWorld>) => void) {
  const heard = new Map<string, number>();
  const boot: TinyBoot = (host) => {
    const say = () => {
      for (const to of [1, 2, 3]) if (to !== host.id) host.send(to, { kind: 'say' } as AnyPacket);
      host.setTimer('say', 10, say);
    };
    say();
    return { receive: (from: NodeId) => void heard.set(`${from}>${host.id}`, host.monotonicUs()) };
  };
  const world = tinyWorld([boot, boot, boot]);
  act(world);
  world.simulator.at(1_000, () => world.simulator.stop());
  world.simulator.run();
  return { heard, ...world };
}

describe('a node that retires', () => {
  it('stays down at heal, and nobody restarts it', () => {
    const { simulator, notes } = tinyWorld([silent, silent]);
    simulator.at(10, () => {
      simulator.machines.crash(1);
      simulator.machines.crash(2);
      simulator.machines.retire(1);
      simulator.machines.retire(1);
      simulator.machines.restart(1);
      simulator.heal();
    });
    simulator.run();
    expect(notes.lines.slice(2)).toEqual(['crashed 1', 'crashed 2', 'retired 1', 'booted 2 2']);
    expect(Object.fromEntries(simulator.counters.all)).toEqual({ crash: 2, retire: 1, restart: 1 });
  });

  it('stays frozen, slow, full and stalled, and its clocks stand', () => {
    const { simulator, notes } = tinyWorld([silent, silent]);
    simulator.at(10, () => {
      for (const id of [1, 2]) {
        simulator.machines.pause(id);
        simulator.machines.hinder(id, 'slow', 5);
        simulator.disks.stall(id);
        simulator.disks.fill(id);
        simulator.clocks.freeze(id, 'monotonic');
      }
      simulator.machines.retire(1);
      notes.lines.length = 0;
      simulator.heal();
    });
    simulator.run();
    expect(notes.lines.filter((line) => line.endsWith('1'))).toEqual([]);
    expect(notes.lines.filter((line) => line.endsWith('2'))).toEqual([
      ...['unhindered 2', 'unhindered 2', 'unhindered 2', 'unpaused 2'],
    ]);
    expect([1, 2].map((id) => simulator.disks.isFull(id))).toEqual([true, false]);
    expect([1, 2].map((id) => simulator.node(id).state)).toEqual(['paused', 'up']);
  });

  it('hears nothing of its stalled disk', () => {
    const done: string[] = [];
    const boot: TinyBoot = (host) => {
      host.setTimer('write', 15, () => host.disk.write('a', 0, Uint8Array.of(1), () => void done.push(`n${host.id}`)));
      return { receive: () => undefined };
    };
    const { simulator } = tinyWorld([boot, boot]);
    simulator.at(10, () => {
      simulator.disks.stall(1);
      simulator.disks.stall(2);
    });
    simulator.at(50, () => {
      simulator.machines.retire(1);
      simulator.heal();
    });
    simulator.run();
    expect(done).toEqual(['n2']);
  });

  it('stays cut off, while others that the same cut severed hear each other again', () => {
    const { heard, notes } = crowd(({ simulator }) => {
      simulator.at(105, () => {
        simulator.links.cut([1, 3], [2]);
        simulator.links.cut([2, 1], [3]);
      });
      simulator.at(505, () => {
        simulator.machines.retire(3);
        simulator.heal();
      });
    });
    const lastHeard = (link: string) => (heard.get(link) ?? 0) > 900;
    // From 3 to 1 was never cut.
    expect(['1>2', '2>1', '3>1', '1>3', '2>3', '3>2'].map(lastHeard)).toEqual([true, true, true, false, false, false]);
    expect(notes.lines.filter((line) => line.startsWith('links')).length).toBe(6);
  });

  it('gets no packet out of a clog that heal releases for others', () => {
    const { heard } = crowd(({ simulator }) => {
      simulator.at(105, () => simulator.links.clog([1], [2, 3]));
      simulator.at(155, () => {
        simulator.machines.retire(3);
        simulator.heal();
      });
    });
    expect((heard.get('1>2') ?? 0) > 900).toBe(true);
    expect(heard.get('1>3')).toBe(110);
  });
});
