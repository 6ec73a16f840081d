/** Feeds histories to the online judges, and tells them to people. */
import type { JudgedNode, Message, NodeId, PropertyFactory } from '../../src/contract/index.ts';
import { Judges } from '../../src/properties/index.ts';
import { PaperDisk } from '../reference/paper-disk.ts';
import type { Fact, FactKind, FactOf, History, HistoryCourt, Voters } from './facts.ts';

/** Histories have no bounds of time: what is due is due in the end. */
const never = 1_000_000_000_000;

/** Tells all facts to the judges. `disks` are the readers that they consult, by node id. */
export function feed(history: History, judges: Judges, disks: ReadonlyMap<NodeId, PaperDisk>, tick: () => void): void {
  for (const fact of history.facts) {
    tick();
    tell(fact, { judges, disks });
  }
}

/** The judges of a history, after its last fact. */
export function judged(history: History, properties: readonly PropertyFactory[]): Judges {
  const { court } = history;
  const disks = disksOf(court);
  let now = 0;
  const judges = new Judges({
    properties,
    nodes: court.nodes.map(({ id, name, role }): JudgedNode => {
      return { id, name, role, shard: role === 'replica' ? 1 : undefined, disk: disks.get(id) };
    }),
    rooms: court.rooms,
    retention: court.retention,
    observes: new Set(court.observes),
    bounds: { answeredUs: never, promptUs: never },
    nowUs: () => now * 1000,
    event: () => now,
  });
  feed(history, judges, disks, () => now++);
  judges.ended();
  return judges;
}

function disksOf({ nodes, voters, stores }: HistoryCourt): ReadonlyMap<NodeId, PaperDisk> {
  const disks = new Map<NodeId, PaperDisk>();
  for (const { id, name, role } of nodes) {
    if (role === 'replica' && voters !== undefined) disks.set(id, new PaperDisk('shard-1', voters));
    if (role === 'client' && stores) disks.set(id, new PaperDisk(`store-${name}`, []));
  }
  return disks;
}

interface Bench {
  readonly judges: Judges;
  readonly disks: ReadonlyMap<NodeId, PaperDisk>;
}

type Tellers = { readonly [Kind in FactKind]: (fact: FactOf<Kind>, bench: Bench) => void };

const tellers: Tellers = {
  booted: ({ node, incarnation }, { judges }) => judges.booted(node, incarnation),
  crashed: ({ node }, { judges }) => judges.crashed(node),
  retired: ({ node }, { judges }) => judges.retired(node),
  asked: ({ node, operation }, { judges }) => judges.asked(node, operation),
  healed: (_, { judges }) => judges.healed(),
  settled: (_, { judges }) => judges.settled(),
  overdue: (_, { judges }) => judges.overdue(),
  broadcast: ({ node, room, token }, { judges }) => judges.broadcast(node, room, token),
  outcome: ({ node, room, token, outcome }, { judges }) => judges.outcome(node, room, token, outcome),
  delivered: ({ node, room, position, message }, { judges }) => judges.delivered(node, room, position, message),
  applied: ({ node, room, position, message }, { judges }) => judges.applied(node, room, position, message),
  resumed: ({ node, room, cursor }, { judges }) => judges.resumed(node, room, cursor),
  truncated: ({ node, room, from, to }, { judges }) => judges.truncated(node, room, from, to),
  connected: ({ node, gateway }, { judges }) => judges.connected(node, gateway),
  disconnected: ({ node }, { judges }) => judges.disconnected(node),
  readStarted: ({ node, read, room }, { judges }) => judges.readStarted(node, read, room),
  readReturned: ({ node, read, from, items, head, oldest }, { judges }) =>
    judges.readReturned(node, read, from, items, head, oldest),
  restored: ({ node, room, position }, { judges }) => judges.restored(node, room, position),
  memberAt: ({ node, room, client, request, position }, { judges }) =>
    judges.memberAt(node, room, client, request, position),
  leftAt: ({ node, room, client, request, position }, { judges }) =>
    judges.leftAt(node, room, client, request, position),
  led: ({ node, shard, epoch }, { judges }) => judges.led(node, shard, epoch),
  writes: ({ node, room, message, epoch }, bench) => sync(bench, node, (disk) => disk.write(epoch, room, message)),
  votes: ({ node, sets, epoch }, bench) => sync(bench, node, (disk) => disk.vote(epoch, sets)),
  cuts: ({ node, index }, bench) => sync(bench, node, (disk) => disk.cut(index)),
  snapshots: ({ node, index }, bench) => sync(bench, node, (disk) => disk.snapshot(index)),
};

function sync({ judges, disks }: Bench, node: NodeId, change: (disk: PaperDisk) => void): void {
  const disk = disks.get(node);
  if (disk === undefined) return;
  change(disk);
  judges.synced(node);
}

function tell(fact: Fact, bench: Bench): void {
  const teller = tellers[fact.kind] as (fact: Fact, bench: Bench) => void;
  teller(fact, bench);
}

/** A history in sentences, one fact a line, numbered by their times. */
export function told(history: History): string {
  const { nodes, rooms, retention, observes, voters, stores } = history.court;
  const name = (id: NodeId) => nodes[id - 1]?.name ?? `node ${id}`;
  const court = [
    `nodes ${nodes.map((node) => node.name).join(' ')}`,
    ...rooms.map((room) => `room ${room.name} of clients ${room.members.join(' ') || 'none'}`),
    `retention ${retention}`,
    `disks ${voters === undefined ? 'unseen' : `seen, voters ${voters.map(name).join('+')}`}`,
    `stores ${stores ? 'seen' : 'unseen'}`,
    `observes ${observes.join(' ')}`,
  ];
  const facts = history.facts.map((fact, index) => `${String(index + 1).padStart(4)} ${sentence(fact, name)}`);
  return [...court, ...facts].join('\n');
}

type Namer = (id: NodeId) => string;

function sentence(fact: Fact, name: Namer): string {
  switch (fact.kind) {
    case 'healed':
    case 'settled':
    case 'overdue':
      return fact.kind;
    case 'asked':
      return `${name(fact.node)} is asked to ${Object.values(fact.operation).map(shown).join(' ')}`;
    case 'memberAt':
    case 'leftAt':
      return `${name(fact.node)} ${fact.kind} ${fact.room} ${name(fact.client)} by ${fact.request} behind ${fact.position}`;
    case 'votes':
      return `${name(fact.node)} votes ${shownVoters(fact.sets, name)} epoch ${fact.epoch}`;
    default: {
      const { kind, node, ...rest } = fact;
      const details = Object.entries(rest).map(([key, value]) => `${key} ${shown(value)}`);
      return `${name(node)} ${kind} ${details.join(' ')}`;
    }
  }
}

function shownVoters(sets: Voters, name: Namer): string {
  return sets.map((voters) => voters.map(name).join('+')).join(' and ');
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const { bytes } = value as Message;
  return JSON.stringify(new TextDecoder().decode(bytes));
}
