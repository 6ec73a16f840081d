import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeMessage } from '../../src/contract/index.ts';
import { bootClient } from '../../src/protocols/sequencer/client.ts';
import { codec } from '../../src/protocols/sequencer/codec.ts';
import { SequencerDiskReader } from '../../src/protocols/sequencer/disk-reader.ts';
import { emptyLog, encodeBatch, type LogRecord, readBatch } from '../../src/protocols/sequencer/log-format.ts';
import type { Cursor, Request, SequencerPacket } from '../../src/protocols/sequencer/packets.ts';
import { soundRules } from '../../src/protocols/sequencer/rules.ts';
import { scanLog } from '../../src/protocols/sequencer/scan.ts';
import { bootServer } from '../../src/protocols/sequencer/server.ts';
import { decodeSnapshot, encodeSnapshot } from '../../src/protocols/sequencer/snapshot-format.ts';
import { FakeHost } from '../unit/protocols/sequencer/fake-host.ts';
import { knobs } from '../unit/protocols/sequencer/knobs.ts';
import { buildLog, joined } from '../unit/protocols/sequencer/logs.ts';

const number = fc.maxSafeNat();
const room = fc.string({ unit: 'grapheme' });
const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => new Uint8Array(array));
const items = fc.array(bytes, { maxLength: 5 });
const request: fc.Arbitrary<Request> = fc.oneof(
  fc.record({ kind: fc.constant('message' as const), room, bytes }),
  fc.record({ kind: fc.constantFrom('join' as const, 'leave' as const), room, request: fc.string() }),
);
const cursorFields = { room, interval: number, cursor: number };
const cursor: fc.Arbitrary<Cursor> = fc.record(cursorFields);

function kindOf<Kind extends string>(kind: Kind) {
  return { kind: fc.constant(kind) };
}

const packet: fc.Arbitrary<SequencerPacket> = fc.oneof(
  fc.record({ ...kindOf('attach'), nonce: number, attempt: number }),
  fc.record({ ...kindOf('offer'), nonce: number, attempt: number, link: number }),
  fc.record({ ...kindOf('beat'), link: number, cursors: fc.array(cursor, { maxLength: 3 }) }),
  fc.record({ ...kindOf('answer'), link: number, session: number, through: number }),
  fc.record({ ...kindOf('closed'), link: number }),
  fc.record({ ...kindOf('detach'), link: number }),
  fc.record({ ...kindOf('open'), link: number }),
  fc.record({
    ...kindOf('request'),
    link: number,
    session: number,
    first: number,
    requests: fc.array(request, { maxLength: 4 }),
  }),
  fc.record({
    ...kindOf('page'),
    link: number,
    room,
    interval: number,
    since: number,
    after: number,
    from: number,
    items,
    head: number,
  }),
  fc.record({ ...kindOf('cursor'), link: number, again: fc.boolean(), ...cursorFields }),
  fc.record({ ...kindOf('read'), link: number, read: number, room, from: number, limit: number }),
  fc.record({
    ...kindOf('history'),
    link: number,
    read: number,
    asked: number,
    from: number,
    items,
    head: number,
    oldest: number,
  }),
);

const client = fc.nat(0xffff_ffff);
const placed = { client, session: number, number, room, position: number };
const record: fc.Arbitrary<LogRecord> = fc.oneof(
  fc.record({ ...kindOf('boot'), life: number }),
  fc.record({ ...kindOf('open'), client, nonce: number }),
  fc.record({ ...kindOf('message'), ...placed, bytes }),
  fc.record({ ...kindOf('join'), ...placed, request: fc.string() }),
  fc.record({ ...kindOf('leave'), ...placed, request: fc.string() }),
);
const records = fc.array(record, { minLength: 1, maxLength: 4 });

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
      expect(codec.decode(joined([encoded, encoded.slice(0, 1)]))).toBeUndefined();
      encoded[at % encoded.length]! ^= 1 << bit;
      expect(codec.decode(encoded)).toBeUndefined();
    });
    fc.assert(law);
  });

  it('have keys without spaces, where room names have none', () => {
    fc.assert(
      fc.property(packet, (sent) => {
        fc.pre(!('room' in sent) || !/\s/.test(sent.room));
        expect(codec.key?.(sent) ?? '').not.toMatch(/\s/);
      }),
    );
  });

  it('are never made of garbage', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (garbage) => codec.decode(garbage) === undefined));
  });
});

describe('any packets in any order', () => {
  const small = fc.oneof({ weight: 4, arbitrary: fc.nat(6) }, number);
  const rooms = fc.constantFrom('general', 'general', 'attic');
  const someCursor = { room: rooms, interval: small, cursor: small };
  const someRequest: fc.Arbitrary<Request> = fc.oneof(
    fc.record({ kind: fc.constant('message' as const), room: rooms, bytes }),
    fc.record({ kind: fc.constantFrom('join' as const, 'leave' as const), room: rooms, request: fc.string() }),
  );
  /** The first link of a first life is 2^27 + 1, and the first session record 2 of the log. */
  const firstLink = 2 ** 27 + 1;
  const link = fc.oneof({ weight: 4, arbitrary: fc.constant(firstLink) }, fc.constant(firstLink + 1), small);
  const session = fc.oneof({ weight: 4, arbitrary: fc.constant(2) }, small);
  const likely: fc.Arbitrary<SequencerPacket> = fc.oneof(
    packet,
    fc.record({ ...kindOf('attach'), nonce: small, attempt: small }),
    fc.record({ ...kindOf('beat'), link, cursors: fc.array(fc.record(someCursor), { maxLength: 3 }) }),
    fc.record({ ...kindOf('open'), link }),
    fc.record({ ...kindOf('request'), link, session, first: small, requests: fc.array(someRequest) }),
    fc.record({ ...kindOf('cursor'), link, again: fc.boolean(), ...someCursor }),
    fc.record({ ...kindOf('read'), link, read: small, room: rooms, from: small, limit: small }),
  );

  it('do not make a sequencer throw', () => {
    const members = [{ client: 2, interval: 0, since: 0 }];
    const format = encodeSnapshot({
      end: emptyLog,
      life: 0,
      sessions: [],
      rooms: [{ name: 'general', head: 0, members }],
    });
    const from = fc.constantFrom(2, 2, 2, 3);
    const law = fc.property(fc.array(fc.tuple(from, likely), { maxLength: 40 }), (heard) => {
      const host = new FakeHost(1, new Map([['snapshot', format]]));
      const server = bootServer(host, { knobs, rules: soundRules, retention: 2 });
      host.disk.settle();
      server.receive(2, { kind: 'attach', nonce: 0, attempt: 0 });
      server.receive(2, { kind: 'beat', link: firstLink, cursors: [] });
      server.receive(2, { kind: 'open', link: firstLink });
      host.disk.settle();
      for (const [from, sent] of heard) {
        server.receive(from, sent);
        for (let steps = 0; steps < 4; steps++) host.disk.step();
      }
    });
    fc.assert(law, { numRuns: 500 });
  });

  it('do not make a client throw', () => {
    const law = fc.property(fc.array(fc.tuple(fc.nat(3), likely)), (heard) => {
      const host = new FakeHost(2);
      const client = bootClient(host, { knobs, rules: soundRules, sequencers: [1], sequencerOf: () => 1 });
      const [attached] = host.take();
      const nonce = attached?.kind === 'attach' ? attached.nonce : 0;
      client.receive(1, { kind: 'offer', nonce, attempt: 1, link: 1 });
      client.receive(1, { kind: 'answer', link: 1, session: 0, through: 0 });
      for (const [from, sent] of heard) client.receive(from, 'link' in sent ? { ...sent, link: 1 } : sent);
    });
    fc.assert(law, { numRuns: 300 });
  });
});

describe('what is written to disk', () => {
  it('reads back: batches', () => {
    const law = fc.property(number, client, fc.nat(), records, bytes, (sequence, previous, first, all, before) => {
      const batch = { sequence, previous, first, records: all };
      const read = readBatch(joined([before, encodeBatch(batch), before]), before.length);
      expect(read?.batch).toEqual(batch);
      expect(read?.end.index).toBe(first + all.length - 1);
    });
    fc.assert(law);
  });

  it('reads back: snapshots', () => {
    const end = fc.record({ sequence: number, seal: client, index: number });
    const session = fc.record({ client, id: number, nonce: number, last: number });
    const member = fc.record({ client, interval: number, since: number });
    const someRoom = fc.record({ name: room, head: number, members: fc.array(member, { maxLength: 3 }) });
    const snapshot = fc.record({
      end,
      life: number,
      sessions: fc.array(session, { maxLength: 3 }),
      rooms: fc.array(someRoom, { maxLength: 3 }),
    });
    const law = fc.property(snapshot, (taken) => {
      expect(decodeSnapshot(encodeSnapshot(taken))).toEqual(taken);
    });
    fc.assert(law);
    fc.assert(fc.property(bytes, (garbage) => decodeSnapshot(garbage) === undefined));
  });
});

describe('a log whose last batch lost any of its sectors', () => {
  it('is read back up to that batch, or with it', () => {
    const law = fc.property(
      fc.array(records, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(16, 64, 512),
      fc.infiniteStream(fc.boolean()),
      (groups, sectorBytes, isKept) => {
        const log = buildLog(groups);
        const last = log.batches.at(-1)!;
        const durableBytes = log.bytes.length - last.bytes.length;
        const disk = new Uint8Array(log.bytes.length);
        disk.set(log.bytes.subarray(0, durableBytes));
        let size = durableBytes;
        const first = Math.floor(durableBytes / sectorBytes) * sectorBytes;
        for (let from = first; from < log.bytes.length; from += sectorBytes) {
          if (!isKept.next().value) continue;
          disk.set(log.bytes.subarray(from, from + sectorBytes), from);
          size = Math.max(size, Math.min(from + sectorBytes, log.bytes.length));
        }
        const scan = scanLog([{ number: 1, bytes: disk.slice(0, size) }], emptyLog);
        expect(scan.verdict).not.toBe('corrupt');
        if (scan.verdict === 'corrupt') return;
        const whole = scan.batches.length === groups.length;
        expect(scan.batches.map(({ batch }) => batch.records)).toEqual(whole ? groups : groups.slice(0, -1));
        expect(scan.soundBytes).toBe(whole ? log.bytes.length : durableBytes);
      },
    );
    fc.assert(law);
  });
});

describe('the disk reader', () => {
  const message = fc.record({ position: fc.nat(5), nth: fc.nat(3) });
  const groups = fc.array(fc.array(message, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 });
  const change = fc.oneof(
    fc.record({ ...kindOf('sync'), segment: fc.nat(2), from: fc.nat(99), to: fc.nat(99) }),
    fc.record({ ...kindOf('cut'), segment: fc.nat(2), at: fc.nat(99) }),
    fc.record({ ...kindOf('garbage'), segment: fc.nat(2), from: fc.nat(99), bytes }),
    fc.record({ ...kindOf('remove'), segment: fc.nat(2) }),
    fc.record({ ...kindOf('snapshot'), batch: fc.nat(5) }),
  );

  it('says after any changes what it says of the whole', () => {
    const law = fc.property(groups, fc.array(change, { maxLength: 12 }), fc.nat(3), (written, changes, perSegment) => {
      const log = buildLog(
        written.map((group) =>
          group.map(({ position, nth }): LogRecord => {
            const { bytes: body } = makeMessage(`t${nth}`, '');
            return { kind: 'message', client: 1, session: 1, number: 1, room: 'general', position, bytes: body };
          }),
        ),
      );
      const contents = [0, 1, 2].map((nth) => {
        const from = nth * (perSegment + 1);
        return joined(log.batches.slice(from, from + perSegment + 1).map((batch) => batch.bytes));
      });
      const kept = new SequencerDiskReader('q1', 1);
      const files = new Map<string, Uint8Array>();
      const tell = (file: string, from: number, to: number, bytes: Uint8Array) => {
        const old = files.get(file) ?? new Uint8Array(0);
        const end = bytes.length < to - from ? from + bytes.length : Math.max(old.length, to);
        const now = new Uint8Array(end);
        now.set(old.subarray(0, end));
        now.set(bytes, from);
        files.set(file, now);
        kept.changed(file, from, to, bytes);
      };
      for (const step of changes) {
        if (step.kind === 'snapshot') {
          const end = log.batches[step.batch - 1]?.end ?? emptyLog;
          const image = encodeSnapshot({ end, life: 1, sessions: [], rooms: [] });
          tell('snapshot', 0, image.length, image);
          continue;
        }
        const file = `log-00000${step.segment + 1}`;
        const content = contents[step.segment]!;
        const length = files.get(file)?.length ?? 0;
        const at = (percent: number, of: number) => Math.floor((percent * of) / 99);
        if (step.kind === 'sync') {
          const from = Math.min(at(step.from, content.length), length);
          const to = Math.max(from, at(step.to, content.length));
          tell(file, from, to, content.slice(from, to));
        } else if (step.kind === 'cut') {
          tell(file, at(step.at, length), length, new Uint8Array(0));
        } else if (step.kind === 'garbage') {
          const from = at(step.from, length);
          tell(file, from, from + step.bytes.length, step.bytes);
        } else {
          files.delete(file);
          kept.removed(file);
        }
      }
      const whole = new SequencerDiskReader('q1', 1);
      for (const [file, all] of [...files].reverse()) whole.changed(file, 0, all.length, all);
      expect(kept.head()).toEqual(whole.head());
      const all = [...whole.contents()];
      expect([...kept.contents()]).toEqual(all);
      for (let index = 1; index <= (whole.head()?.index ?? 0); index++) {
        const above = { log: 'q1', epoch: 0, index };
        expect([...kept.contents(above)]).toEqual(all.filter(({ slot }) => slot.index > index));
      }
      for (let nth = 0; nth <= 3; nth++) {
        expect(kept.slotOf('general', `t${nth}`)).toEqual(whole.slotOf('general', `t${nth}`));
      }
    });
    fc.assert(law, { numRuns: 500 });
  });
});
