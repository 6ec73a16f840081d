/**
 * Every moment at which something has just become durable: one run for each, in which the node
 * loses power right then, after the disk is done and before the process hears of it. What a
 * protocol forgets between "it is on disk" and "I said so" shows at one of them.
 */
import { seeded } from '../chance/index.ts';
import { execute } from '../run/execute.ts';
import { type Prepared, prepareAgain, subjectOf } from './subject.ts';

/** The nth sync of a node, from 1. */
export interface SyncPoint {
  readonly node: string;
  readonly nth: number;
}

/** `r1#17`, as it is written. */
export function pointText({ node, nth }: SyncPoint): string {
  return `${node}#${nth}`;
}

/** The point that is written so; undefined where none is. */
export function pointIn(text: string): SyncPoint | undefined {
  const [, node, nth] = /^([A-Za-z][A-Za-z0-9-]*)#([1-9]\d{0,8})$/.exec(text) ?? [];
  return node === undefined ? undefined : { node, nth: Number(nth) };
}

/** All of them in the run of a seed, until it heals: node by node, in order. */
export function syncPointsOf(prepared: Prepared, seed: string): readonly SyncPoint[] {
  const counts = new Map<number, number>();
  let isHealed = false;
  const { simulator } = execute(
    { ...subjectOf(prepared), schedule: seeded(seed) },
    {
      tracer: {
        record({ what, name, node }) {
          if (what === 'heal') isHealed = true;
          if (!isHealed && what === 'disk' && name === 'sync') counts.set(node, (counts.get(node) ?? 0) + 1);
        },
      },
    },
  );
  return [...counts]
    .sort(([a], [b]) => a - b)
    .flatMap(([id, count]) => {
      const node = simulator.nodes[id]?.name ?? '';
      return Array.from({ length: count }, (_, place): SyncPoint => ({ node, nth: place + 1 }));
    });
}

/** The scenario, and a power loss of that node at that moment besides. */
export function struckAt(prepared: Prepared, { node, nth }: SyncPoint): Prepared {
  const { faults } = prepared.data;
  const rule = { after: { synced: node }, nth, 'power-loss': 'it', restart: '10ms..100ms' };
  const struck = prepareAgain(prepared, { ...prepared.data, faults: [...(Array.isArray(faults) ? faults : []), rule] });
  if (struck === undefined) throw new Error(`a scenario with one more act is none: ${node}#${nth}`);
  return struck;
}
