/**
 * Whether a value has the shape of a protocol, member by member. Looks at what can be seen without
 * laying it out: roles, names of nodes and the topology are checked where `layout` is called.
 */
import type { ObservationName, Protocol } from '../contract/index.ts';
import { ProtocolFileError } from './protocol-file-error.ts';

interface Rule {
  readonly member: keyof Protocol;
  readonly needed?: true;
  /** Completes "must be". */
  readonly demand: string;
  readonly holds: (value: unknown) => boolean;
}

const observations: Readonly<Record<ObservationName, true>> = {
  broadcast: true,
  outcome: true,
  delivered: true,
  resumed: true,
  truncated: true,
  connected: true,
  disconnected: true,
  readStarted: true,
  readReturned: true,
  applied: true,
  restored: true,
  memberAt: true,
  leftAt: true,
  led: true,
  sometimes: true,
};

const parts = ['shards', 'replicas', 'gateways', 'retention'];

const rules: readonly Rule[] = [
  { member: 'name', needed: true, demand: 'a name of lower-case letters, digits and hyphens', holds: isName },
  { member: 'summary', needed: true, demand: 'one line of text', holds: isLine },
  { member: 'layout', needed: true, demand: 'a function of the topology', holds: isFunction },
  { member: 'uses', demand: `a list of ${parts.join(', ')}`, holds: listOf((part) => parts.includes(String(part))) },
  {
    member: 'settings',
    demand: 'settings by name, each { summary, default, min, max } with integers in order',
    holds: recordOf(isSetting),
  },
  { member: 'codec', demand: '{ encode, decode, key? } with functions', holds: isCodec },
  { member: 'diskReader', demand: 'a function of a node', holds: isFunction },
  {
    member: 'observes',
    demand: `a list of observations (${Object.keys(observations).join(', ')})`,
    holds: listOf((name) => typeof name === 'string' && Object.hasOwn(observations, name)),
  },
  { member: 'survives', demand: '{ badCopies, lostNodes } with whole numbers', holds: isBudget },
  { member: 'sometimes', demand: 'a list of names', holds: listOf(isLine) },
  {
    member: 'properties',
    demand: 'a list of { name, summary, clauses, create }',
    holds: listOf(
      (value) => has(value, 'name', isLine) && has(value, 'clauses', isObject) && has(value, 'create', isFunction),
    ),
  },
  {
    member: 'mutants',
    demand: 'mutants by name, each { summary, breaks, caughtIn?, apply }',
    holds: recordOf(
      (value, name) =>
        isName(name) &&
        has(value, 'breaks', listOf(isLine)) &&
        has(
          value,
          'caughtIn',
          (pin) => pin === undefined || (has(pin, 'scenario', isLine) && has(pin, 'seed', isLine)),
        ) &&
        has(value, 'apply', isFunction),
    ),
  },
];

/**
 * The value as a protocol; `where` is the file it comes from.
 *
 * @throws ProtocolFileError that names the first member that is wrong.
 */
export function protocolOf(value: unknown, where: string): Protocol {
  if (!isObject(value)) {
    throw new ProtocolFileError(
      where,
      `the default export must be a protocol, and is ${tell(value)}`,
      'write `export default protocol`, with an object that has name, summary and layout',
    );
  }
  for (const { member, needed, demand, holds } of rules) {
    const found = value[member];
    if (found === undefined ? !needed : holds(found)) continue;
    const state = found === undefined ? 'missing' : tell(found);
    throw new ProtocolFileError(
      where,
      `the protocol's \`${member}\` must be ${demand}, and is ${state}`,
      `correct \`${member}\`; the type Protocol of 'tutti' says what each member means`,
    );
  }
  return value as unknown as Protocol;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

function isLine(value: unknown): boolean {
  return typeof value === 'string' && /^.+$/.test(value);
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z0-9-]+$/.test(value);
}

function isCodec(value: unknown): boolean {
  if (!has(value, 'encode', isFunction) || !has(value, 'decode', isFunction)) return false;
  return has(value, 'key', (key) => key === undefined || isFunction(key));
}

function isBudget(value: unknown): boolean {
  const isCount = (count: unknown) => Number.isSafeInteger(count) && Number(count) >= 0;
  return has(value, 'badCopies', isCount) && has(value, 'lostNodes', isCount);
}

function isSetting(value: unknown): boolean {
  if (!isObject(value) || !isLine(value.summary)) return false;
  const [least, standard, most] = [value.min, value.default, value.max];
  return (
    [least, standard, most].every(Number.isSafeInteger) &&
    Number(least) <= Number(standard) &&
    Number(standard) <= Number(most)
  );
}

function has(value: unknown, member: string, holds: (value: unknown) => boolean): boolean {
  return isObject(value) && holds(value[member]);
}

function listOf(holds: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every((item) => holds(item));
}

function recordOf(holds: (value: unknown, name: string) => boolean): (value: unknown) => boolean {
  return (value) => isObject(value) && Object.entries(value).every(([name, item]) => holds(item, name));
}

/** A value in a few words. */
function tell(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
