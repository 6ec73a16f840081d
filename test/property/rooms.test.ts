/**
 * Laws of rooms: packets survive their codec, the disk reader always says what a reading of the
 * whole would, and a replica has after any crash or power loss what it said was durable. Disks are
 * simulated ones, so that what is synced, torn and lost is what runs meet.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText } from '../../src/chance/index.ts';
import { makeMessage, type Slot } from '../../src/contract/index.ts';
import type { Ballot } from '../../src/protocols/rooms/ballot.ts';
import { codec } from '../../src/protocols/rooms/codec.ts';
import { RoomsDiskReader } from '../../src/protocols/rooms/disk-reader.ts';
import { type Body, makeEntry, type Request } from '../../src/protocols/rooms/entry.ts';
import { type Log, logFile } from '../../src/protocols/rooms/log.ts';
import type { Packet } from '../../src/protocols/rooms/packets.ts';
import { format, recover } from '../../src/protocols/rooms/recovery.ts';
import { soundRules } from '../../src/protocols/rooms/rules.ts';
import { FakeDiskWorld } from '../unit/sim/fake-disk-world.ts';

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
const done = fc.array(fc.record({ room, through: number }), { maxLength: 3 });

function kindOf<Kind extends string>(kind: Kind) {
  return { kind: fc.constant(kind) };
}

const body: fc.Arbitrary<Body> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Body>({ kind: 'no-op' }) },
  {
    weight: 4,
    arbitrary: fc.nat(5).map((nth): Body => {
      const said = { kind: 'message', room: 'general', bytes: makeMessage(`t${nth}`, 'said').bytes } as const;
      return { kind: 'request', sender: { client: 7, session: 1, number: nth }, request: said };
    }),
  },
);

const entries = fc.array(
  fc.tuple(number, number, body).map(([index, term, each]) => makeEntry(index, term, each)),
  { maxLength: 3 },
);

const packet: fc.Arbitrary<Packet> = fc.oneof(
  fc.record({ ...kindOf('poll'), term: number, isPre: fc.boolean(), last: number, lastTerm: number }),
  fc.record({ ...kindOf('voted'), term: number, isPre: fc.boolean(), granted: fc.boolean() }),
  fc.record({
    ...kindOf('append'),
    ...{ term: number, round: number, after: number, afterTerm: number, commit: number, entries },
  }),
  fc.record({ ...kindOf('appended'), term: number, round: number, refused: fc.boolean(), at: number, index: number }),
  fc.record({ ...kindOf('follow'), after: number }),
  fc.record({ ...kindOf('hint'), leader: node }),
  fc.record({ ...kindOf('feed'), term: number, after: number, entries }),
  fc.record({
    ...kindOf('hello'),
    session: number,
    link: number,
    cursors: fc.array(fc.record({ room, interval: number, cursor: number }), { maxLength: 3 }),
  }),
  fc.record({ ...kindOf('welcome'), session: number, link: number, done }),
  fc.record({ ...kindOf('bye'), session: number, link: number }),
  fc.record({
    ...kindOf('submit'),
    ...{ client: node, session: number, room, first: number, requests: fc.array(request, { maxLength: 4 }) },
  }),
  fc.record({
    ...kindOf('pages'),
    ...{ session: number, link: number, done },
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

/** A world of one replica's disk that tells a reader what becomes durable. */
class WatchedDisk extends FakeDiskWorld {
  readonly reader = new RoomsDiskReader(1, [1, 2, 3]);

  constructor(salt: number, sectorBytes: number) {
    super(new Map(format()), sectorBytes);
    this.draws = (anchor) => hashText(`${salt} ${anchor}`) >>> 0;
  }

  override changed(file: string, from: number, to: number, now: Uint8Array): void {
    super.changed(file, from, to, now);
    // The disk under construction announces its files before there is a reader.
    this.reader?.changed(file, from, to, now);
  }

  /** What a reader says that is given the whole at once. */
  whole(): RoomsDiskReader {
    const whole = new RoomsDiskReader(1, [1, 2, 3]);
    const all = this.durable.get(logFile)!;
    whole.changed(logFile, 0, all.length, all);
    return whole;
  }

  recovered(): { readonly ballot: Ballot; readonly log: Log } {
    let found: { readonly ballot: Ballot; readonly log: Log } | undefined;
    const failed = () => expect.fail('no act of this disk fails');
    recover({ disk: this.port, rules: soundRules, failed }, (ballot, log) => {
      found = { ballot, log };
    });
    this.run();
    if (found === undefined) throw new Error('a sound disk is recovered');
    return found;
  }
}

/** Everything that a reader can be asked about logs of up to 12 entries in terms 1 to 5. */
function said(reader: RoomsDiskReader): unknown {
  const slots: Slot[] = [];
  for (let index = 1; index <= 12; index++) {
    for (const epoch of [1, 2, 3, 4, 5]) slots.push({ log: 's1', epoch, index });
  }
  return {
    head: reader.head(),
    holds: slots.map((slot) => reader.holds(slot)),
    placed: [0, 1, 2, 3, 4, 5].map((nth) => reader.slotOf('general', `t${nth}`)),
    contents: [undefined, ...slots].map((above) => [...reader.contents(above)]),
  };
}

const step = fc.oneof(
  fc.record({ ...kindOf('propose'), body }),
  fc.record({ ...kindOf('propose'), body }),
  fc.record({ ...kindOf('replace'), back: fc.nat(3), body }),
  fc.record({ ...kindOf('vote'), vote: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ ...kindOf('garbage'), offset: fc.nat(300), bytes }),
  fc.record({ ...kindOf('wait'), us: fc.nat(3_000) }),
  fc.record(kindOf('losePower')),
  fc.record(kindOf('crash')),
);

describe('a replica’s disk', () => {
  it('has after any crashes and power losses all that was said to be durable', () => {
    const steps = fc.array(
      step.filter(({ kind }) => kind !== 'garbage'),
      { maxLength: 30 },
    );
    const law = fc.property(steps, fc.nat(), fc.constantFrom(16, 64, 512), (steps, salt, sectorBytes) => {
      const world = new WatchedDisk(salt, sectorBytes);
      let { ballot, log } = world.recovered();
      let voted = ballot.current;
      for (const each of steps) {
        if (each.kind === 'wait') world.run(world.nowUs + each.us);
        else if (each.kind === 'propose') log.propose(ballot.term, each.body);
        else if (each.kind === 'replace') {
          if (log.last > 0) log.cut(Math.max(1, log.last - each.back));
          ballot.set({ term: ballot.term + 1, vote: 0 });
          log.propose(ballot.term, each.body);
        } else if (each.kind === 'vote') {
          const vote = { term: ballot.term + 1, vote: each.vote };
          ballot.set(vote);
          ballot.whenDurable(() => {
            if (vote.term > voted.term) voted = vote;
          });
        } else if (each.kind !== 'garbage') {
          const promised = log.slice(0, log.durable);
          world[each.kind]();
          ({ ballot, log } = world.recovered());
          expect(log.slice(0, promised.length)).toEqual(promised);
          expect(world.reader.head()?.index ?? 0).toBe(log.last);
          expect(ballot.term).toBeGreaterThanOrEqual(voted.term);
          if (ballot.term === voted.term) expect(ballot.current).toEqual(voted);
        }
        log.flush();
        expect(said(world.reader)).toEqual(said(world.whole()));
      }
    });
    fc.assert(law, { numRuns: 200 });
  });

  it('is read alike bit by bit and at once, whatever is written to it', () => {
    const law = fc.property(fc.array(step, { maxLength: 20 }), fc.nat(), (steps, salt) => {
      const world = new WatchedDisk(salt, 64);
      const { log } = world.recovered();
      let term = 1;
      for (const each of steps) {
        const { port } = world;
        if (each.kind === 'garbage') {
          const size = world.durable.get(logFile)!.length;
          const sync = () => port.sync(logFile, () => {});
          port.write(logFile, Math.floor((size * each.offset) / 300), each.bytes, sync);
        } else if (each.kind === 'propose') log.propose(term, each.body);
        else if (each.kind === 'replace' && log.last > 0) {
          log.cut(Math.max(1, log.last - each.back));
          log.propose(++term, each.body);
        }
        log.flush();
        world.run(world.nowUs + (each.kind === 'wait' ? each.us : 3_000));
        expect(said(world.reader)).toEqual(said(world.whole()));
      }
    });
    fc.assert(law, { numRuns: 300 });
  });
});
