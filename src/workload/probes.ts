/**
 * What is asked after heal to see whether a room works again: probe broadcasts, and reads that
 * bring all of its history back. Who does it is seeded among those who asked to be members and
 * became it. Left out: when to do it, and what counts as an answer.
 */

import { below, type Decisions, type TimedOperation } from '../chance/index.ts';
import { makeMessage, type NodeId, type Operation, type RoomId, type RoomSpec } from '../contract/index.ts';
import { around, Membership } from './membership.ts';

export { isProbe } from '../contract/index.ts';

/** In rooms of at most this many members each member probes; in larger ones a seeded one. */
const eachProbesUpTo = 50;

type Broadcast = Extract<Operation, { kind: 'broadcast' }>;
type Read = Extract<Operation, { kind: 'read' }>;

/** An operation on a room after heal. */
export interface After<Kind extends Operation> {
  readonly room: RoomId;
  readonly node: NodeId;
  readonly operation: Kind;
}

export interface AfterOptions {
  readonly rooms: readonly RoomSpec[];
  /** `clients[0]` is client 1, named `c1`. */
  readonly clients: readonly NodeId[];
  /** What running nodes were asked for until now, in order: it says who wants to be a member. */
  readonly asked: readonly TimedOperation[];
  /** False for whom a room's next message is not due to: its join was lost or is still under way, or it is gone for good. */
  readonly mayAwait: (room: RoomId, client: NodeId) => boolean;
  readonly decisions: Decisions;
}

/** Probe broadcasts, by room and client number; their tokens are `probe-general-c3`. None for a room without members. */
export function probes(options: AfterOptions): readonly After<Broadcast>[] {
  const membership = membershipAfter(options);
  const all: After<Broadcast>[] = [];
  for (const { name: room } of options.rooms) {
    const few = membership.size(room) <= eachProbesUpTo;
    const probers = few ? membership.members(room) : [seededMember(options, membership, room, `probe ${room} member`)];
    for (const client of probers) {
      if (client === undefined) continue;
      const message = makeMessage(`probe-${room}-c${client}`, 'still there?');
      all.push({ room, node: options.clients[client - 1] as NodeId, operation: { kind: 'broadcast', room, message } });
    }
  }
  return all;
}

/** For each room with members a first read from position 1, numbered from `firstRead`; see {@link nextPage}. */
export function readBacks(
  options: AfterOptions & { readonly firstRead: number; readonly limit: number },
): readonly After<Read>[] {
  const membership = membershipAfter(options);
  const all: After<Read>[] = [];
  for (const { name: room } of options.rooms) {
    const client = seededMember(options, membership, room, `read-back ${room} member`);
    if (client === undefined) continue;
    const read = options.firstRead + all.length;
    const operation = { kind: 'read', read, room, from: 1, limit: options.limit } as const;
    all.push({ room, node: options.clients[client - 1] as NodeId, operation });
  }
  return all;
}

/**
 * The read of the next page, under the number `read`, after `page` returned `count` items at
 * `from` and on; undefined when it reached the head, or brought nothing.
 */
export function nextPage(
  page: Read,
  returned: { readonly from: number; readonly count: number; readonly head: number },
  read: number,
): Read | undefined {
  const from = returned.from + returned.count;
  return returned.count === 0 || from > returned.head ? undefined : { ...page, read, from };
}

function membershipAfter({ rooms, clients, asked, mayAwait }: AfterOptions): Membership {
  const wanted = new Membership(rooms, clients);
  for (const { node, operation } of asked) wanted.ask(node, operation);
  const became = rooms.map(({ name }): RoomSpec => {
    return { name, members: wanted.members(name).filter((number) => mayAwait(name, clients[number - 1] as NodeId)) };
  });
  return new Membership(became, clients);
}

function seededMember(
  { clients, decisions }: AfterOptions,
  membership: Membership,
  room: RoomId,
  anchor: string,
): number | undefined {
  if (membership.size(room) === 0) return undefined;
  const wanted = decisions.decide(anchor, 1, (word) => 1 + below(word, clients.length));
  return membership.nearest(room, around(wanted, clients.length));
}
