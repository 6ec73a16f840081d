import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ByteReader,
  ByteWriter,
  continueCrc32c,
  crc32c,
  digest,
  messageOf,
  readFrame,
  writeFrame,
} from '../../src/bytes/index.ts';
import { makeMessage } from '../../src/contract/index.ts';

type Field =
  | { readonly kind: 'u8' | 'u16' | 'u32' | 'u53'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly kind: 'raw'; readonly value: Uint8Array };

const bytes = fc.uint8Array({ maxLength: 200 });
const field: fc.Arbitrary<Field> = fc.oneof(
  fc.record({ kind: fc.constant('u8' as const), value: fc.nat(0xff) }),
  fc.record({ kind: fc.constant('u16' as const), value: fc.nat(0xffff) }),
  fc.record({ kind: fc.constant('u32' as const), value: fc.integer({ min: 0, max: 0xffffffff }) }),
  fc.record({ kind: fc.constant('u53' as const), value: fc.maxSafeNat() }),
  fc.record({ kind: fc.constant('text' as const), value: fc.string({ unit: 'binary' }) }),
  fc.record({ kind: fc.constant('bytes' as const), value: bytes }),
  fc.record({ kind: fc.constant('raw' as const), value: bytes }),
);

function write(writer: ByteWriter, field: Field): void {
  if (field.kind === 'text') writer.text(field.value);
  else if (field.kind === 'bytes' || field.kind === 'raw') writer[field.kind](field.value);
  else writer[field.kind](field.value);
}

function read(reader: ByteReader, field: Field): unknown {
  return field.kind === 'raw' ? reader.raw(field.value.length) : reader[field.kind]();
}

/** `source` with one bit flipped. */
function flip(source: Uint8Array, bit: number): Uint8Array {
  const flipped = source.slice();
  flipped[bit >> 3]! ^= 1 << (bit & 7);
  return flipped;
}

describe('writer and reader', () => {
  it('what is written is read back, and then the end is reached', () => {
    fc.assert(
      fc.property(fc.array(field), bytes, fc.nat(100), (fields, before, capacity) => {
        const writer = new ByteWriter(capacity).raw(before);
        for (const each of fields) write(writer, each);
        const reader = new ByteReader(writer.finish(), before.length);
        for (const each of fields) expect(read(reader, each)).toEqual(each.value);
        expect(reader.atEnd).toBe(true);
      }),
    );
  });

  it('no garbage makes the reader throw, read beyond its bounds or forget that it failed', () => {
    fc.assert(
      fc.property(bytes, fc.array(field), fc.integer(), fc.integer(), (garbage, fields, from, to) => {
        const reader = new ByteReader(garbage, from, to);
        let failed = false;
        for (const each of fields) {
          const value = read(reader, each);
          if (failed) expect(reader.failed).toBe(true);
          failed = reader.failed;
          if (failed) expect([0, '', new Uint8Array(0)]).toContainEqual(value);
        }
      }),
    );
  });

  it('every cut of what was written fails', () => {
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), fc.nat(), (fields, cut) => {
        const writer = new ByteWriter();
        for (const each of fields) write(writer, each);
        const whole = writer.finish();
        fc.pre(whole.length > 0);
        const reader = new ByteReader(whole, 0, cut % whole.length);
        for (const each of fields) read(reader, each);
        expect(reader.failed).toBe(true);
      }),
    );
  });
});

describe('frames', () => {
  it('are read back wherever they stand', () => {
    fc.assert(
      fc.property(bytes, bytes, bytes, (before, payload, behind) => {
        const log = new ByteWriter().raw(before).raw(writeFrame(payload)).raw(behind).finish();
        expect(readFrame(log, before.length)).toEqual({ payload, next: log.length - behind.length });
      }),
    );
  });

  it('any flipped bit is noticed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), bytes, (payload, behind) => {
        const frame = writeFrame(payload);
        for (let bit = 0; bit < 8 * frame.length; bit++) {
          const log = new ByteWriter().raw(flip(frame, bit)).raw(behind).finish();
          expect(readFrame(log, 0)).toBeUndefined();
        }
      }),
    );
  });
});

describe('checksum and digest', () => {
  it('the checksum of the whole is that of its parts, continued', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(continueCrc32c(crc32c(a), b)).toBe(crc32c(Uint8Array.of(...a, ...b)));
      }),
    );
  });

  it('any changed byte changes the digest', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 60 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (a, i, by) => {
          const changed = a.slice();
          changed[i % a.length]! ^= by;
          expect(digest(changed)).not.toBe(digest(a));
        },
      ),
    );
  });

  it('messages keep their token', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]+$/), fc.string({ unit: 'grapheme' }), (token, body) => {
        const message = makeMessage(token, body);
        expect(messageOf(message.bytes)).toEqual(message);
      }),
    );
  });
});
