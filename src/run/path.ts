import { tokenOf } from '../bytes/index.ts';
import type { NodeId, Violation } from '../contract/index.ts';
import type { ClockChange, TraceEntry, Tracer } from '../sim/index.ts';
import type { PathStep } from './result.ts';
import { type NameOf, tell } from './tell.ts';

/** Lines of a path at most; the first third is kept when it is longer, and the end. */
const mostSteps = 24;

/** Causes followed back from the violating event. */
const mostCauses = 8;

/** Entries kept; a trace beyond that keeps its latest. */
const mostEntries = 2_000_000;

/** The trace of a run up to a violation, and what in it led there. */
export interface Recording {
  readonly tracer: Tracer;
  /** In order; the earliest are missing where there were too many. */
  readonly entries: readonly TraceEntry[];
  pathTo(violation: Violation, nameOf: NameOf): readonly PathStep[];
}

export function record(): Recording {
  let entries: TraceEntry[] = [];
  return {
    tracer: {
      record: (entry) => {
        entries.push(entry);
        if (entries.length >= 2 * mostEntries) entries = entries.slice(mostEntries);
      },
    },
    get entries() {
      return entries;
    },
    pathTo: (violation, nameOf) => steps(entries, violation, nameOf),
  };
}

/**
 * What led to a violation, in order: the chain of causes behind the violating event, what was
 * reported and lost of the message it is about, and the faults that struck the nodes involved since
 * that message first appeared.
 */
function steps(entries: readonly TraceEntry[], violation: Violation, nameOf: NameOf): readonly PathStep[] {
  const chosen = new Set<TraceEntry>();
  for (const entry of causes(entries, violation.event)) chosen.add(entry);
  const about = entries.filter((entry) => isAbout(entry, violation));
  for (const entry of firstOfEach(about, violation.nodes)) chosen.add(entry);
  const sinceUs = about[0]?.atUs ?? 0;
  const involved = new Set<NodeId>(violation.nodes);
  for (const entry of chosen) {
    involved.add(entry.node);
    if (entry.other !== 0) involved.add(entry.other);
  }
  for (const entry of entries) {
    if (isFault(entry) && entry.atUs >= sinceUs && strikes(entry, involved)) chosen.add(entry);
  }
  const ordered = entries.filter((entry) => chosen.has(entry));
  return shorten(ordered).map((entry) => stepOf(entry, nameOf, violation.event));
}

/** An entry in words. `violating` is the number of the event at which something objected. */
export function stepOf(entry: TraceEntry, nameOf: NameOf, violating: number | undefined): PathStep {
  const { atUs, event } = entry;
  const mark = isFault(entry) ? 'fault' : event === violating ? 'violation' : undefined;
  return { atUs, event, text: tell(entry, nameOf), mark };
}

/** The violating event and those that brought it about, one by one. */
function causes(entries: readonly TraceEntry[], event: number): readonly TraceEntry[] {
  const chain: TraceEntry[] = [];
  let wanted = event;
  for (let at = entries.length - 1; at >= 0 && chain.length < mostCauses; at--) {
    const entry = entries[at] as TraceEntry;
    if (entry.event > wanted || !isEvent(entry)) continue;
    if (entry.event < wanted) break;
    chain.push(entry);
    wanted = entry.cause;
  }
  return chain;
}

/** What happens during an event. */
const within: ReadonlySet<TraceEntry['what']> = new Set([
  'send',
  'lost',
  'duplicate',
  'straggler',
  'observe',
  'offence',
]);

/** What goes wrong with links, from somebody to somebody. */
const linkFaults: ReadonlySet<TraceEntry['what']> = new Set(['cut', 'clog', 'grey']);

/** What goes wrong, as far as it is not lost. */
const faults: ReadonlySet<TraceEntry['what']> = new Set([
  'crash',
  'power-loss',
  'pause',
  'hinder',
  'wipe',
  'retire',
  'duplicate',
  'straggler',
  'garbled',
  ...linkFaults,
]);

function isEvent({ what }: TraceEntry): boolean {
  return !within.has(what);
}

function isFault({ what, name, detail }: TraceEntry): boolean {
  if (what === 'lost') return name !== 'down';
  if (what === 'disk-fault') return name !== 'go-on' && name !== 'room';
  if (what === 'clock') return !isRighted(detail as ClockChange);
  return faults.has(what);
}

function isRighted(change: ClockChange): boolean {
  return change.what === 'goes on' || (change.what === 'hurries' && change.byPpm === 0);
}

/** A loss counts when it is about the message, not whenever it touches a node. */
function strikes({ what, node, detail }: TraceEntry, involved: ReadonlySet<NodeId>): boolean {
  if (what === 'lost' || what === 'duplicate' || what === 'straggler' || what === 'garbled') return false;
  if (!linkFaults.has(what)) return involved.has(node);
  const { from, to } = detail as { from: readonly NodeId[]; to: readonly NodeId[] };
  return from.some((id) => involved.has(id)) && to.some((id) => involved.has(id));
}

function isAbout(entry: TraceEntry, { token, room, position, nodes }: Violation): boolean {
  if (entry.what === 'observe') {
    const report = entry.detail as readonly unknown[];
    if (token !== undefined && mentions(report, token)) return true;
    return room !== undefined && position !== undefined && report[0] === room && report[1] === position;
  }
  if (token === undefined || !mentions(entry.detail, token)) return false;
  if (entry.what === 'perform') return true;
  return entry.what === 'lost' && (nodes.includes(entry.node) || nodes.includes(entry.other));
}

/**
 * One report of a kind by each node the violation names says enough, and one by anyone else; losses
 * are told up to three of a kind.
 */
function firstOfEach(entries: readonly TraceEntry[], nodes: readonly NodeId[]): readonly TraceEntry[] {
  const counts = new Map<string, number>();
  return entries.filter(({ what, node, other, name }) => {
    const who = what === 'observe' && !nodes.includes(node) ? 'anyone' : `${node} ${other}`;
    const kind = `${what} ${who} ${name}`;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= (what === 'lost' ? 3 : 1);
  });
}

/** Whether a token stands anywhere in it, or bytes that mention it: unless told otherwise, that begin with it as a message's do. */
export function mentions(value: unknown, token: string, areOf = beginWith): boolean {
  if (value === token) return true;
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Uint8Array) return areOf(value, token);
  return Object.values(value).some((inner) => mentions(inner, token, areOf));
}

function beginWith(bytes: Uint8Array, token: string): boolean {
  return tokenOf(bytes.subarray(0, token.length + 1)) === token;
}

function shorten(entries: readonly TraceEntry[]): readonly TraceEntry[] {
  const first = Math.floor(mostSteps / 3);
  return entries.length <= mostSteps ? entries : [...entries.slice(0, first), ...entries.slice(first - mostSteps)];
}
