/** Whether something that happened is what a pattern of the fault plan means. */
import type { NodeId } from '../contract/index.ts';
import type { EventPattern, Target } from '../scenario/types.ts';
import type { TraceEntry } from '../sim/index.ts';

/** Whether a node is one that a target means. */
export type Means = (target: Target, node: NodeId) => boolean;

/** See the head of this file. */
export function fits(pattern: EventPattern, { what, node, other, name, detail }: TraceEntry, means: Means): boolean {
  const isOf = (target: Target | undefined, id: NodeId) => target === undefined || means(target, id);
  switch (pattern.kind) {
    case 'observed':
      return what === 'observe' && name === pattern.name && isOf(pattern.of, node);
    case 'sometimes': {
      if (what !== 'observe' || name !== 'sometimes') return false;
      return (detail as readonly unknown[])[0] === pattern.name && isOf(pattern.of, node);
    }
    case 'synced':
      return what === 'disk' && name === 'sync' && isOf(pattern.of, node);
    default: {
      if (what !== (pattern.kind === 'sent' ? 'send' : 'receive')) return false;
      if ((detail as { readonly kind: string }).kind !== pattern.packet) return false;
      const [from, to] = pattern.kind === 'sent' ? [node, other] : [other, node];
      return isOf(pattern.from, from) && isOf(pattern.to, to);
    }
  }
}
