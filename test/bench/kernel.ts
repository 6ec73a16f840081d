/**
 * The kernel alone: nodes that bounce packets, with loss, duplication, digest, sealing and guard
 * on, against a bare loop of as many events with as many pending.
 */

import { Decisions, seeded } from '../../src/chance/index.ts';
import type { AnyPacket, NodeSpec } from '../../src/contract/index.ts';
import { Simulator, shapeOf } from '../../src/sim/index.ts';
import { bareLoop } from './bare-loop.ts';
import { cpuUs } from './cpu.ts';
import { silentWitness } from './silence.ts';
import { type Row, ratioOf } from './table.ts';

const nodes = 64;

interface Ball extends AnyPacket {
  readonly hop: number;
  readonly room: string;
}

/** Node 1 serves `pending` balls; each node that gets one passes one on, the same or a new one. */
function layout(pending: number, fresh: boolean): NodeSpec<Ball>[] {
  return Array.from({ length: nodes }, (_, index) => ({
    name: `n${index + 1}`,
    role: 'replica',
    boot: (host) => {
      if (index === 0) {
        for (let ball = 0; ball < pending; ball++)
          host.send(2 + (ball % (nodes - 1)), { kind: 'ball', hop: ball, room: 'general' });
      }
      return {
        receive: (from, ball) => {
          const to = 1 + ((from + ball.hop) % nodes);
          host.send(to, fresh ? { kind: 'ball', hop: ball.hop + 1, room: 'general' } : ball);
        },
      };
    },
  }));
}

function kernelNs(events: number, pending: number, fresh: boolean): number {
  const chances = { lossPpm: 10, duplicatePpm: 10, reorderPpm: 0, stragglePpm: 0, corruptPpm: 0 };
  const link = { latency: shapeOf('zone'), ...chances, bandwidth: undefined };
  const stragglerUs = { min: 0, max: 0 };
  const simulator = new Simulator({
    layout: layout(pending, fresh),
    decisions: new Decisions(seeded('1'), { names: (id) => `n${id}` }),
    network: { 'client-gateway': link, 'gateway-replica': link, 'replica-replica': link, stragglerUs },
    disk: { shape: shapeOf('ssd'), sectorBytes: 512 },
    clocks: { skewUs: 0, driftPpm: 0 },
    limits: { events, virtualUs: Number.MAX_SAFE_INTEGER, handlerMs: 60_000 },
    witness: silentWitness(),
  });
  simulator.at(0, () => {
    for (let id = nodes; id >= 1; id--) simulator.machines.restart(id);
  });
  const startUs = cpuUs();
  simulator.run();
  return ((cpuUs() - startUs) * 1000) / simulator.events;
}

export function kernelRows(): readonly Row[] {
  const events = 1_000_000;
  const pending = 1_000;
  const shape = shapeOf('zone');
  const bare = () => bareLoop({ events, pending, delayUs: (word) => shape.draw(word) });
  return [
    ratioOf('kernel, the same packet bounced, 1,000 in flight', 0.7, bare, () => kernelNs(events, pending, false)),
    ratioOf('kernel, a new packet each time, 1,000 in flight', 0.7, bare, () => kernelNs(events, pending, true)),
  ];
}
