import type { NodeId } from '../contract/index.ts';
import { NodeClock } from './clock.ts';
import type { Counters } from './counters.ts';
import { type DiskWorld, SimDisk } from './disk.ts';
import type { DiskDamage } from './disk-world.ts';
import { SimNode } from './node.ts';
import type { SimulatorOptions } from './options.ts';

/** What disks ask of the simulator; see `DiskWorld`. */
export interface DiskEvents {
  /** Has a disk operation of an incarnation complete after `delayUs`. */
  submit(node: NodeId, ...operation: Parameters<DiskWorld['submit']>): void;
  /** How often an event yields to the others of its microsecond, by its anchor. */
  yieldsOf(anchor: string): number;
  damaged(node: NodeId, fault: DiskDamage): void;
  failed(node: NodeId): void;
}

/** The machines of a layout, by id, with their disks formatted and their clocks set; index 0 is empty. */
export function buildNodes(
  options: SimulatorOptions,
  counters: Counters,
  events: DiskEvents,
): readonly (SimNode | undefined)[] {
  const { layout, formatted = [], disk: model, clocks, durable, decisions } = options;
  const nodes = layout.map((spec, index) => {
    const id = index + 1;
    const disk = new SimDisk({
      node: spec.name,
      model,
      initial: formatted[index],
      world: {
        submit: (...operation) => events.submit(id, ...operation),
        yieldsOf: (anchor) => events.yieldsOf(anchor),
        decide: (anchor, plain, draw) => decisions.decide(anchor, plain, draw),
        damaged: (fault) => events.damaged(id, fault),
        failed: () => events.failed(id),
        count: (counter) => counters.count(counter),
        changed: (file, from, to, bytes) => durable?.changed(id, file, from, to, bytes),
        removed: (file) => durable?.removed(id, file),
        synced: () => durable?.synced(id),
      },
    });
    return new SimNode(id, spec, new NodeClock(spec.name, clocks, decisions), disk);
  });
  return [undefined, ...nodes];
}
