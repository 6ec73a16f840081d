import { describe, expect, it } from 'vitest';
import { readFrame, writeFrame } from '../../../src/bytes/index.ts';
import { seeded } from '../../../src/chance/index.ts';
import type { AnyPacket, Codec } from '../../../src/contract/index.ts';
import { Encoded } from '../../../src/sim/wire.ts';
import { type TinyBoot, tinyWorld } from '../../reference/world.ts';

interface Say extends AnyPacket {
  readonly n: number;
}

const framed: Codec<AnyPacket> = {
  encode: (packet) => writeFrame(new TextEncoder().encode(JSON.stringify(packet))),
  decode(bytes) {
    const frame = readFrame(bytes, 0);
    if (frame === undefined || frame.next !== bytes.length) return undefined;
    return JSON.parse(new TextDecoder().decode(frame.payload)) as AnyPacket;
  },
};

function run(codec: Codec<AnyPacket>, corruptPpm: number, count = 200) {
  const heard: unknown[] = [];
  const sender: TinyBoot = (host) => {
    for (let n = 0; n < count; n++) host.send(2, { kind: 'say', n } as Say);
    return { receive: () => undefined };
  };
  const hearer: TinyBoot = () => ({ receive: (_from, packet) => void heard.push(packet) });
  const options = { codec, encoded: true, link: { corruptPpm }, schedule: seeded('3') };
  const { simulator, notes } = tinyWorld([sender, hearer], options);
  simulator.run();
  return { heard, notes, corrupt: simulator.counters.of('corrupt') };
}

describe('an encoded wire', () => {
  it('passes every packet through the codec', () => {
    const { heard, notes } = run(framed, 0, 3);
    expect(heard).toEqual([
      { kind: 'say', n: 0 },
      { kind: 'say', n: 1 },
      { kind: 'say', n: 2 },
    ]);
    expect(Object.isFrozen(heard[0])).toBe(true);
    expect(notes.offences).toEqual([]);
  });

  it('loses what the codec refuses of what was flipped, and lets nothing wrong pass', () => {
    const { heard, notes, corrupt } = run(framed, 300_000);
    expect(corrupt).toBeGreaterThan(30);
    expect(heard).toHaveLength(200 - corrupt);
    expect(heard.map((packet) => (packet as Say).n)).toEqual(
      [...heard.map((packet) => (packet as Say).n)].sort((a, b) => a - b),
    );
    expect(notes.offences).toEqual([]);
  });

  it('blames a codec without a checksum', () => {
    const naked: Codec<AnyPacket> = {
      encode: (packet) => Uint8Array.of((packet as Say).n),
      decode: ([n = 0]) => ({ kind: 'say', n }) as Say,
    };
    expect(run(naked, 0).notes.offences).toEqual([]);
    const { notes } = run(naked, 300_000);
    expect(notes.offences[0]).toEqual({ clause: 'misread', sentence: 'n2 takes a garbled say for a whole one' });
  });

  it('blames a codec that cannot read what it wrote', () => {
    const { notes, heard } = run({ ...framed, decode: () => undefined }, 0, 1);
    expect(notes.offences).toEqual([{ clause: 'misread', sentence: 'n2 cannot read the say that its codec wrote' }]);
    expect(heard).toEqual([]);
    const forgetful = { ...framed, decode: () => ({ kind: 'say' }) };
    expect(run(forgetful, 0, 1).notes.offences).toHaveLength(1);
  });

  it('blames a codec that throws, on the side where it does', () => {
    const fails = (what: string) => () => {
      throw new Error(what);
    };
    const reader = run({ ...framed, decode: fails('torn') }, 0, 1).notes.offences;
    expect(reader).toMatchObject([{ clause: 'threw', sentence: 'n2 throws Error: torn' }]);
    const writer = run({ ...framed, encode: fails('full') }, 0, 1).notes.offences;
    expect(writer).toMatchObject([{ clause: 'threw', sentence: 'n1 throws Error: full encoding say' }]);
    const mute = run({ ...framed, encode: (() => 'text') as unknown as Codec<AnyPacket>['encode'] }, 0, 1).notes
      .offences;
    expect(mute).toMatchObject([{ clause: 'misread', sentence: 'n1 encodes say as something that is no bytes' }]);
  });

  it('flips one to three bits, as the word says', () => {
    const counts = new Set<number>();
    const whole = new Encoded({ kind: 'say' }, new Uint8Array(8));
    for (let word = 1; word < 2 ** 32; word += 77_777_777) {
      const { bytes, isGarbled } = whole.garbled(word);
      expect(isGarbled).toBe(true);
      expect(whole.garbled(word).bytes).toEqual(bytes);
      counts.add(bytes.reduce((bits, byte) => bits + byte.toString(2).replace(/0/g, '').length, 0));
    }
    expect([...counts].sort()).toEqual([1, 2, 3]);
    expect(whole.bytes).toEqual(new Uint8Array(8));
    expect(new Encoded({ kind: 'say' }, new Uint8Array(0)).garbled(5).bytes).toHaveLength(0);
  });
});
