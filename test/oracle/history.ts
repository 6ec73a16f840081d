/** Feeds histories to the online judges, and tells them to people. */
import type { JudgedNode, Message, NodeId, PropertyFactory } from '../../src/contract/index.ts';
import { Judges } from '../../src/properties/index.ts';
import { PaperDisk } from '../reference/paper-disk.ts';
import type { Fact, History, HistoryCourt, Voters } from './facts.ts';

/** Tells all facts to the judges. `disks` are the readers that they consult, by node id. */
export function feed(history: History, judges: Judges, disks: ReadonlyMap<NodeId, PaperDisk>, tick: () => void): void {
  for (const fact of history.facts) {
    tick();
    tell(fact, judges, disks);
  }
}

/** The names of the properties that object to a history when they hear it as it happens. */
export function online(history: History, properties: readonly PropertyFactory[]): ReadonlySet<string> {
  const judges = judged(history, properties);
  return new Set(judges.violations.map(({ property }) => property));
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
    nowUs: () => now * 1000,
    event: () => now,
  });
  feed(history, judges, disks, () => now++);
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

function tell(fact: Fact, judges: Judges, disks: ReadonlyMap<NodeId, PaperDisk>): void {
  switch (fact.kind) {
    case 'booted':
      return judges.booted(fact.node, fact.incarnation);
    case 'crashed':
      return judges.crashed(fact.node);
    case 'asked':
      return judges.asked(fact.node, fact.operation);
    case 'healed':
    case 'settled':
    case 'overdue':
      return judges[fact.kind]();
    case 'broadcast':
      return judges.broadcast(fact.node, fact.room, fact.token);
    case 'outcome':
      return judges.outcome(fact.node, fact.room, fact.token, fact.outcome);
    case 'delivered':
    case 'applied':
      return judges[fact.kind](fact.node, fact.room, fact.position, fact.message);
    case 'resumed':
      return judges.resumed(fact.node, fact.room, fact.cursor);
    case 'truncated':
      return judges.truncated(fact.node, fact.room, fact.from, fact.to);
    case 'connected':
      return judges.connected(fact.node, fact.gateway);
    case 'disconnected':
      return judges.disconnected(fact.node);
    case 'readStarted':
      return judges.readStarted(fact.node, fact.read, fact.room);
    case 'readReturned':
      return judges.readReturned(fact.node, fact.read, fact.from, fact.items, fact.head, fact.oldest);
    case 'restored':
      return judges.restored(fact.node, fact.room, fact.position);
    case 'memberAt':
    case 'leftAt':
      return judges[fact.kind](fact.node, fact.room, fact.client, fact.request, fact.position);
    case 'led':
      return judges.led(fact.node, fact.shard, fact.epoch);
    case 'writes':
      return disks.get(fact.node)?.write(fact.epoch, fact.room, fact.message);
    case 'votes':
      return disks.get(fact.node)?.vote(fact.epoch, fact.sets);
    case 'cuts':
      return disks.get(fact.node)?.cut(fact.index);
    case 'snapshots':
      return disks.get(fact.node)?.snapshot(fact.index);
  }
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
