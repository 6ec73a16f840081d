/**
 * Laws of the quorum log: packets survive their codec, the disk reader always says what a reading
 * of the whole would, and a log that has reported something durable has it after any power loss.
 * Disks are simulated ones, so that what is synced, torn and lost is what runs meet.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText } from '../../src/chance/index.ts';
import type { Slot } from '../../src/contract/index.ts';
import { codec } from '../../src/protocols/quorum-log/codec.ts';
import { QuorumLogDiskReader } from '../../src/protocols/quorum-log/disk-reader.ts';
import type { Body, Entry, Request } from '../../src/protocols/quorum-log/entry.ts';
import { makeEntry, readNext } from '../../src/protocols/quorum-log/entry.ts';
import { type Log, logFile, openLog } from '../../src/protocols/quorum-log/log.ts';
import type { Packet } from '../../src/protocols/quorum-log/packets.ts';
import { soundRules } from '../../src/protocols/quorum-log/rules.ts';
import { bytesOf, configBody, messageBody } from '../unit/protocols/quorum-log/entries.ts';
import { FakeDiskWorld } from '../unit/sim/fake-disk-world.ts';

const voters = [1, 2, 3];
const number = fc.maxSafeNat();
const node = fc.nat(0xffff_ffff);
const room = fc.string({ unit: 'grapheme' });
const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => new Uint8Array(array));
const items = fc.array(bytes, { maxLength: 5 });
const request: fc.Arbitrary<Request> = fc.oneof(
  fc.record({ kind: fc.constant('message' as const), room, bytes }),
  fc.record({ kind: fc.constantFrom('join' as const, 'leave' as const), room, request: fc.string() }),
);
const asker = { client: node, session: number, read: number };

function kindOf<Kind extends string>(kind: Kind) {
  return { kind: fc.constant(kind) };
}

const body: fc.Arbitrary<Body> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Body>({ kind: 'lead' }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.array(node, { maxLength: 3 }), { maxLength: 2 }).map((sets) => configBody(...sets)),
  },
  { weight: 4, arbitrary: fc.nat(5).map((nth) => messageBody(nth)) },
);

const entries = fc.array(fc.tuple(number, body), { maxLength: 3 }).map((all) => {
  const made: Entry[] = [];
  for (const [epoch, each] of all) made.push(makeEntry(made.at(-1), epoch, each));
  return made;
});

const packet: fc.Arbitrary<Packet> = fc.oneof(
  fc.record({ ...kindOf('survey'), life: number, after: number, epoch: number }),
  fc.record({ ...kindOf('standing'), life: number, after: number, entries }),
  fc.record({
    ...kindOf('append'),
    epoch: number,
    after: number,
    afterEpoch: number,
    entries,
    commit: number,
  }),
  fc.record({ ...kindOf('ack'), epoch: number, refused: fc.boolean(), index: number }),
  fc.record({
    ...kindOf('hello'),
    session: number,
    link: number,
    cursors: fc.array(fc.record({ room, interval: number, cursor: number }), { maxLength: 3 }),
  }),
  fc.record({ ...kindOf('welcome'), session: number, link: number, through: number }),
  fc.record({ ...kindOf('bye'), session: number, link: number }),
  fc.record({
    ...kindOf('submit'),
    client: node,
    session: number,
    first: number,
    requests: fc.array(request, { maxLength: 4 }),
  }),
  fc.record({
    ...kindOf('pages'),
    session: number,
    through: number,
    pages: fc.array(fc.record({ room, interval: number, since: number, from: number, items, head: number }), {
      maxLength: 3,
    }),
  }),
  fc.record({ ...kindOf('read'), ...asker, room, from: number, limit: number }),
  fc.record({ ...kindOf('history'), ...asker, from: number, items, head: number }),
);

describe('packets', () => {
  it('come out of the codec as they went in', () => {
    const law = fc.property(packet, (sent) => {
      expect(codec.decode(codec.encode(sent))).toEqual(sent);
    });
    fc.assert(law);
  });

  it('are dropped when any bit of theirs is wrong, or an end is missing', () => {
    const law = fc.property(packet, number, fc.nat(7), (sent, at, bit) => {
      const encoded = codec.encode(sent);
      expect(codec.decode(encoded.slice(0, at % encoded.length))).toBeUndefined();
      encoded[at % encoded.length]! ^= 1 << bit;
      expect(codec.decode(encoded)).toBeUndefined();
    });
    fc.assert(law);
  });

  it('are never made of garbage', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (garbage) => codec.decode(garbage) === undefined));
  });
});

describe('entries', () => {
  it('read back behind their predecessors', () => {
    const law = fc.property(fc.array(fc.tuple(number, body), { minLength: 1, maxLength: 5 }), bytes, (all, behind) => {
      let previous: Entry | undefined;
      for (const [epoch, each] of all) {
        const made = makeEntry(previous, epoch, each);
        const around = new Uint8Array([...behind, ...made.frame, ...behind]);
        expect(readNext(around, behind.length, previous)).toEqual(made);
        previous = made;
      }
    });
    fc.assert(law);
  });
});

/** A world of one disk that tells a reader what becomes durable. */
class WatchedDisk extends FakeDiskWorld {
  readonly reader = new QuorumLogDiskReader(voters);

  constructor(salt: number, sectorBytes: number) {
    super(new Map([[logFile, new Uint8Array(0)]]), sectorBytes);
    this.draws = (anchor) => hashText(`${salt} ${anchor}`) >>> 0;
  }

  override changed(file: string, from: number, to: number, now: Uint8Array): void {
    super.changed(file, from, to, now);
    // The disk under construction announces its empty log before there is a reader.
    this.reader?.changed(file, from, to, now);
  }

  /** What a reader says that is given the whole at once. */
  whole(): QuorumLogDiskReader {
    const whole = new QuorumLogDiskReader(voters);
    const all = this.durable.get(logFile)!;
    whole.changed(logFile, 0, all.length, all);
    return whole;
  }
}

/** Everything that a reader can be asked about logs of up to `length` entries in epochs 1 to 3. */
function said(reader: QuorumLogDiskReader, length: number): unknown {
  const slots: Slot[] = [];
  for (let index = 1; index <= length; index++) {
    for (const epoch of [1, 2, 3]) slots.push({ log: 's1', epoch, index });
  }
  return {
    head: reader.head(),
    holds: slots.map((slot) => reader.holds(slot)),
    voters: slots.map((slot) => reader.votersAt(slot)),
    placed: [0, 1, 2, 3, 4, 5].map((nth) => reader.slotOf('general', `t${nth}`)),
    contents: [undefined, ...slots].map((above) => [...reader.contents(above)]),
  };
}

const length = 8;
/** Two logs that begin alike, of which one replaces the other's end. */
const forked = fc
  .tuple(
    fc.nat(length),
    fc.array(body, { minLength: length, maxLength: length }),
    fc.array(body, { maxLength: length }),
  )
  .map(([shared, first, second]) => {
    const grow = (entries: Entry[], epoch: number, bodies: readonly Body[]) => {
      for (const each of bodies) entries.push(makeEntry(entries.at(-1), epoch, each));
      return entries;
    };
    const one = grow([], 1, first);
    return [one, grow(one.slice(0, shared), 2, second.slice(0, length - shared))] as const;
  });

const pace = [
  fc.record({ ...kindOf('wait'), us: fc.nat(3_000) }),
  fc.record(kindOf('losePower')),
  fc.record(kindOf('crash')),
] as const;

describe('the disk reader', () => {
  const step = fc.oneof(
    fc.record({ ...kindOf('write'), log: fc.nat(1), from: fc.nat(99), to: fc.nat(99) }),
    fc.record({ ...kindOf('write'), log: fc.nat(1), from: fc.nat(99), to: fc.constant(99) }),
    fc.record({ ...kindOf('garbage'), offset: fc.nat(300), bytes }),
    fc.record({ ...kindOf('truncate'), at: fc.nat(99) }),
    fc.record(kindOf('sync')),
    fc.record(kindOf('sync')),
    ...pace,
  );

  it('says after any writes, syncs, truncations and losses what it says of the whole', () => {
    const law = fc.property(
      forked,
      fc.array(step, { maxLength: 25 }),
      fc.nat(),
      fc.constantFrom(16, 64),
      (logs, steps, salt, sectorBytes) => {
        const world = new WatchedDisk(salt, sectorBytes);
        const files = logs.map((entries) => bytesOf(entries));
        const ignore = () => {};
        const share = (percent: number, of: number) => Math.floor((percent * of) / 99);
        for (const each of steps) {
          const { port } = world;
          if (each.kind === 'write') {
            const file = files[each.log]!;
            const from = share(Math.min(each.from, each.to), file.length);
            port.write(logFile, from, file.slice(from, share(Math.max(each.from, each.to), file.length)), ignore);
          } else if (each.kind === 'garbage') port.write(logFile, each.offset, each.bytes, ignore);
          else if (each.kind === 'truncate') port.truncate(logFile, share(each.at, files[0]!.length), ignore);
          else if (each.kind === 'sync') port.sync(logFile, ignore);
          else if (each.kind === 'wait') world.run(world.nowUs + each.us);
          else world[each.kind]();
          expect(said(world.reader, length)).toEqual(said(world.whole(), length));
        }
      },
    );
    fc.assert(law, { numRuns: 300 });
  });
});

describe('a log', () => {
  const step = fc.oneof(
    fc.record({ ...kindOf('propose'), body }),
    fc.record({ ...kindOf('propose'), body }),
    fc.record({ ...kindOf('cut'), back: fc.nat(3), body }),
    ...pace,
  );

  it('has after any crashes and power losses all that it said was durable', () => {
    const law = fc.property(
      fc.array(step, { maxLength: 30 }),
      fc.nat(),
      fc.constantFrom(16, 64, 512),
      (steps, salt, sectorBytes) => {
        const world = new WatchedDisk(salt, sectorBytes);
        let epoch = 1;
        const open = (): Log => {
          let opened: Log | undefined;
          openLog({ disk: world.port, rules: soundRules, voters }, (log) => {
            opened = log;
          });
          world.run();
          if (opened === undefined) throw new Error('a sound disk opens its log');
          return opened;
        };
        let log = open();
        for (const each of steps) {
          if (each.kind === 'wait') world.run(world.nowUs + each.us);
          else if (each.kind === 'propose' || each.kind === 'cut') {
            if (each.kind === 'cut') {
              epoch++;
              log.cut(Math.max(0, log.last - each.back));
            }
            log.propose(epoch, each.body);
            log.flush();
          } else {
            const promised = log.slice(0, log.durable);
            world[each.kind]();
            log = open();
            expect(log.slice(0, promised.length)).toEqual(promised);
            expect(world.reader.head()?.index ?? 0).toBe(log.last);
          }
          const last = log.at(log.durable);
          if (last !== undefined)
            expect(world.reader.holds({ log: 's1', epoch: last.epoch, index: last.index })).toBe(true);
        }
      },
    );
    fc.assert(law, { numRuns: 300 });
  });
});
