/**
 * The shape of the system in a scenario file: how many nodes of each role, which rooms, who is a
 * member before the first event. What a protocol makes of it is the protocol's business.
 */
import type { z } from 'zod';
import type { RoomSpec } from '../contract/index.ts';
import { complain, count, keysIn, leaf, list, mapping, named, oneOf, textLike, word } from './shapes.ts';
import { show } from './show.ts';
import type { TopologyPlan } from './types.ts';

const maxClients = 100_000;
const maxRooms = 10_000;
/** Over all rooms: what a run can hold in memory. */
const maxMemberships = 10_000_000;

/** A room as the file tells it; who its members are depends on how many clients there are. */
interface ToldRoom {
  readonly name: string;
  readonly members: Members;
  /** Where an error about it stands, within `rooms`. */
  readonly path: readonly (string | number)[];
}

/** Everybody, nobody, the first few, or these. */
type Members = 'all' | 'none' | number | readonly number[];

/** A room's name. */
export function roomName() {
  return textLike('a room name of the form [a-z][a-z0-9-]*', /^[a-z][a-z0-9-]{0,62}$/);
}

/** A client by its name, `c1`, `c2` …; as a number, from 1. */
export function clientNumber() {
  return leaf<number>(
    (value) =>
      typeof value === 'string' && /^c[1-9]\d{0,5}$/.test(value)
        ? { value: Number(value.slice(1)) }
        : { wrong: `expected a client, found ${show(value)}`, remedy: 'clients are named c1, c2, c3 and so on' },
    { type: 'string', pattern: '^c[1-9][0-9]*$' },
  );
}

const membersWord: z.ZodType<Members> = word<'all' | 'none'>(['all', 'none']);
const membersFirst: z.ZodType<Members> = count(0, maxClients);
const membersList: z.ZodType<Members> = list('clients', clientNumber());

const members = oneOf([membersWord, membersFirst, membersList], (value) => {
  if (Array.isArray(value)) return membersList;
  return typeof value === 'number' ? membersFirst : membersWord;
});

const roomCount: z.ZodType<readonly ToldRoom[]> = count(1, maxRooms).transform((rooms) =>
  Array.from({ length: rooms }, (_, index) => ({
    name: ['general', 'random'][index] ?? `room-${index + 1}`,
    members: 'all',
    path: [],
  })),
);

const roomList: z.ZodType<readonly ToldRoom[]> = list('room names', roomName()).transform((names) =>
  names.map((name, index) => ({ name, members: 'all', path: [index] })),
);

const room = mapping({
  members: members
    .prefault('all')
    .describe('Who is a member before the first event: all, none, a number (the first so many), or a list of clients.'),
});

const roomMapping: z.ZodType<readonly ToldRoom[]> = named('rooms', room.nullable()).transform((rooms, context) =>
  keysIn(rooms).map((name) => {
    const checked = roomName().safeParse(name);
    if (!checked.success) complain(context, { wrong: checked.error.issues[0]!.message }, [name], true);
    return { name, members: rooms[name]?.members ?? 'all', path: [name] };
  }),
);

const rooms = oneOf([roomCount, roomList, roomMapping], (value) => {
  if (typeof value === 'number') return roomCount;
  if (Array.isArray(value)) return roomList;
  return typeof value === 'object' && value !== null
    ? roomMapping
    : { wrong: `expected a number of rooms, a list of names or a mapping, found ${show(value)}` };
});

const replicas = leaf<number>(
  (value) =>
    value === 1 || value === 3 || value === 5 || value === 7
      ? { value }
      : {
          wrong: `expected 1, 3, 5 or 7 replicas, found ${show(value)}`,
          remedy: 'an even number survives no more failures than the odd one below it',
        },
  { enum: [1, 3, 5, 7] },
);

const retention = leaf<number>(
  (value) =>
    value === 'all'
      ? { value: Number.POSITIVE_INFINITY }
      : typeof value === 'number' && Number.isSafeInteger(value) && value > 0
        ? { value }
        : { wrong: `expected all or a whole number of at least 1, found ${show(value)}` },
  { anyOf: [{ const: 'all' }, { type: 'integer', minimum: 1 }] },
);

/** `topology:` with every member resolved to a client number. */
export const topologySchema: z.ZodType<TopologyPlan> = mapping({
  shards: count(1, 64).prefault(1).describe('Groups of replicas; each room lives on one.'),
  replicas: replicas.prefault(3).describe('Replicas per shard.'),
  gateways: count(0, 1_000).prefault(2).describe('Nodes that hold client sessions and fan out.'),
  clients: count(0, maxClients).prefault(12).describe('Clients, named c1, c2, ….'),
  rooms: rooms
    .prefault(3)
    .describe('A number (general, random, room-3, …), a list of names, or a mapping from names to { members }.'),
  retention: retention.prefault('all').describe('Messages kept per room, at least; all keeps every one.'),
}).transform((told, context): TopologyPlan => {
  const everybody = firstOnes(told.clients);
  const seen = new Set<string>();
  let memberships = 0;
  const resolved = told.rooms.map(({ name, members, path }): RoomSpec => {
    const at = ['rooms', ...path];
    if (seen.has(name)) complain(context, { wrong: `the room "${name}" stands here twice` }, at);
    seen.add(name);
    if (typeof members === 'object') checkMembers(name, members, told.clients, context, [...at, 'members']);
    else if (typeof members === 'number' && members > told.clients) {
      complain(context, noClient(members, told.clients), [...at, 'members']);
    }
    const numbers = numbersOf(members, everybody);
    memberships += numbers.length;
    return { name, members: numbers };
  });
  if (resolved.length === 0) complain(context, { wrong: 'expected at least one room, found none' }, ['rooms']);
  if (memberships > maxMemberships) {
    const wrong = `${memberships} members of rooms in all, and ${maxMemberships} are the most there can be`;
    complain(context, { wrong }, ['rooms']);
  }
  return { ...told, rooms: resolved };
});

/** What to say of a client that the topology does not have. */
export function noClient(client: number, clients: number) {
  return {
    wrong: `there is no client c${client}`,
    remedy: clients === 0 ? 'topology.clients is 0' : `topology.clients is ${clients}: c1 to c${clients}`,
  };
}

function checkMembers(
  room: string,
  members: readonly number[],
  clients: number,
  context: z.RefinementCtx<unknown>,
  at: PropertyKey[],
): void {
  const stranger = members.find((client) => client > clients);
  if (stranger !== undefined) complain(context, noClient(stranger, clients), at);
  if (new Set(members).size < members.length) complain(context, { wrong: `a member of "${room}" is named twice` }, at);
}

function numbersOf(members: Members, everybody: readonly number[]): readonly number[] {
  if (members === 'all') return everybody;
  if (members === 'none') return [];
  return typeof members === 'number' ? everybody.slice(0, members) : members;
}

function firstOnes(howMany: number): readonly number[] {
  return Array.from({ length: howMany }, (_, index) => index + 1);
}
