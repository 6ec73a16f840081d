import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Sealable, Sealer } from '../../src/sim/seal.ts';

type Packet = Sealable & Record<string, unknown>;

const leaf = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, false, 0, -0, Number.NaN, ''),
  fc.integer(),
  fc.double(),
  fc.bigInt(),
  fc.string({ maxLength: 6 }),
  fc.uint8Array({ maxLength: 9 }),
);

const key = fc.oneof(fc.constantFrom('a', 'b', 'entries', 'constructor', '0', '10'), fc.string({ maxLength: 4 }));

const { plain } = fc.letrec<{ plain: unknown }>((tie) => ({
  plain: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { arbitrary: leaf, weight: 3 },
    { arbitrary: fc.array(tie('plain'), { maxLength: 4 }), weight: 1 },
    { arbitrary: fc.dictionary(key, tie('plain'), { maxKeys: 4, noNullPrototype: true }), weight: 2 },
  ),
}));

const packets: fc.Arbitrary<Packet> = fc
  .tuple(fc.constantFrom('append', 'vote'), fc.dictionary(key, plain, { maxKeys: 4, noNullPrototype: true }))
  .map(([kind, rest]) => ({ ...rest, kind }));

function seal(packet: Packet): number {
  return new Sealer().seal(packet);
}

/** The same content, its properties made in the opposite order. */
function backwards(value: unknown): unknown {
  if (value instanceof Uint8Array) return value.slice();
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, backwards(part)]),
  );
}

/** Every object of a packet, itself first; byte arrays among them. */
function partsOf(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  if (value instanceof Uint8Array) return [value];
  return [value, ...Object.values(value).flatMap(partsOf)];
}

function bytesOf(packet: Packet): Uint8Array[] {
  return partsOf(packet).filter((part) => part instanceof Uint8Array);
}

describe('a sealed packet', () => {
  it('has the digest of any other with its content', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        const digest = seal(structuredClone(packet));
        expect(seal(backwards(packet) as Packet)).toBe(digest);
        expect(new Sealer().sealStrictly(structuredClone(packet))).toBe(digest);
        expect(seal(packet)).toBe(digest);
      }),
    );
  });

  it('has another digest once any part is another', () => {
    fc.assert(
      fc.property(packets, fc.nat(), fc.nat(), leaf, (packet, which, where, other) => {
        const changed = structuredClone(packet);
        const holders = partsOf(changed).filter((part) => Object.keys(part).length > 0);
        const holder = holders[which % holders.length] as Record<string, unknown>;
        const keys = Object.keys(holder);
        const at = keys[where % keys.length] as string;
        if (holder === changed && at === 'kind') holder.kind += '2';
        else holder[at] = holder instanceof Uint8Array ? where : other;
        const isSame = isDeepStrictEqual(changed, packet);
        expect(seal(changed) === seal(packet)).toBe(isSame);
      }),
      { numRuns: 400 },
    );
  });

  it('has the content it was given, is frozen all the way down, and shares no bytes with its maker', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        const before = structuredClone(packet);
        const makers = bytesOf(packet);
        seal(packet);
        for (const bytes of makers) bytes.fill(255);
        expect(isDeepStrictEqual(packet, before)).toBe(true);
        for (const part of partsOf(packet)) {
          expect(part instanceof Uint8Array ? !Object.isExtensible(part) : Object.isFrozen(part)).toBe(true);
        }
        expect(bytesOf(packet).some((bytes) => makers.includes(bytes))).toBe(false);
      }),
    );
  });

  it('stands up to an audit until one of its bytes is changed', () => {
    fc.assert(
      fc.property(packets, fc.nat(), fc.integer({ min: 1, max: 255 }), (packet, which, flip) => {
        const sealer = new Sealer();
        const digest = sealer.seal(packet);
        expect(sealer.audit(packet)).toBe(digest);
        const written = bytesOf(packet).filter(({ length }) => length > 0);
        const bytes = written[which % written.length];
        if (bytes === undefined) return;
        const at = which % bytes.length;
        bytes[at] = (bytes[at] as number) ^ flip;
        expect(sealer.audit(packet)).not.toBe(digest);
        expect(sealer.seal(packet)).toBe(digest);
      }),
      { numRuns: 300 },
    );
  });

  it('can have its parts sent on, without copies, with the same digest as new ones', () => {
    fc.assert(
      fc.property(packets, packets, (first, second) => {
        const sealer = new Sealer();
        sealer.seal(first);
        const relayed: Packet = { ...second, kind: 'relay', parts: Object.values(first), whole: first };
        const copy = structuredClone(relayed);
        const bytes = bytesOf(first);
        expect(sealer.seal(relayed)).toBe(seal(copy));
        expect(bytesOf(relayed).filter((part) => bytes.includes(part))).toHaveLength(2 * bytes.length);
      }),
    );
  });
});
