/**
 * The decisive moment of a violation about a message: the last crash, power loss or wipe before it
 * that struck a replica which held the message or should have held it, else the violating event
 * itself; and where the message was just then, on disks and in memory. Memory is known from what a
 * process received and reported since it booted. Left out: what a process makes of what it has read
 * from its disk, as long as it reports nothing of it.
 */
import type { DiskReader, NodeId, RoomId, Token, Violation } from '../contract/index.ts';
import type { SimNode, Simulator, TraceEntry } from '../sim/index.ts';
import { type Execution, execute, type RunOptions } from './execute.ts';
import { mentions } from './path.ts';
import type { DecisiveMoment, Whereabouts } from './result.ts';
import { type NameOf, tell } from './tell.ts';

/** A message, as far as it can be told from a violation. */
interface Subject {
  readonly token: Token;
  readonly room: RoomId | undefined;
  readonly position: number | undefined;
}

/** An event of a run, and who knew the message just before it. */
interface Instant {
  readonly event: number;
  readonly atUs: number;
  /** What struck, in order; empty at the violating event itself. */
  readonly strikes: readonly TraceEntry[];
  readonly knowing: ReadonlySet<NodeId>;
}

/**
 * The decisive moment of a violation, by executing its run once more. `entries` are the trace up to
 * it, `nodes` those of the run. Null where it is about no message, or nobody has a disk that matters.
 */
export function momentOf(
  options: RunOptions,
  violation: Violation,
  entries: readonly TraceEntry[],
  nodes: Simulator['nodes'],
): DecisiveMoment | null {
  const subject = subjectOf(violation, entries);
  if (subject === undefined) return null;
  const replicas = nodes.flatMap((node) => (node?.spec.role === 'replica' ? [node] : []));
  const instant = instantOf(subject, violation, entries, replicas);
  let stage: Pick<Execution, 'simulator' | 'readers'> | undefined;
  let found: readonly Whereabouts[] | undefined;
  const record = ({ event }: TraceEntry) => {
    if (event !== instant.event || found !== undefined || stage === undefined) return;
    const { simulator, readers } = stage;
    const struck = new Set(instant.strikes.map(({ node }) => node));
    found = shardOf(replicas, instant.knowing, struck).flatMap(({ id }) =>
      whereaboutsOf(subject, simulator.node(id), readers[id], instant.knowing.has(id)),
    );
    simulator.stop();
  };
  const begun = (made: typeof stage) => {
    stage = made;
  };
  execute({ ...options, keepGoing: false }, { tracer: { record }, begun });
  if (found === undefined || found.length === 0) return null;
  const nameOf: NameOf = (id) => nodes[id]?.name ?? 'the world';
  return {
    atUs: instant.atUs,
    event: instant.event,
    token: subject.token,
    strikes: instant.strikes.map((entry) => tell(entry, nameOf)),
    struck: instant.strikes.map(({ node }) => nameOf(node)),
    replicas: found,
  };
}

/** What stands first where the violation is, for that is what others must agree with; else whom it names. */
function subjectOf({ room, position, token }: Violation, entries: readonly TraceEntry[]): Subject | undefined {
  const reports = entries.filter(
    ({ what, name }) => what === 'observe' && (name === 'applied' || name === 'delivered'),
  );
  const details = reports.map(({ detail }) => detail as readonly [RoomId, number, { readonly token: Token }]);
  const first = details.find(([where, at]) => where === room && at === position);
  const known = first?.[2].token ?? token;
  if (known === undefined) return undefined;
  const placed = first ?? details.find(([, , message]) => message.token === known);
  return { token: known, room: placed?.[0] ?? room, position: placed?.[1] };
}

function instantOf(
  subject: Subject,
  violation: Violation,
  entries: readonly TraceEntry[],
  replicas: readonly SimNode[],
): Instant {
  const shards = new Map(replicas.map(({ id, spec }) => [id, spec.shard]));
  const knowing = new Set<NodeId>();
  const concerned = new Set<number | undefined>();
  let latest: { readonly strikes: TraceEntry[]; readonly knowing: ReadonlySet<NodeId> } | undefined;
  for (const entry of entries) {
    const { node, what, event, atUs } = entry;
    if (event >= violation.event) break;
    if (!shards.has(node)) continue;
    if (strikes.has(what)) {
      const first = latest?.strikes[0];
      const isOneOf = first?.atUs === atUs && first.what === what;
      if (isOneOf) latest?.strikes.push(entry);
      else if (concerned.has(shards.get(node))) latest = { strikes: [entry], knowing: new Set(knowing) };
      knowing.delete(node);
    } else if (what === 'boot') {
      knowing.delete(node);
    } else if (!knowing.has(node) && showsIt(entry, subject)) {
      knowing.add(node);
      concerned.add(shards.get(node));
    }
  }
  const [strike] = latest?.strikes ?? [];
  if (latest === undefined || strike === undefined) {
    return { event: violation.event, atUs: violation.atUs, strikes: [], knowing };
  }
  return { event: strike.event, atUs: strike.atUs, ...latest };
}

const strikes: ReadonlySet<TraceEntry['what']> = new Set(['crash', 'power-loss', 'wipe']);

/** Whether whoever an entry is about has the message from then on. */
function showsIt({ what, name, detail }: TraceEntry, { token, room, position }: Subject): boolean {
  if (what === 'receive' || what === 'perform') return mentions(detail, token, spell);
  if (what !== 'observe') return false;
  const [where, at] = detail as readonly unknown[];
  if (name === 'restored') return where === room && position !== undefined && Number(at) >= position;
  return name === 'applied' && mentions(detail, token);
}

/** The replicas of those shards in which anybody had the message or was struck; all of them where nobody was. */
function shardOf(
  replicas: readonly SimNode[],
  knowing: ReadonlySet<NodeId>,
  struck: ReadonlySet<NodeId>,
): readonly SimNode[] {
  const concerned = replicas.filter(({ id }) => knowing.has(id) || struck.has(id));
  const shards = new Set(concerned.map(({ spec }) => spec.shard));
  return shards.size === 0 ? replicas : replicas.filter(({ spec }) => shards.has(spec.shard));
}

/** Nothing of a replica that has never used its disk, and that nobody can read. */
function whereaboutsOf(
  { token, room }: Subject,
  { name, state, retired, disk }: SimNode,
  reader: DiskReader | undefined,
  isKnown: boolean,
): readonly Whereabouts[] {
  const { files, underWay } = disk.unsynced();
  const durable = disk.durable();
  const isRead = reader !== undefined && room !== undefined;
  if (!isRead && durable.size + files.length + underWay === 0) return [];
  // Of a disk that was wiped its reader was told nothing.
  const onDisk = isRead
    ? !retired && reader.slotOf(room, token) !== undefined
    : [...durable.values()].some((bytes) => spell(bytes, token));
  return [{ node: name, isRead, onDisk, inMemory: isKnown && state !== 'down', unsynced: files, underWay }];
}

/** Whether a message with this token stands anywhere in these bytes, as it was broadcast: its token and a space. */
function spell(bytes: Uint8Array, token: Token): boolean {
  const wanted = [...`${token} `].map((character) => character.charCodeAt(0));
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((code, nth) => bytes[at + nth] === code)) return true;
  }
  return false;
}
