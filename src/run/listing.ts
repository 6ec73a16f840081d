/**
 * All that happened in a run up to its first objection, in words: as far as it is wanted, and as far
 * as it concerns one node or one message. A message is followed where its token is seen, or bytes
 * that begin with it: in operations, packets and reports, not in what a protocol packs together.
 */
import type { NodeId } from '../contract/index.ts';
import type { TraceEntry } from '../sim/index.ts';
import { execute, type RunOptions } from './execute.ts';
import { mentions, record, stepOf } from './path.ts';
import type { PathStep } from './result.ts';

/** What is wanted of it. */
export interface Listed {
  /** The last event, or the last moment of virtual time. */
  readonly until?: { readonly event: number } | { readonly atUs: number } | undefined;
  /** A node's name, a message's token, or where a message stands: `general#4`. */
  readonly follow?: string | undefined;
}

/** See the head of this file. */
export interface Listing {
  readonly steps: readonly PathStep[];
  /** Names of the run's nodes, in order. */
  readonly nodes: readonly string[];
  /** Whether the run was so long that its beginning is left out. */
  readonly isCutShort: boolean;
}

/** Executes the run. `violating` is the number of the event at which something is known to object. */
export function listingOf(options: RunOptions, violating: number | undefined, { until, follow }: Listed): Listing {
  const recording = record();
  const { simulator } = execute({ ...options, keepGoing: false }, { tracer: recording.tracer });
  const nodes = simulator.nodes.flatMap((node) => (node === undefined ? [] : [node.name]));
  const { entries } = recording;
  const concerns = follow === undefined ? () => true : follower(follow, nodes, entries);
  const isWithin = ({ event, atUs }: TraceEntry) => {
    if (until === undefined) return true;
    return 'event' in until ? event <= until.event : atUs <= until.atUs;
  };
  const nameOf = (id: NodeId) => nodes[id - 1] ?? 'the world';
  const steps = entries
    .filter((entry) => isWithin(entry) && concerns(entry))
    .map((entry) => stepOf(entry, nameOf, violating));
  return { steps, nodes, isCutShort: (entries[0]?.event ?? 0) > 1 };
}

function follower(followed: string, nodes: readonly string[], entries: readonly TraceEntry[]) {
  const node = nodes.indexOf(followed) + 1;
  if (node > 0) return (entry: TraceEntry) => touches(entry, node);
  const [, room, position] = /^(.+)#(\d+)$/.exec(followed) ?? [];
  if (room === undefined) return ({ detail }: TraceEntry) => mentions(detail, followed);
  const stands = ({ what, detail }: TraceEntry) => {
    const [where, at] = what === 'observe' ? (detail as readonly unknown[]) : [];
    return where === room && at === Number(position);
  };
  const tokens = new Set(entries.flatMap((entry) => (stands(entry) ? tokensIn(entry) : [])));
  return (entry: TraceEntry) => stands(entry) || [...tokens].some((token) => mentions(entry.detail, token));
}

/** Of the messages that a report is about. */
function tokensIn({ detail }: TraceEntry): readonly string[] {
  return (detail as readonly unknown[]).flatMap((value) =>
    typeof value === 'object' && value !== null && 'token' in value ? [String(value.token)] : [],
  );
}

/** What befalls links: of all from some nodes to others. */
const ofLinks: ReadonlySet<TraceEntry['what']> = new Set(['cut', 'mend', 'clog', 'grey']);

/** Whether something happens at a node, to it, or on a link of it. */
function touches({ what, node, other, detail }: TraceEntry, id: NodeId): boolean {
  if (node === id || other === id || what === 'heal') return true;
  if (!ofLinks.has(what)) return false;
  const { from, to } = detail as { readonly from: readonly NodeId[]; readonly to: readonly NodeId[] };
  return from.includes(id) || to.includes(id);
}
