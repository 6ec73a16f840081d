/**
 * What the application asks for, and when: broadcasts, history reads, joins and leaves, and what
 * the scenario scripts. Wholly decided before the run and independent of it, so that a shrinker
 * can take single operations away. Only what is sensible *as far as asked* is asked: members
 * broadcast and read, strangers join, and the last member of a room stays.
 */

import type { Decisions, TimedOperation } from '../chance/index.ts';
import { makeMessage, type NodeId, type Operation, type RoomId, type RoomSpec } from '../contract/index.ts';
import type { PlannedOperation, WorkloadPlan } from '../scenario/types.ts';
import { bodyOf } from './body.ts';
import { around, Membership } from './membership.ts';
import { scriptedOperations } from './scripted.ts';
import { middle, Wishes, wholePpm } from './wishes.ts';

export interface WorkloadOptions {
  readonly plan: WorkloadPlan;
  readonly operations: readonly PlannedOperation[];
  readonly rooms: readonly RoomSpec[];
  /** `clients[0]` is client 1, named `c1`. */
  readonly clients: readonly NodeId[];
  readonly nodeNamed: (name: string) => NodeId | undefined;
  readonly decisions: Decisions;
  /** Messages kept per room. */
  readonly retention: number;
  /** What was asked for up to a moment, whatever would have been planned until then; the default is nothing. */
  readonly past?: { readonly operations: readonly TimedOperation[]; readonly untilUs: number } | undefined;
}

/** An operation whose client and room are settled in order of time; undefined when nobody can do it. */
interface Intent {
  readonly atUs: number;
  settle(asked: AskedSoFar): Omit<TimedOperation, 'atUs'> | undefined;
}

interface AskedSoFar {
  readonly membership: Membership;
  readonly broadcasts: Map<RoomId, number>;
}

/**
 * All operations by time; among equal times scripted ones come first, then broadcasts, reads,
 * joins and leaves, each in order of their numbers.
 *
 * Tokens: `c3-17` is broadcast 17 and said by c3; `c3-join-2` is the second act of membership;
 * `c3-s1` and `c3-join-s2` are scripted.
 *
 * @throws Error when a scripted operation names no node.
 */
export function planWorkload(options: WorkloadOptions): readonly TimedOperation[] {
  const { plan, rooms, clients } = options;
  const scripted = scriptedOperations(options.operations, {
    nodeNamed: options.nodeNamed,
    firstRead: plan.reads + 1,
  });
  const planned = rooms.length > 0 && clients.length > 0 ? plannedIntents(options, scripted.at(-1)?.atUs ?? 0) : [];
  const intents = [...scripted.map(({ atUs, ...rest }): Intent => ({ atUs, settle: () => rest })), ...planned];
  intents.sort((a, b) => a.atUs - b.atUs);

  const asked: AskedSoFar = { membership: new Membership(rooms, clients), broadcasts: new Map() };
  const operations: TimedOperation[] = [];
  const ask = (timed: TimedOperation) => {
    const { node, operation } = timed;
    asked.membership.ask(node, operation);
    if (operation.kind === 'broadcast') {
      asked.broadcasts.set(operation.room, (asked.broadcasts.get(operation.room) ?? 0) + 1);
    }
    operations.push(timed);
  };
  const { past } = options;
  for (const timed of past?.operations ?? []) ask(timed);
  const known = new Set(operations.flatMap(({ operation }) => identityOf(operation) ?? []));
  for (const intent of intents) {
    if (past !== undefined && intent.atUs < past.untilUs) continue;
    const settled = intent.settle(asked);
    // What the past has asked for is not asked for again.
    if (settled === undefined || known.has(identityOf(settled.operation) ?? '')) continue;
    ask({ atUs: intent.atUs, ...settled });
  }
  return operations;
}

/** What tells an operation from all others of a run; undefined for one that may come again. */
function identityOf(operation: Operation): string | number | undefined {
  switch (operation.kind) {
    case 'broadcast':
      return operation.message.token;
    case 'join':
    case 'leave':
      return operation.request;
    case 'read':
      return operation.read;
    default:
      return undefined;
  }
}

/** Broadcasts in a row; reads, joins and leaves somewhere between the start and the last of them. */
function plannedIntents(options: WorkloadOptions, lastScriptedUs: number): readonly Intent[] {
  const { plan } = options;
  const wishes = new Wishes({
    decisions: options.decisions,
    clients: options.clients.length,
    rooms: options.rooms.length,
  });
  const intents: Intent[] = [];
  let atUs = 0;
  for (let nth = 1; nth <= plan.broadcasts; nth++) {
    atUs += wishes.within(`broadcast #${nth} gap`, plan.everyUs);
    intents.push({ atUs, settle: broadcast(options, wishes, nth) });
  }
  const others = plan.reads + plan.membership;
  const spanUs = Math.max(atUs, lastScriptedUs, plan.broadcasts === 0 ? others * middle(plan.everyUs) : 0);
  const somewhere = (anchor: string, nth: number, of: number) =>
    Math.floor((spanUs * wishes.share(anchor, Math.floor((nth * wholePpm) / (of + 1)))) / wholePpm);
  for (let nth = 1; nth <= plan.reads; nth++) {
    intents.push({ atUs: somewhere(`read #${nth} at`, nth, plan.reads), settle: read(options, wishes, nth) });
  }
  for (let nth = 1; nth <= plan.membership; nth++) {
    const settle = membershipAct(options, wishes, nth);
    intents.push({ atUs: somewhere(`membership #${nth} at`, nth, plan.membership), settle });
  }
  return intents;
}

function broadcast(options: WorkloadOptions, wishes: Wishes, nth: number): Intent['settle'] {
  const { plan, rooms } = options;
  const wantedSender = wishes.sender(`broadcast #${nth} sender`, nth, plan.senders);
  const wantedRoom = wishes.room(`broadcast #${nth} room`);
  const sizeBytes = wishes.within(`broadcast #${nth} size`, plan.sizeBytes);
  const speakers = typeof plan.senders === 'string' ? undefined : new Set(plan.senders);
  return (asked) => {
    const found = memberNear(asked.membership, rooms, wantedRoom, wantedSender, speakers);
    if (found === undefined) return undefined;
    const message = makeMessage(`c${found.client}-${nth}`, bodyOf(nth, sizeBytes));
    return { node: nodeOf(options, found.client), operation: { kind: 'broadcast', room: found.room, message } };
  };
}

/** Reaches back at most twice what is kept, so that about half of the reads of a long room begin behind it. */
function read(options: WorkloadOptions, wishes: Wishes, nth: number): Intent['settle'] {
  const { plan, rooms, retention } = options;
  const wantedReader = wishes.client(`read #${nth} reader`, nth);
  const wantedRoom = wishes.room(`read #${nth} room`);
  const fromPpm = wishes.share(`read #${nth} from`, 0);
  const limit = Math.max(1, wishes.within(`read #${nth} limit`, plan.readLimit));
  return (asked) => {
    const found = memberNear(asked.membership, rooms, wantedRoom, wantedReader);
    if (found === undefined) return undefined;
    const newest = asked.broadcasts.get(found.room) ?? 0;
    const reach = Math.min(newest, 2 * retention);
    const from = newest - reach + 1 + Math.floor((reach * fromPpm) / wholePpm);
    return {
      node: nodeOf(options, found.client),
      operation: { kind: 'read', read: nth, room: found.room, from, limit },
    };
  };
}

/** A member leaves, a stranger joins; where the wanted client is the last member, the next one joins. */
function membershipAct(options: WorkloadOptions, wishes: Wishes, nth: number): Intent['settle'] {
  const { rooms, clients } = options;
  const wantedClient = wishes.client(`membership #${nth} client`, nth);
  const room = (rooms[around(wishes.room(`membership #${nth} room`), rooms.length) - 1] as RoomSpec).name;
  return ({ membership }) => {
    const wanted = around(wantedClient, clients.length);
    const isLast = membership.isMember(room, wanted) && membership.size(room) === 1;
    if (isLast && clients.length === 1) return undefined;
    const client = isLast ? around(wanted + 1, clients.length) : wanted;
    const kind = membership.isMember(room, client) ? 'leave' : 'join';
    return { node: nodeOf(options, client), operation: { kind, room, request: `c${client}-${kind}-${nth}` } };
  };
}

/** The wanted client in the wanted room, or the nearest member there, or one of the next room that has any. */
function memberNear(
  membership: Membership,
  rooms: readonly RoomSpec[],
  wantedRoom: number,
  wantedClient: number,
  allowed?: ReadonlySet<number>,
): { readonly room: RoomId; readonly client: number } | undefined {
  for (let further = 0; further < rooms.length; further++) {
    const room = (rooms[around(wantedRoom + further, rooms.length) - 1] as RoomSpec).name;
    const client = membership.nearest(room, wantedClient, allowed);
    if (client !== undefined) return { room, client };
  }
  return undefined;
}

function nodeOf({ clients }: WorkloadOptions, client: number): NodeId {
  return clients[client - 1] as NodeId;
}
