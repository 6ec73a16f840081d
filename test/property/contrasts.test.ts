import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnyPacket, Codec } from '../../src/contract/index.ts';
import { ackFirst } from '../../src/protocols/ack-first/index.ts';
import type { Packet as AckFirstPacket } from '../../src/protocols/ack-first/packets.ts';
import { newsfeed } from '../../src/protocols/newsfeed/index.ts';
import type { Packet as NewsfeedPacket } from '../../src/protocols/newsfeed/packets.ts';

const text = fc.string({ unit: 'grapheme' });
const bytes = fc.uint8Array({ maxLength: 40 });
const number = fc.maxSafeNat();
const one = <Kind extends string>(kind: Kind) => fc.constant(kind);
const run = { from: number, head: number, items: fc.array(bytes, { maxLength: 5 }) };

const newsfeedPackets: fc.Arbitrary<NewsfeedPacket> = fc.oneof(
  fc.record({ kind: fc.constantFrom('post', 'gossip', 'show'), room: text, bytes }),
  fc.record({ kind: one('follow'), room: text, on: fc.boolean() }),
);
const cursors = fc.array(fc.record({ room: text, since: number, cursor: number }), { maxLength: 5 });
const ackFirstPackets: fc.Arbitrary<AckFirstPacket> = fc.oneof(
  fc.record({ kind: one('send'), id: text, room: text, bytes }),
  fc.record({ kind: fc.constantFrom('join', 'leave'), id: text, room: text, request: text }),
  fc.record({ kind: one('fetch'), id: text, room: text, from: number, limit: number }),
  fc.record({ kind: one('beat'), cursors }),
  fc.record({ kind: one('alive'), life: fc.integer({ min: 0, max: 2 ** 32 - 1 }) }),
  fc.record({ kind: one('news'), room: text, since: number, ...run }),
  fc.record({ kind: one('done'), id: text }),
  fc.record({ kind: one('page'), id: text, ...run }),
);

function codecOf<Packet extends AnyPacket>({ codec }: { readonly codec?: Codec<Packet> }): Codec<Packet> {
  if (codec === undefined) throw new Error('the protocol has a codec');
  return codec;
}

function describeCodec<Packet extends AnyPacket>(name: string, codec: Codec<Packet>, packets: fc.Arbitrary<Packet>) {
  describe(`the codec of ${name}`, () => {
    it('decodes what it encodes', () => {
      fc.assert(
        fc.property(packets, (packet) => {
          expect(codec.decode(codec.encode(packet))).toEqual(packet);
        }),
      );
    });

    it('takes garbage for garbage, and never throws', () => {
      const isGarbageOrWhole = (some: Uint8Array) => {
        const decoded = codec.decode(some);
        if (decoded !== undefined) expect(codec.encode(decoded)).toEqual(some);
      };
      fc.assert(fc.property(bytes, isGarbageOrWhole));
      fc.assert(
        fc.property(packets, fc.nat(), fc.nat({ max: 255 }), (packet, at, byte) => {
          const whole = codec.encode(packet);
          isGarbageOrWhole(whole.with(at % whole.length, byte));
        }),
      );
      fc.assert(
        fc.property(packets, (packet) => {
          isGarbageOrWhole(new Uint8Array([...codec.encode(packet), 0]));
        }),
      );
      fc.assert(
        fc.property(packets, fc.nat(), (packet, cut) => {
          const whole = codec.encode(packet);
          const decoded = codec.decode(whole.subarray(0, cut % whole.length));
          if (decoded !== undefined) expect(decoded).not.toEqual(packet);
        }),
      );
    });

    it('names packets without spaces', () => {
      fc.assert(
        fc.property(packets, (packet) => {
          const { room } = packet as { room?: string };
          if (room === undefined || !room.includes(' ')) expect(codec.key?.(packet) ?? '').not.toContain(' ');
        }),
      );
    });
  });
}

describeCodec('newsfeed', codecOf(newsfeed), newsfeedPackets);
describeCodec('ack-first', codecOf(ackFirst), ackFirstPackets);
