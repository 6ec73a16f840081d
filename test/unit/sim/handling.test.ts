import { describe, expect, it } from 'vitest';
import type { AnyPacket, Host, Process } from '../../../src/contract/index.ts';
import type { TraceEntry } from '../../../src/sim/index.ts';
import { type TinyBoot, tinyWorld } from '../../reference/world.ts';

/** A world in which whatever `strikes` says happens at once when something comes up. */
function worldWith(boots: readonly TinyBoot[], strikes: (entry: TraceEntry, crash: (id: number) => void) => void) {
  const entries: string[] = [];
  const made = tinyWorld(boots, {
    tracer: {
      record: (entry) => {
        entries.push(`${entry.what} ${entry.node}`);
        strikes(entry, (id) => made.simulator.machines.crash(id));
      },
    },
  });
  made.simulator.run();
  return { ...made, entries };
}

describe('what comes up at a node', () => {
  it('is not heard by a process that the world ends between the sync and its answer', () => {
    const heard: string[] = [];
    const writer: TinyBoot = (host: Host<AnyPacket>): Process<AnyPacket> => {
      const sync = () => host.disk.sync('log', () => heard.push('synced'));
      host.disk.write('log', 0, Uint8Array.of(1), () => {
        heard.push('written');
        sync();
      });
      return { receive: () => undefined };
    };
    const { simulator } = worldWith([writer], ({ what, name, node }, crash) => {
      if (what === 'disk' && name === 'sync') crash(node);
    });
    expect(heard).toEqual(['written']);
    expect(simulator.node(1).state).toBe('down');
  });

  it('is not heard by a process that the world ends as a packet arrives', () => {
    const heard: number[] = [];
    const speaker: TinyBoot = (host) => {
      if (host.id === 1) for (let nth = 1; nth <= 3; nth++) host.send(2, { kind: 'say', nth } as AnyPacket);
      return { receive: (_from, packet) => void heard.push((packet as AnyPacket & { nth: number }).nth) };
    };
    const { entries } = worldWith([speaker, speaker], ({ what, detail }, crash) => {
      if (what === 'receive' && (detail as { nth: number }).nth === 2) crash(2);
    });
    expect(heard).toEqual([1]);
    expect(entries.filter((entry) => entry.startsWith('lost'))).toEqual(['lost 1']);
  });
});
