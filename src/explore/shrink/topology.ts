/** Makes the system smaller: fewer rooms, fewer members, fewer clients and servers. */
import type { RoomSpec } from '../../contract/index.ts';
import type { TopologyPlan } from '../../scenario/index.ts';
import { type Prepared, prepareAgain } from '../subject.ts';
import type { Best } from './best.ts';

/** Takes away what the failure does without, as far as the protocol lays it out. */
export function reduceTopology(best: Best): void {
  const used = usedBy(best);
  const { rooms, clients } = planOf(best);
  const lean = rooms
    .filter(({ name }) => used.rooms.has(name))
    .map(({ name, members }) => ({ name, members: members.filter((client) => used.clients.has(client)) }));
  const leanest = Math.max(1, ...used.clients);
  if (!resize(best, { rooms: lean, clients: leanest })) {
    for (const { name } of rooms) if (!used.rooms.has(name)) resize(best, { rooms: withoutRoom(best, name) });
    for (let fewer = leanest; fewer < clients; fewer += Math.ceil((clients - fewer) / 2)) {
      if (resize(best, { clients: fewer, rooms: among(planOf(best).rooms, fewer) })) break;
    }
    reduceMembers(best, used.clients);
  }
  for (const replicas of [1, 3, 5]) if (replicas < planOf(best).replicas && resize(best, { replicas })) break;
  for (const gateways of [1, 2]) if (gateways < planOf(best).gateways && resize(best, { gateways })) break;
  if (planOf(best).shards > 1) resize(best, { shards: 1 });
}

/** Members who ask for nothing, out of all rooms: half of them, then one by one. */
function reduceMembers(best: Best, used: ReadonlySet<number>): void {
  const idle = [...new Set(planOf(best).rooms.flatMap(({ members }) => members))].filter((client) => !used.has(client));
  for (let size = Math.ceil(idle.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < idle.length; at += size) {
      const gone = new Set(idle.slice(at, at + size));
      const rooms = planOf(best).rooms.map(({ name, members }) => {
        return { name, members: members.filter((client) => !gone.has(client)) };
      });
      if (rooms.some(({ members }, nth) => members.length < (planOf(best).rooms[nth]?.members.length ?? 0))) {
        resize(best, { rooms });
      }
    }
  }
}

function planOf(best: Best): TopologyPlan {
  return best.failing.prepared.scenario.topology;
}

/** Clients and rooms that operations and the violation are about. */
function usedBy({ failing: { schedule, result } }: Best) {
  const clients = new Set<number>();
  const rooms = new Set<string>();
  for (const { node, operation } of schedule.operations ?? []) {
    const [, number] = /^c(\d+)$/.exec(node) ?? [];
    if (number !== undefined) clients.add(Number(number));
    if ('room' in operation) rooms.add(operation.room);
  }
  for (const { room } of result.violations) if (room !== undefined) rooms.add(room);
  return { clients, rooms };
}

function withoutRoom(best: Best, gone: string): readonly RoomSpec[] {
  return planOf(best).rooms.filter(({ name }) => name !== gone);
}

function among(rooms: readonly RoomSpec[], clients: number): readonly RoomSpec[] {
  return rooms.map(({ name, members }) => ({ name, members: members.filter((client) => client <= clients) }));
}

/** Whether it still fails with that part of its topology otherwise. */
function resize(
  best: Best,
  change: Partial<Pick<TopologyPlan, 'rooms' | 'clients' | 'replicas' | 'gateways' | 'shards'>>,
) {
  const { prepared, schedule } = best.failing;
  const { rooms, ...counts } = change;
  const told = (prepared.data.topology ?? {}) as Readonly<Record<string, unknown>>;
  const topology = { ...told, ...counts, ...(rooms && { rooms: toldRooms(rooms) }) };
  if (JSON.stringify(topology) === JSON.stringify(told)) return false;
  const smaller: Prepared | undefined = prepareAgain(prepared, { ...prepared.data, topology });
  if (smaller === undefined) return false;
  const { clients } = smaller.scenario.topology;
  const isThere = (node: string) => !/^c\d+$/.test(node) || Number(node.slice(1)) <= clients;
  const operations = schedule.operations?.filter(({ node }) => isThere(node));
  return best.take({ prepared: smaller, schedule: { ...schedule, ...(operations && { operations }) } });
}

function toldRooms(rooms: readonly RoomSpec[]) {
  return Object.fromEntries(
    rooms.map(({ name, members }) => [name, { members: members.map((client) => `c${client}`) }]),
  );
}
