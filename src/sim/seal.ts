import { copyOf } from '../bytes/index.ts';
import {
  bigintContent,
  bytesContent,
  FALSE,
  keyContent,
  listOf,
  listWith,
  NULL,
  numberContent,
  recordOf,
  recordWith,
  TRUE,
  textContent,
  UNDEFINED,
} from './content.ts';
import { DEEPEST, isBytes, isList, isRecord, refusalOf } from './plain-data.ts';
import { stamp, stampOf } from './stamp.ts';

/** A packet is not plain data. The message says where: `append.entries[2].body: Map`. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** What can be sealed: a packet, an operation. */
export interface Sealable {
  readonly kind: string;
}

/** What was met under one property name. Guesses only: they make sealing fast and change no result. */
interface Name {
  readonly text: string;
  readonly content: number;
  /** The name that came after it the last time. */
  next: Name | undefined;
  /** The last string under it, and that string's content. */
  lastText: string;
  lastContent: number;
}

const MOST_NAMES = 4096;
const RECENT = 4;
const NO_PACKET: Sealable = { kind: '' };

/**
 * Makes packets safe to share between nodes: one walk freezes every object, replaces every byte
 * array by a private copy and digests the content. What is sealed inside a packet is stamped, so
 * that it costs one look and no copy in the next packet; the packets themselves are remembered for
 * a moment, so that sending one to many is as cheap.
 *
 * Two looks share the work. `seal` sees values, and refuses by type and depth. `sealStrictly` also
 * sees how they are held (accessors, symbol keys, hidden properties, holes, shared memory, borrowed
 * prototypes), at several times the cost: use it for the first packets of a run and for samples,
 * because code that builds one such packet tends to build all of them so.
 *
 * Bytes cannot be frozen: who writes into those of a received packet is found by `audit`.
 */
export class Sealer {
  readonly #names = new Map<string, Name>();
  readonly #first: Name = nameFor('');
  /** The packets last sealed, and their contents, in a ring. */
  readonly #recent: Sealable[] = new Array(RECENT).fill(NO_PACKET);
  readonly #recentContents = new Int32Array(RECENT);
  #recentAt = 0;

  /**
   * Seals a packet and gives its content digest, a signed 32-bit integer. The order of properties
   * does not count.
   *
   * @throws SealError when it is not plain data. Parts of it may then be frozen already.
   */
  seal(packet: Sealable): number {
    const recent = this.#recent;
    for (let i = 0; i < RECENT; i++) {
      if (recent[i] === packet) return this.#recentContents[i] as number;
    }
    return this.#sealNew(packet);
  }

  /** As `seal`, but looks at how values are held too. */
  sealStrictly(packet: Sealable): number {
    const refusal = refusalOf(packet);
    if (refusal !== undefined) throw new SealError(refusal);
    return this.seal(packet);
  }

  /** The digest of a sealed packet from its real bytes: unlike that of `seal` once somebody wrote into them. */
  audit(packet: Sealable): number {
    return auditObject(packet, 1);
  }

  #sealNew(packet: Sealable): number {
    let content: number;
    try {
      if (typeof packet.kind !== 'string') throw new SealError(NOT_PLAIN);
      content = this.#record(packet as unknown as Record<string, unknown>, 1);
    } catch (thrown) {
      const refusal = refusalOf(packet);
      throw refusal === undefined ? thrown : new SealError(refusal);
    }
    this.#recentAt = (this.#recentAt + 1) % RECENT;
    this.#recent[this.#recentAt] = packet;
    this.#recentContents[this.#recentAt] = content;
    return content;
  }

  #record(record: Record<string, unknown>, depth: number): number {
    // To look at `constructor` is twice as fast as to ask for the prototype, and almost as sure.
    if (record.constructor !== Object && !isRecord(record)) throw new SealError(NOT_PLAIN);
    if (depth > DEEPEST) throw new SealError(NOT_PLAIN);
    let sum = 0;
    let properties = 0;
    let name = this.#first;
    for (const key in record) {
      const value = record[key];
      let next = name.next;
      if (next === undefined || next.text !== key) next = this.#nameAfter(name, key);
      name = next;
      let content: number;
      if (typeof value === 'number') content = numberContent(value);
      else if (typeof value === 'string') {
        if (value !== name.lastText) {
          name.lastText = value;
          name.lastContent = textContent(value);
        }
        content = name.lastContent;
      } else if (typeof value !== 'object' || value === null) {
        content = primitiveContent(value);
      } else {
        const sealed = stampOf(value);
        if (sealed !== undefined) content = sealed;
        else if (ArrayBuffer.isView(value)) {
          const copy = privateCopyOf(value);
          record[key] = copy;
          content = sealBytes(copy);
        } else {
          content = Array.isArray(value)
            ? this.#list(value, depth + 1)
            : this.#record(value as Record<string, unknown>, depth + 1);
        }
      }
      sum = recordWith(sum, name.content, content);
      properties++;
    }
    const content = recordOf(sum, properties);
    if (depth > 1) stamp(record, content);
    Object.freeze(record);
    return content;
  }

  #list(list: unknown[], depth: number): number {
    if (list.constructor !== Array || depth > DEEPEST) throw new SealError(NOT_PLAIN);
    let content = listOf(list.length);
    for (let i = 0; i < list.length; i++) {
      const value = list[i];
      let item: number;
      if (typeof value !== 'object' || value === null) item = primitiveContent(value);
      else {
        const sealed = stampOf(value);
        if (sealed !== undefined) item = sealed;
        else if (ArrayBuffer.isView(value)) {
          const copy = privateCopyOf(value);
          list[i] = copy;
          item = sealBytes(copy);
        } else {
          item = Array.isArray(value)
            ? this.#list(value, depth + 1)
            : this.#record(value as Record<string, unknown>, depth + 1);
        }
      }
      content = listWith(content, item);
    }
    stamp(list, content);
    Object.freeze(list);
    return content;
  }

  #nameAfter(name: Name, key: string): Name {
    let next = this.#names.get(key);
    if (next === undefined) {
      if (this.#names.size === MOST_NAMES) this.#names.clear();
      next = nameFor(key);
      this.#names.set(key, next);
    }
    name.next = next;
    return next;
  }
}

/** For the fast look only: whoever catches it asks `refusalOf` for the place and the reason. */
const NOT_PLAIN = 'not plain data';

function nameFor(text: string): Name {
  return { text, content: keyContent(text), next: undefined, lastText: '', lastContent: textContent('') };
}

function privateCopyOf(view: ArrayBufferView): Uint8Array {
  if (!isBytes(view)) throw new SealError(NOT_PLAIN);
  return copyOf(view);
}

/** Not extensible, so that nobody hangs state on bytes that others hold too. */
function sealBytes(copy: Uint8Array): number {
  const content = bytesContent(copy);
  stamp(copy, content);
  Object.preventExtensions(copy);
  return content;
}

function primitiveContent(value: unknown): number {
  switch (typeof value) {
    case 'number':
      return numberContent(value);
    case 'string':
      return textContent(value);
    case 'boolean':
      return value ? TRUE : FALSE;
    case 'undefined':
      return UNDEFINED;
    case 'bigint':
      return bigintContent(value);
    default:
      if (value === null) return NULL;
      throw new SealError(NOT_PLAIN);
  }
}

/** Past the depth that a packet may have on its own, what was sealed before is taken at its word. */
function auditObject(object: object, depth: number): number {
  if (isBytes(object)) return bytesContent(object);
  if (depth > DEEPEST) return stampOf(object) as number;
  if (isList(object)) {
    let content = listOf(object.length);
    for (const item of object) content = listWith(content, auditValue(item, depth));
    return content;
  }
  const entries = Object.entries(object);
  let sum = 0;
  for (const [key, value] of entries) sum = recordWith(sum, keyContent(key), auditValue(value, depth));
  return recordOf(sum, entries.length);
}

function auditValue(value: unknown, depth: number): number {
  return typeof value === 'object' && value !== null ? auditObject(value, depth + 1) : primitiveContent(value);
}
