import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDifferingRung, type Ladder, RunDigest } from '../../../src/sim/digest.ts';

type Event = readonly [timeUs: number, kind: number, node: number, other: number, content: number];

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const small = fc.nat(8);
const anyEvent: fc.Arbitrary<Event> = fc.tuple(
  fc.oneof(small, fc.maxSafeNat()),
  small,
  fc.oneof(small, word),
  fc.oneof(small, word),
  fc.oneof(small, word),
);

function digestOf(events: readonly Event[]): string {
  const digest = new RunDigest();
  for (const event of events) digest.mix(...event);
  return digest.hex();
}

/** A run of events in which the one at `oddAt` (from 1; 0: none) carries something else. */
function ladderOf(events: number, oddAt: number, window: ConstructorParameters<typeof RunDigest>[0] = {}): Ladder {
  const digest = new RunDigest(window);
  for (let event = 1; event <= events; event++) digest.mix(event, 1, 2, 3, event === oddAt ? 99 : 0);
  return digest.ladder();
}

describe('RunDigest', () => {
  it('is 16 hex digits that never change between versions', () => {
    expect(digestOf([])).toMatch(/^[0-9a-f]{16}$/);
    expect(digestOf([[1, 2, 3, 4, 5]])).toBe('9821e6be95e86442');
    expect(digestOf([[2 ** 53 - 1, 2, 3, 4, -5]])).toBe('178897cf5161cccb');
  });

  it('is equal for equal runs, and differs when any word of any event does', () => {
    fc.assert(
      fc.property(
        fc.array(anyEvent, { minLength: 1, maxLength: 8 }),
        fc.nat(),
        fc.nat(4),
        word,
        (events, at, field, other) => {
          const changed = events.map((event) => [...event] as [number, number, number, number, number]);
          const event = changed[at % changed.length] as [number, number, number, number, number];
          event[field] = field === 0 ? Math.abs(other) : other;
          const before = (events[at % events.length] as Event)[field];
          expect(digestOf(changed) === digestOf(events)).toBe(event[field] === before);
        },
      ),
    );
  });

  it('sees both halves of the time', () => {
    const digests = [0, 1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 40, 2 ** 52].map((timeUs) =>
      digestOf([[timeUs, 1, 1, 1, 1]]),
    );
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('sees order, number and place', () => {
    const a: Event = [1, 1, 2, 3, 4];
    const b: Event = [1, 1, 3, 2, 4];
    const nothing: Event = [0, 0, 0, 0, 0];
    const runs = [[], [nothing], [nothing, nothing], [a, b], [b, a], [a], [a, a], [b]];
    expect(new Set(runs.map(digestOf)).size).toBe(runs.length);
  });

  it('has no two alike among many small events', () => {
    const digests = new Set<string>();
    for (let n = 0; n < 20_000; n++)
      digests.add(digestOf([[n % 10, n % 7, Math.floor(n / 70) % 12, Math.floor(n / 840), 0]]));
    expect(digests.size).toBe(20_000);
    expect([...digests].every((digest) => /^[0-9a-f]{16}$/.test(digest))).toBe(true);
  });
});

describe('the ladder', () => {
  it('keeps a rung each so many events', () => {
    expect(ladderOf(35, 0, { every: 10 }).rungs.map(({ event }) => event)).toEqual([10, 20, 30]);
    expect(ladderOf(10_000, 0).rungs.map(({ event }) => event)).toEqual([4096, 8192]);
  });

  it('never has more than 4,096 rungs: it drops every second and doubles', () => {
    const { every, rungs } = ladderOf(4 * 4096 + 5, 0, { every: 1 });
    expect(every).toBe(8);
    expect(rungs.map(({ event }) => event)).toEqual(Array.from({ length: 2048 }, (_, i) => 8 * (i + 1)));
    expect(ladderOf(4096, 0, { every: 1 })).toMatchObject({ every: 1, rungs: { length: 4096 } });
  });

  it('can be kept of a window', () => {
    const { every, rungs } = ladderOf(9000, 0, { every: 1, after: 100, until: 104 });
    expect(every).toBe(1);
    expect(rungs.map(({ event }) => event)).toEqual([101, 102, 103, 104]);
  });

  it('refuses rungs that cannot be', () => {
    expect(() => new RunDigest({ every: 0 })).toThrow(/at least 1 event apart/);
    expect(() => new RunDigest({ after: -1 })).toThrow(/after event 0 or later/);
  });

  it('finds where two runs part, to within a rung', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 40 }), (oddAt, every) => {
        const parting = firstDifferingRung(ladderOf(500, 0, { every }), ladderOf(500, oddAt, { every }));
        const by = Math.ceil(oddAt / every) * every;
        expect(parting).toEqual(by > 500 ? undefined : { after: by - every, by });
      }),
    );
  });

  it('finds the very event in a second look at the window', () => {
    const first = firstDifferingRung(ladderOf(50_000, 0), ladderOf(50_000, 23_456));
    expect(first).toEqual({ after: 20_480, by: 24_576 });
    const window = { every: 1, after: first?.after ?? 0, until: first?.by ?? 0 };
    expect(firstDifferingRung(ladderOf(50_000, 0, window), ladderOf(50_000, 23_456, window))).toEqual({
      after: 23_455,
      by: 23_456,
    });
  });

  it('lays a note to the event before it', () => {
    const ladderWith = (notedAt: number) => {
      const digest = new RunDigest({ every: 1 });
      for (let event = 1; event <= 9; event++) {
        digest.mix(event, 1, 2, 3, 0);
        if (event === notedAt) digest.note(32, 2, 3, 4);
      }
      return digest.ladder();
    };
    expect(ladderWith(5).rungs).toHaveLength(9);
    for (const notedAt of [1, 5, 9]) {
      const parting = firstDifferingRung(ladderWith(0), ladderWith(notedAt));
      expect(parting).toEqual({ after: notedAt - 1, by: notedAt });
    }
  });

  it('compares a long run with a short one by the rungs that both have', () => {
    const long = ladderOf(20_000, 3001, { every: 1 });
    const short = ladderOf(4000, 0, { every: 1 });
    expect([long.every, short.every]).toEqual([8, 1]);
    expect(firstDifferingRung(long, short)).toEqual({ after: 3000, by: 3008 });
    expect(firstDifferingRung(short, long)).toEqual({ after: 3000, by: 3008 });
  });

  it('looks at both lanes', () => {
    const rung = { event: 4, a: 1, b: 2 };
    const ladder = { every: 4, rungs: [rung] };
    expect(firstDifferingRung(ladder, { every: 4, rungs: [{ ...rung, a: 9 }] })).toEqual({ after: 0, by: 4 });
    expect(firstDifferingRung(ladder, { every: 4, rungs: [{ ...rung, b: 9 }] })).toEqual({ after: 0, by: 4 });
  });

  it('says nothing of runs that are alike as far as both go', () => {
    expect(firstDifferingRung(ladderOf(9000, 0), ladderOf(5000, 0))).toBeUndefined();
    expect(firstDifferingRung(ladderOf(10, 3), ladderOf(10, 0))).toBeUndefined();
  });
});
