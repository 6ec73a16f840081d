import { Buffer } from 'node:buffer';
import { stampOf } from './stamp.ts';

/** How deep a packet may be nested; itself counts. */
export const DEEPEST = 64;

/** A plain object: one that a literal makes, or one without a prototype. */
export function isRecord(object: object): object is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

/** A plain array. */
export function isList(object: object): object is unknown[] {
  return Array.isArray(object) && Object.getPrototypeOf(object) === Array.prototype;
}

/** Bytes that a packet may carry: a Uint8Array or a Buffer, and no other view. */
export function isBytes(object: object): object is Uint8Array {
  const prototype = Object.getPrototypeOf(object);
  return prototype === Uint8Array.prototype || prototype === Buffer.prototype;
}

/**
 * The thorough and slow look at a packet: the first thing in it that is not plain data, by path
 * (`append.entries[2].body: Map`; the first step is the packet's kind), or undefined. It sees what
 * a walk over values cannot: accessors, symbol keys, hidden properties, holes, shared memory.
 */
export function refusalOf(packet: unknown): string | undefined {
  if (typeof packet !== 'object' || packet === null || !isRecord(packet)) return `packet: ${nameOf(packet)}`;
  const kind: unknown = Object.getOwnPropertyDescriptor(packet, 'kind')?.value;
  if (typeof kind !== 'string') return 'packet: without a kind, which is a string';
  const refusal = search(packet, new Set());
  return refusal === undefined ? undefined : kind + refusal;
}

/** What is refused in `object`, as the rest of its path and a reason: `.body: Map`. */
function search(object: object, above: Set<object>): string | undefined {
  if (above.has(object)) return ': a cycle';
  if (above.size === DEEPEST) return `: nested deeper than ${DEEPEST}`;
  const list = isList(object);
  if (!list && !isRecord(object)) return `: ${nameOf(object)}`;
  above.add(object);
  let items = 0;
  for (const key of Reflect.ownKeys(object)) {
    if (typeof key === 'symbol') return `: symbol key ${key.toString()}`;
    if (list && key === 'length') continue;
    if (list && key !== String(items)) return holeOrName(items, object.length, key);
    const refusal = searchProperty(object, key, above);
    if (refusal !== undefined) return (list ? `[${key}]` : `.${key}`) + refusal;
    items++;
  }
  above.delete(object);
  return list && items < object.length ? `[${items}]: a hole` : undefined;
}

/** Own keys come in order, indices first: another key than the index that is due means one of two things. */
function holeOrName(due: number, length: number, key: string): string {
  return due < length ? `[${due}]: a hole` : `.${key}: a named property of an array`;
}

function searchProperty(object: object, key: string, above: Set<object>): string | undefined {
  const property = Object.getOwnPropertyDescriptor(object, key);
  if (property === undefined || !('value' in property)) return ': accessor property';
  if (property.enumerable !== true) return ': hidden property';
  const value: unknown = property.value;
  if (typeof value === 'function' || typeof value === 'symbol') return `: ${typeof value}`;
  if (typeof value !== 'object' || value === null) return undefined;
  if (!isBytes(value)) return search(value, above);
  if (stampOf(value) !== undefined) return undefined;
  if (value.buffer instanceof SharedArrayBuffer) return ': shared memory';
  return property.writable === true
    ? undefined
    : ': bytes that cannot be replaced by a copy, because what holds them is frozen';
}

/** `Map`, `Account`, `function`, `null`: what something is, for people. */
function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  const maker: unknown = Object.getPrototypeOf(value)?.constructor;
  if (typeof maker !== 'function' || maker.name === '') return 'object of an unnamed class';
  return maker.name === 'Object' ? 'object that inherits' : maker.name;
}
