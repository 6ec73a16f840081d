import { Decisions, type Schedule, seeded } from '../../src/chance/index.ts';
import type { AnyPacket, Host, Offence, Process, Role } from '../../src/contract/index.ts';
import { type LinkModel, Simulator, type SimulatorOptions, shapeOf, type Witness } from '../../src/sim/index.ts';

/** A witness that writes down the world's facts and every observation, one line each. */
export class Notes implements Partial<Witness> {
  readonly objected = false;
  readonly lines: string[] = [];
  readonly offences: Offence[] = [];

  static witness(): { notes: Notes; witness: Witness } {
    const notes = new Notes();
    const witness = new Proxy(notes, {
      get: (target, name) => {
        if (name in target) return Reflect.get(target, name);
        return (...report: unknown[]) => target.lines.push([name, ...report].join(' '));
      },
    }) as unknown as Witness;
    return { notes, witness };
  }

  offended(node: number, offence: Offence): void {
    this.offences.push(offence);
    this.lines.push(`offended ${node} ${offence.clause}`);
  }
}

const stragglerUs = { min: 10_000_000, max: 600_000_000 };

export type TinyBoot = (host: Host<AnyPacket>) => Process<AnyPacket>;

export interface TinyWorld {
  readonly simulator: Simulator;
  readonly notes: Notes;
}

/** Nodes `n1`, `n2`, … replicas unless other roles are given, on a perfect network of 10 us unless told otherwise. */
export function tinyWorld(
  boots: readonly TinyBoot[],
  options: Partial<SimulatorOptions> & {
    link?: Partial<LinkModel>;
    schedule?: Schedule;
    role?: Role;
    roles?: readonly Role[];
  } = {},
): TinyWorld {
  const { link: linkOptions, schedule = seeded('1'), role = 'replica', roles = [], ...rest } = options;
  const steady = shapeOf({ minUs: 10, p50Us: 10, p90Us: 10, p99Us: 10, maxUs: 10 });
  const link = {
    latency: steady,
    lossPpm: 0,
    duplicatePpm: 0,
    reorderPpm: 0,
    stragglePpm: 0,
    corruptPpm: 0,
    bandwidth: undefined,
    ...linkOptions,
  };
  const { notes, witness } = Notes.witness();
  const simulator = new Simulator({
    layout: boots.map((boot, index) => ({ name: `n${index + 1}`, role: roles[index] ?? role, boot })),
    decisions: new Decisions(schedule, { names: (id) => `n${id}` }),
    network: { 'client-gateway': link, 'gateway-replica': link, 'replica-replica': link, stragglerUs },
    disk: { shape: steady, sectorBytes: 16 },
    clocks: { skewUs: 0, driftPpm: 0 },
    limits: { events: 100_000, virtualUs: 1_000_000_000, handlerMs: 2_000 },
    witness,
    ...rest,
  });
  simulator.at(0, () => {
    for (let id = 1; id <= boots.length; id++) simulator.machines.restart(id);
  });
  return { simulator, notes };
}
