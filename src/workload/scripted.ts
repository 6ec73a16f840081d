import type { TimedOperation } from '../chance/index.ts';
import { makeMessage, type NodeId, type Operation } from '../contract/index.ts';
import type { PlannedOperation } from '../scenario/types.ts';

/**
 * What the scenario scripts, by time and taken as it stands, sensible or not. Tokens count per
 * node and kind (`c2-s1`, `c2-join-s1`), so that a line more elsewhere renames nothing.
 *
 * @throws Error when no node has the name.
 */
export function scriptedOperations(
  planned: readonly PlannedOperation[],
  options: { readonly nodeNamed: (name: string) => NodeId | undefined; readonly firstRead: number },
): readonly TimedOperation[] {
  const counts = new Map<string, number>();
  let read = options.firstRead;
  const count = (stem: string): string => {
    const nth = (counts.get(stem) ?? 0) + 1;
    counts.set(stem, nth);
    return `${stem}-s${nth}`;
  };
  const asOperation = (name: string, operation: PlannedOperation['operation']): Operation => {
    switch (operation.kind) {
      case 'broadcast':
        return { kind: 'broadcast', room: operation.room, message: makeMessage(count(name), operation.text) };
      case 'join':
      case 'leave':
        return { ...operation, request: count(`${name}-${operation.kind}`) };
      case 'read':
        return { ...operation, read: read++ };
      default:
        return operation;
    }
  };
  const byTime = [...planned].sort((a, b) => a.atUs - b.atUs);
  return byTime.map(({ atUs, node, operation }) => {
    const id = options.nodeNamed(node);
    if (id === undefined) throw new Error(`a scripted operation needs a node of the layout, none is named '${node}'`);
    return { atUs, node: id, operation: asOperation(node, operation) };
  });
}
