import { Buffer } from 'node:buffer';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { type Sealable, SealError, Sealer } from '../../../src/sim/seal.ts';

/** A packet with anything in it, as the careless would build it. */
function packetOf(body: unknown): Sealable & { body: unknown } {
  return { kind: 'append', body };
}

function seal(packet: unknown): number {
  return new Sealer().seal(packet as Sealable);
}

function digestOf(body: unknown): number {
  return seal(packetOf(body));
}

class Account {
  balance = 3;
}

class Cell extends Uint8Array {}

describe('seal', () => {
  it('freezes a packet all the way down', () => {
    const packet = {
      kind: 'append',
      entries: [{ term: 1, slots: [[1], [2]] }],
      nothing: null,
      bare: Object.create(null),
    };
    seal(packet);
    for (const part of [packet, packet.entries, packet.entries[0], packet.entries[0]?.slots[1], packet.bare]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it('replaces byte arrays, in objects and in arrays, by copies nobody else has', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const packet = { kind: 'append', bytes, list: [bytes, bytes], inner: { bytes } };
    const digest = seal(packet);
    const copies = [packet.bytes, ...packet.list, packet.inner.bytes];
    expect(new Set([bytes, ...copies]).size).toBe(5);
    bytes.fill(9);
    for (const copy of copies) {
      expect([...copy]).toEqual([1, 2, 3]);
      expect(Object.isExtensible(copy)).toBe(false);
    }
    expect(new Sealer().audit(packet)).toBe(digest);
  });

  it('shows nothing of itself', () => {
    const packet = { kind: 'append', message: { token: 'a', bytes: Uint8Array.of(1, 2) }, list: [1] };
    seal(packet);
    expect(packet).toStrictEqual({ kind: 'append', message: { token: 'a', bytes: Uint8Array.of(1, 2) }, list: [1] });
    expect(Reflect.ownKeys(packet.message)).toEqual(['token', 'bytes']);
    expect(Reflect.ownKeys(packet.message.bytes)).toEqual(['0', '1']);
  });

  it('takes a Buffer and leaves a Uint8Array', () => {
    const packet = { kind: 'append', bytes: Buffer.from('hello') as Uint8Array };
    expect(seal(packet)).toBe(seal({ kind: 'append', bytes: new TextEncoder().encode('hello') }));
    expect(Object.getPrototypeOf(packet.bytes)).toBe(Uint8Array.prototype);
  });

  it('copies only the window of a view', () => {
    const whole = Uint8Array.of(1, 2, 3, 4);
    const packet = { kind: 'append', bytes: whole.subarray(1, 3) };
    seal(packet);
    expect(packet.bytes).toEqual(Uint8Array.of(2, 3));
    expect(packet.bytes.buffer).not.toBe(whole.buffer);
  });

  it('copies nothing that is sealed already, alone or inside another packet', () => {
    const first = { kind: 'append', message: { token: 'a', bytes: Uint8Array.of(1, 2) } };
    const digest = seal(first);
    const { message } = first;
    const { bytes } = message;
    expect(seal(first)).toBe(digest);
    const second = { kind: 'append', message };
    expect(seal(second)).toBe(digest);
    const third = { kind: 'append', message: { token: 'a', bytes } };
    expect(seal(third)).toBe(digest);
    expect([second.message, second.message.bytes, third.message.bytes]).toEqual([message, bytes, bytes]);
    expect(second.message).toBe(message);
    expect(second.message.bytes).toBe(bytes);
    expect(third.message.bytes).toBe(bytes);
    expect(new Sealer().audit(third)).toBe(digest);
  });

  it('takes sealed bytes in an object that the user froze', () => {
    const first = { kind: 'append', bytes: Uint8Array.of(1, 2) };
    const digest = seal(first);
    const frozen = Object.freeze({ kind: 'append', bytes: first.bytes });
    expect(new Sealer().sealStrictly(frozen)).toBe(digest);
    expect(seal(frozen)).toBe(digest);
    expect(digestOf(Object.freeze({ a: Object.freeze([1, 'b']) }))).toBe(digestOf({ a: [1, 'b'] }));
  });

  it('takes one object in two places', () => {
    const twice = { a: [1] };
    const packet = { kind: 'append', first: twice, again: [twice, twice] };
    const digest = seal({ kind: 'append', first: { a: [1] }, again: [{ a: [1] }, { a: [1] }] });
    expect(new Sealer().sealStrictly(packet)).toBe(digest);
    expect(seal(packet)).toBe(digest);
  });

  it('remembers packets just sent, whoever mixes them', () => {
    const sealer = new Sealer();
    const packets = Array.from({ length: 12 }, (_, n) => ({ kind: 'append', n }));
    const digests = packets.map((packet) => sealer.seal(packet));
    expect(new Set(digests).size).toBe(12);
    expect(packets.map((packet) => sealer.seal(packet))).toEqual(digests);
    expect([0, 11, 10, 11, 9, 11].map((n) => sealer.seal(packets[n] as Sealable))).toEqual(
      [0, 11, 10, 11, 9, 11].map((n) => digests[n]),
    );
  });

  it('keeps its digests between versions', () => {
    const entries = [{ bytes: Uint8Array.of(1, 2, 3, 4, 5), none: undefined }];
    expect(seal({ kind: 'append', term: 3, entries })).toBe(1764884042);
    expect(digestOf([1.5, -0, Number.NaN, 12n, true, null, 'ü'])).toBe(-630255555);
  });
});

describe('the digest', () => {
  it('tells values and their types apart', () => {
    const numbers = [
      0,
      -0,
      1,
      -1,
      1.5,
      -1.5,
      2 ** 31,
      2 ** 32,
      2 ** 53,
      0.1,
      0.1 + 2 ** -56,
      5e-324,
      1 / 0,
      -1 / 0,
      0 / 0,
    ];
    const texts = ['', '\u0000', '\u0000\u0000', ...'0 1 a ab ba undefined null true ü'.split(' ')];
    const byteArrays = [
      [],
      [0],
      [0, 0],
      [1],
      [1, 0],
      [0, 1],
      [1, 2, 3, 4],
      [1, 2, 3, 4, 5],
      [5, 1, 2, 3, 4],
      [0, 0, 0, 0],
    ];
    const lists = [[], [undefined], [null], [0], [1], ['1'], [1, 2], [2, 1], [[1], 2], [[1, 2]], [[], []], [[[]]]];
    const records = [{}, { a: undefined }, { a: null }, { a: 1 }, { b: 1 }, { a: 1, b: 2 }, { a: 2, b: 1 }, { a: {} }];
    const twisted = [{ a: 'a' }, { b: 'b' }, { a: 'b', b: 'a' }, { a: 'a', b: 'b' }, { a: { b: 1 } }, { b: { a: 1 } }];
    const odd = [0n, 1n, -1n, 2n ** 70n, true, false, null, undefined, { 0: 1 }, { '': 1 }, { a: [] }];
    const bytes = byteArrays.map((array) => Uint8Array.from(array));
    const boxed = bytes.map((array) => [array.slice()]);
    const bodies = [...numbers, ...texts, ...lists, ...records, ...twisted, ...odd, ...bytes, ...boxed];
    const seen = new Map<number, unknown>();
    for (const body of bodies) {
      const digest = digestOf(body);
      expect(seen.has(digest), `${inspect(body)} and ${inspect(seen.get(digest))}`).toBe(false);
      expect(digest).toBe(digest | 0);
      seen.set(digest, body);
    }
  });

  it('does not count the order in which properties were made, nor the prototype null', () => {
    expect(digestOf({ b: 1, 10: 2, 2: [3] })).toBe(digestOf({ 2: [3], 10: 2, b: 1 }));
    expect(digestOf(Object.assign(Object.create(null), { a: 1 }))).toBe(digestOf({ a: 1 }));
  });

  it('does not depend on what was sealed before', () => {
    const sealer = new Sealer();
    const make = (n: number) => ({
      kind: `k${n % 3}`,
      [`a${n % 5}`]: `text ${n % 7}`,
      b: 'text 1',
      room: { b: 'text 2' },
    });
    for (let n = 0; n < 500; n++) expect(sealer.seal(make(n))).toBe(seal(make(n)));
    const wide = Object.fromEntries(Array.from({ length: 9000 }, (_, n) => [`key ${n}`, n]));
    expect(sealer.seal(packetOf({ ...wide }))).toBe(digestOf({ ...wide }));
    expect(sealer.seal(packetOf({ ...wide }))).toBe(digestOf(Object.fromEntries(Object.entries(wide).reverse())));
  });
});

describe('what is not plain data', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = [cycle];
  let deep: unknown = 1;
  for (let n = 0; n < 64; n++) deep = { a: deep };

  it.each([
    ['a Map', { entries: [1, 2, { body: new Map() }] }, 'append.body.entries[2].body: Map'],
    ['a Set', [new Set()], 'append.body[0]: Set'],
    ['a Date', new Date(0), 'append.body: Date'],
    ['a class instance', new Account(), 'append.body: Account'],
    ['a nameless class instance', new (class {})(), 'append.body: object of an unnamed class'],
    ['a function', { a: () => 1 }, 'append.body.a: function'],
    ['a symbol', Symbol.iterator, 'append.body: symbol'],
    ['a promise', Promise.resolve(), 'append.body: Promise'],
    ['a boxed number', Object(1), 'append.body: Number'],
    ['another view', [new Uint16Array(2)], 'append.body[0]: Uint16Array'],
    ['a clamped view', new Uint8ClampedArray(2), 'append.body: Uint8ClampedArray'],
    ['a DataView', new DataView(new ArrayBuffer(2)), 'append.body: DataView'],
    ['an ArrayBuffer', new ArrayBuffer(2), 'append.body: ArrayBuffer'],
    ['a subclass of Uint8Array', new Cell(2), 'append.body: Cell'],
    ['an array of a class', new (class Row extends Array {})(), 'append.body: Row'],
    ['an object of another realm', runInNewContext('({})'), 'append.body: object that inherits'],
    ['a cycle', cycle, 'append.body.self[0]: a cycle'],
    ['what is nested too deep', deep, `append.body${'.a'.repeat(63)}: nested deeper than 64`],
  ])('%s is refused by its path', (_, body, message) => {
    expect(() => digestOf(body)).toThrow(new SealError(message));
    expect(() => new Sealer().sealStrictly(packetOf(body))).toThrow(new SealError(message));
  });

  it('may be as deep as the bound', () => {
    expect(digestOf((deep as { a: unknown }).a)).toBeTypeOf('number');
  });

  it.each([
    [
      'an accessor',
      Object.defineProperty({}, 'a', { get: () => 1, enumerable: true }),
      'append.body.a: accessor property',
    ],
    ['a symbol key', { [Symbol('tag')]: 1 }, 'append.body: symbol key Symbol(tag)'],
    ['a hidden property', Object.defineProperty({}, 'a', { value: 1 }), 'append.body.a: hidden property'],
    ['a hole', Object.assign(Array(3), { 0: 1, 2: 3 }), 'append.body[1]: a hole'],
    ['a hole at the end', Object.assign(Array(2), { 0: 1 }), 'append.body[1]: a hole'],
    [
      'a named property of an array',
      Object.assign([1], { extra: 2 }),
      'append.body.extra: a named property of an array',
    ],
    ['shared memory', new Uint8Array(new SharedArrayBuffer(2)), 'append.body: shared memory'],
    ['an object that inherits', Object.create({ a: 1 }), 'append.body: object that inherits'],
    [
      'an accessor deep down',
      [{ a: [Object.defineProperty({}, 'b', { get: () => 1 })] }],
      'append.body[0].a[0].b: accessor property',
    ],
  ])('%s is refused by the strict look', (_, body, message) => {
    expect(() => new Sealer().sealStrictly(packetOf(body))).toThrow(new SealError(message));
  });

  it('bytes that cannot be replaced are refused', () => {
    const frozen = Object.freeze({ kind: 'append', bytes: Uint8Array.of(1) });
    const message = 'append.bytes: bytes that cannot be replaced by a copy, because what holds them is frozen';
    expect(() => seal(frozen)).toThrow(new SealError(message));
    expect(() => new Sealer().sealStrictly(frozen)).toThrow(new SealError(message));
    expect(() => digestOf(Object.freeze([Uint8Array.of(1)]))).toThrow(/^append\.body\[0\]: bytes that cannot/);
  });

  it.each([
    [undefined, 'packet: undefined'],
    [null, 'packet: null'],
    ['append', 'packet: string'],
    [[], 'packet: Array'],
    [Object.assign(() => 1, { kind: 'append' }), 'packet: function'],
    [{}, 'packet: without a kind, which is a string'],
    [{ kind: 7 }, 'packet: without a kind, which is a string'],
    [Object.assign(new Account(), { kind: 'append' }), 'packet: Account'],
  ])('%s is no packet', (packet, message) => {
    expect(() => seal(packet)).toThrow(new SealError(message));
    expect(() => new Sealer().sealStrictly(packet as Sealable)).toThrow(new SealError(message));
  });

  it('is refused again the second time', () => {
    const sealer = new Sealer();
    const packet = packetOf({ a: { b: new Map() } });
    for (let n = 0; n < 3; n++) expect(() => sealer.seal(packet)).toThrow('append.body.a.b: Map');
  });
});

describe('audit', () => {
  it('finds a byte that was written into a sealed packet', () => {
    const sealer = new Sealer();
    const packet = { kind: 'append', entries: [{ message: { bytes: Uint8Array.of(1, 2, 3) } }] };
    const digest = sealer.seal(packet);
    const bytes = packet.entries[0]?.message.bytes as Uint8Array;
    expect(sealer.audit(packet)).toBe(digest);
    bytes[2] = 4;
    expect(sealer.audit(packet)).not.toBe(digest);
    expect(sealer.seal(packet)).toBe(digest);
    bytes[2] = 3;
    expect(sealer.audit(packet)).toBe(digest);
  });

  it('ends on packets that wrap what was sent before, without end', () => {
    const sealer = new Sealer();
    let inner = {};
    for (let n = 0; n < 20_000; n++) {
      inner = { inner };
      const packet = { kind: 'append', inner };
      const digest = sealer.seal(packet);
      if (n % 5000 === 0 || n === 19_999) expect(sealer.audit(packet)).toBe(digest);
    }
  });
});
