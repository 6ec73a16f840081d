import { describe, expect, it } from 'vitest';
import { seeded } from '../../../src/chance/index.ts';
import type { AnyPacket, DiskReader, Durable, Protocol } from '../../../src/contract/index.ts';
import { registry, run } from '../../../src/run/index.ts';
import { shipped } from '../../reference/shipped.ts';

const sound = registry.get('quorum-log') as Protocol;

/** What objects when the readers of r1 answer some questions otherwise; each may take so many milliseconds. */
function objectionsTo(
  otherwise: (reader: DiskReader) => Partial<DiskReader>,
  handlerMs = 10_000,
  { name = 'quorum-log', spoils = 'r1' } = {},
): readonly string[] {
  const protocol: Protocol<AnyPacket> = {
    ...sound,
    diskReader: (node) => {
      const reader = sound.diskReader?.(node);
      return node.name === spoils && reader !== undefined ? spoiled(reader, otherwise(reader)) : reader;
    },
  };
  const shippedOne = shipped(name);
  const scenario = { ...shippedOne, limits: { ...shippedOne.limits, handlerMs } };
  const { violations } = run({ scenario, protocol, schedule: seeded('1'), keepGoing: true });
  return violations.map(({ property, clause, sentence }) => `${property}/${clause}: ${sentence}`);
}

function spoiled(reader: DiskReader, answers: Partial<DiskReader>): DiskReader {
  return {
    changed: (...change) => reader.changed(...change),
    removed: (file) => reader.removed(file),
    head: () => reader.head(),
    holds: (slot) => reader.holds(slot),
    votersAt: (slot) => reader.votersAt(slot),
    slotOf: (room, token) => reader.slotOf(room, token),
    contents: () => reader.contents(),
    ...answers,
  };
}

function* each(contents: Iterable<Durable>, change: (durable: Durable, nth: number) => Durable): Generator<Durable> {
  let nth = 0;
  for (const durable of contents) yield change(durable, ++nth);
}

describe('a disk reader', () => {
  it('that keeps the law is not objected to', () => {
    expect(objectionsTo(() => ({}))).toEqual([]);
  });

  it('must say the same told sync by sync and told the whole: its head', () => {
    const forgetful = (reader: DiskReader): Partial<DiskReader> => {
      let told = 0;
      return {
        changed: (...change) => {
          told++;
          reader.changed(...change);
        },
        head: () => (told > 3 ? undefined : reader.head()),
      };
    };
    const objections = objectionsTo(forgetful);
    expect(objections).toContainEqual(
      expect.stringMatching(
        /^sound\/misread: r1 has a disk reader that says, told sync by sync, that its head is none; told the whole, s1 /,
      ),
    );
  });

  it('must keep it, too, of a node that never came back', () => {
    const forgetful = (reader: DiskReader): Partial<DiskReader> => {
      let told = 0;
      const changed: DiskReader['changed'] = (...change) => {
        told++;
        reader.changed(...change);
      };
      return { changed, head: () => (told > 3 ? undefined : reader.head()) };
    };
    const [objection] = objectionsTo(forgetful, 10_000, { name: 'quorum-lost', spoils: 'r2' });
    expect(objection).toMatch(/^sound\/misread: r2 has a disk reader/);
  });

  it('must say the same of its messages', () => {
    let readers = 0;
    const fickle = (reader: DiskReader): Partial<DiskReader> => {
      const isFed = ++readers === 1;
      return {
        contents: () =>
          each(reader.contents(), (durable, nth) => (isFed && nth === 2 ? { ...durable, digest: 7 } : durable)),
      };
    };
    expect(objectionsTo(fickle)).toContainEqual(
      expect.stringMatching(
        /^sound\/misread: r1 has a disk reader that says, .* that message 2 is .* with digest 7; told/,
      ),
    );
  });

  it('must hold what it has a slot of', () => {
    const boastful = (reader: DiskReader): Partial<DiskReader> => ({
      slotOf: (room, token) => reader.slotOf(room, token) ?? reader.head(),
      contents: () => [],
    });
    expect(objectionsTo(boastful)).toContainEqual(
      expect.stringMatching(/^sound\/misread: r1 has a disk reader that has a slot of .*, and not the message/),
    );
  });

  it('must have a slot of what it holds', () => {
    const objections = objectionsTo(() => ({ slotOf: () => undefined }));
    expect(objections).toContainEqual(
      expect.stringMatching(/^sound\/misread: r1 has .* that has .*, and no slot of it$/),
    );
  });

  it('must find the bytes that were applied', () => {
    const garbled = (reader: DiskReader): Partial<DiskReader> => ({
      contents: () => each(reader.contents(), (durable) => ({ ...durable, digest: durable.digest + 1 })),
    });
    expect(objectionsTo(garbled)).toContainEqual(
      expect.stringMatching(/^persisted\/stored-differs: r1's disk holds .* with other bytes than stand at /),
    );
  });

  it('that throws when it is told the whole is an offence, and takes no run down', () => {
    let readers = 0;
    const frail = (): Partial<DiskReader> => {
      if (++readers === 1) return {};
      return {
        head: () => {
          throw new Error('too much at once');
        },
      };
    };
    expect(objectionsTo(frail)).toContainEqual(
      expect.stringMatching(/^sound\/threw: r1 throws Error: too much at once in its disk reader/),
    );
  });

  it('that never ends is ended', () => {
    let readers = 0;
    const endless = (reader: DiskReader): Partial<DiskReader> => {
      if (++readers !== 2) return {};
      return {
        head: () => {
          for (;;) reader.head();
        },
      };
    };
    expect(objectionsTo(endless, 3_000)).toEqual([
      'sound/misread: r1 has a disk reader that cannot be asked at the end: it has not ended after 3000 ms',
    ]);
  });

  it('that does not end with what a disk is formatted with is a mistake of its author', () => {
    const stubborn = (reader: DiskReader): Partial<DiskReader> => ({
      head: () => {
        for (;;) reader.head();
      },
    });
    expect(() => objectionsTo(stubborn, 200)).toThrow(
      "quorum-log's disk readers cannot be told of formatted disks: it has not ended after 200 ms",
    );
  });
});
