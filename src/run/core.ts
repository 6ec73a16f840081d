/**
 * Whom heal leaves behind in core mode: of each shard's replicas all but a quorum, so that what
 * must come must come without them. (TigerBeetle's simulator calls the quorum the core, too, but
 * lets those outside it run on that are well; here something is always missing.) Clients and
 * gateways are all in the core. Nobody is left behind whom the quorum cannot do without: the one
 * that leads for good, and, in a shard where a copy went bad, whoever holds a good one.
 */
import { below } from '../chance/index.ts';
import type { NodeId } from '../contract/index.ts';
import type { Outlook } from '../properties/index.ts';
import type { Simulator } from '../sim/index.ts';
import type { Budget } from './budget.ts';

export interface CoreOptions {
  readonly simulator: Pick<Simulator, 'nodes' | 'decisions' | 'disks'>;
  readonly outlook: Pick<Outlook, 'isWell' | 'suffice'>;
  readonly budget: Pick<Budget, 'holdsBadCopy'>;
}

/**
 * The replicas outside the core, in layout order; those that are gone for good already are not
 * among them. Where no quorum is left, everybody is in the core.
 *
 * Who is left behind is decided under `heal core of SHARD without`, then `… without 2`: a node,
 * and if the core cannot do without that one, the next that it can, round the layout. Plain: one
 * that is not well, the first of the layout, else the last that is.
 */
export function outsideCore(options: CoreOptions): readonly NodeId[] {
  const replicas = options.simulator.nodes.filter((node) => node?.spec.role === 'replica');
  const shards = new Set(replicas.map((node) => node?.spec.shard ?? 1));
  return [...shards].flatMap((shard) => outsideCoreOf(shard, options)).sort((a, b) => a - b);
}

/** Whether nothing is broken about a replica. */
export function isWell(id: NodeId, { simulator, outlook }: Pick<CoreOptions, 'simulator' | 'outlook'>): boolean {
  return outlook.isWell(id) && !simulator.disks.isFull(id);
}

function outsideCoreOf(shard: number, options: CoreOptions): readonly NodeId[] {
  const { simulator, outlook, budget } = options;
  const everyone = simulator.nodes.flatMap((node) =>
    node?.spec.role === 'replica' && (node.spec.shard ?? 1) === shard ? [node] : [],
  );
  const left = everyone.filter(({ retired }) => !retired).map(({ id }) => id);
  let core = left.filter((id) => !budget.holdsBadCopy(id));
  if (!outlook.suffice(core, shard)) return [];
  const ill = left.filter((id) => !isWell(id, options));
  const others = left.filter((id) => !ill.includes(id)).reverse();
  for (let nth = 1; ; nth++) {
    const isSpare = (id: NodeId) =>
      core.includes(id) &&
      outlook.suffice(
        core.filter((each) => each !== id),
        shard,
      );
    const plain = [...ill, ...others].find(isSpare);
    if (plain === undefined) return left.filter((id) => !core.includes(id));
    const anchor = `heal core of ${shard} without${nth === 1 ? '' : ` ${nth}`}`;
    const wanted = simulator.decisions.decideNode(anchor, (word) => everyone[below(word, everyone.length)]?.id ?? 0);
    const from = everyone.findIndex(({ id }) => id === wanted);
    const round = [...everyone.slice(from), ...everyone.slice(0, from)].map(({ id }) => id);
    const chosen = from < 0 ? plain : round.find(isSpare);
    core = core.filter((id) => id !== chosen);
  }
}
