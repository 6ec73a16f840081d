/**
 * What an observation must be before a judge hears of it: reported by a node of the right role,
 * declared by the protocol, with arguments that mean something. What is not is an offence that
 * names call, argument and value, and no judge hears of it: a promise that was asked about position
 * NaN would compare, find nothing wrong, and pass. Whether what is reported is true is not asked here.
 */
import {
  isPosition,
  isPrefix,
  type Message,
  type NodeId,
  type ObservationName,
  type Outcome,
  type Role,
} from '../contract/index.ts';
import { describeThrown } from './blame.ts';

/** What a run knows of the protocol that reports, and of its nodes. */
export interface Declared {
  /** What the protocol reports, the minimum included; undefined where nobody asks. */
  readonly observes?: ReadonlySet<ObservationName> | undefined;
  /** What it may report to `sometimes`; undefined where nobody asks. */
  readonly sometimes?: readonly string[] | undefined;
  /** In the order of their ids. */
  readonly layout: readonly { readonly role: Role; readonly shard?: number | undefined }[];
}

/** An argument of an observation: its name in the contract, and what it is for people. */
interface Argument {
  readonly name: string;
  readonly what: string;
  is(value: unknown, reports: Reports, node: NodeId): boolean;
}

type Arguments = Readonly<Record<ObservationName, readonly Argument[]>>;

const outcomes: ReadonlySet<unknown> = new Set<Outcome>(['accepted', 'refused', 'unknown']);

function text(name: string): Argument {
  return { name, what: 'a text', is: isText };
}

function position(name: string): Argument {
  return { name, what: 'a position (an integer from 1 on)', is: (value) => isPosition(value as number) };
}

/** A position, or 0 for nothing. */
function prefix(name: string): Argument {
  return { name, what: 'a position or 0', is: (value) => isPrefix(value as number) };
}

function integer(name: string): Argument {
  const is = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  return { name, what: 'an integer from 0 on', is };
}

const room = text('room');
const token = text('token');
const request = text('request');
const read = integer('read');
const message: Argument = { name: 'message', what: 'a message ({ token, bytes })', is: isMessage };
const client: Argument = {
  name: 'client',
  what: 'the id of a client',
  is: (value, reports) => reports.roleOf(value) === 'client',
};

const contract: Arguments = {
  broadcast: [room, token],
  outcome: [
    room,
    token,
    { name: 'outcome', what: 'accepted, refused or unknown', is: (value) => outcomes.has(value) },
    { name: 'reason', what: 'a text or nothing', is: (value) => value === undefined || isText(value) },
  ],
  delivered: [room, position('position'), message],
  resumed: [room, prefix('cursor')],
  truncated: [room, position('from'), position('to')],
  connected: [
    {
      name: 'gateway',
      what: 'the id of a node that is no client',
      is: (value, reports) => !['client', undefined].includes(reports.roleOf(value)),
    },
  ],
  disconnected: [],
  readStarted: [read, room],
  readReturned: [
    read,
    position('from'),
    { name: 'items', what: 'a list of messages', is: (value) => Array.isArray(value) && value.every(isMessage) },
    prefix('head'),
    position('oldest'),
  ],
  applied: [room, position('position'), message],
  restored: [room, prefix('position')],
  memberAt: [room, client, request, prefix('position')],
  leftAt: [room, client, request, prefix('position')],
  led: [
    { name: 'shard', what: 'the shard of the node', is: (value, reports, node) => reports.isShardOf(value, node) },
    integer('epoch'),
  ],
  sometimes: [
    {
      name: 'name',
      what: 'one of the `sometimes` that the protocol declares',
      is: (value, reports) => isText(value) && reports.maySay(value),
    },
  ],
};

/** Who reports, by the contract; what is not here anyone may. */
const reporters: Readonly<Partial<Record<ObservationName, Role>>> = {
  ...roleFor('client', 'broadcast', 'outcome', 'delivered', 'resumed', 'truncated', 'connected', 'disconnected'),
  ...roleFor('client', 'readStarted', 'readReturned'),
  ...roleFor('replica', 'applied', 'restored', 'memberAt', 'leftAt', 'led'),
};

/** See the head of this file. */
export class Reports {
  readonly #declared: Declared;

  constructor(declared: Declared) {
    this.#declared = declared;
  }

  /** Whether it is for the node to report, and declared; `sometimes` is declared by its names. */
  allows(node: NodeId, name: ObservationName): boolean {
    const { observes } = this.#declared;
    const role = this.roleOf(node);
    return (reporters[name] ?? role) === role && (name === 'sometimes' || (observes?.has(name) ?? true));
  }

  /** Whether it is allowed, and its arguments are what the contract says. */
  fits(node: NodeId, name: ObservationName, values: readonly unknown[]): boolean {
    return this.allows(node, name) && contract[name].every((argument, index) => argument.is(values[index], this, node));
  }

  /** What is wrong with an observation, as the rest of a sentence that begins with a node's name. */
  fault(node: NodeId, name: ObservationName, values: readonly unknown[]): string {
    const role = reporters[name];
    if (role !== undefined && role !== this.roleOf(node)) {
      return `reports ${name}, which is for ${role}s, and is a ${this.roleOf(node)}`;
    }
    if (!this.allows(node, name)) return `reports ${name}, which its protocol does not declare in \`observes\``;
    const index = contract[name].findIndex((argument, at) => !argument.is(values[at], this, node));
    const { name: argument, what } = contract[name][index] as Argument;
    return `reports ${name} with ${argument} ${shown(values[index])}, where ${what} is due`;
  }

  /** Undefined for what is no node's id. */
  roleOf(node: unknown): Role | undefined {
    return typeof node === 'number' ? this.#declared.layout[node - 1]?.role : undefined;
  }

  isShardOf(shard: unknown, node: NodeId): boolean {
    const own = this.#declared.layout[node - 1]?.shard;
    return own === undefined ? isPosition(shard as number) : shard === own;
  }

  maySay(name: string): boolean {
    return this.#declared.sometimes?.includes(name) ?? true;
  }
}

/** Whether the arguments of `delivered` and `applied` are what the contract says: the same as `fits`, for the hot path. */
export function isPlaced(room: unknown, position: number, message: unknown): boolean {
  return isText(room) && isPosition(position) && isMessage(message);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false;
  const { token, bytes } = value as Partial<Message>;
  return typeof token === 'string' && bytes instanceof Uint8Array;
}

function roleFor(role: Role, ...names: readonly ObservationName[]): Partial<Record<ObservationName, Role>> {
  return Object.fromEntries(names.map((name) => [name, role]));
}

/** A value for people, in one line. */
function shown(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(shown).join(', ')}]` : describeThrown(value);
}
