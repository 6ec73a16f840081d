import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packetAspects } from '../../src/chance/anchor.ts';
import { CountTable } from '../../src/chance/counts.ts';
import { Aspect, Decisions, type Schedule, seeded } from '../../src/chance/index.ts';

const names = (node: number) => `n${node}`;

describe('counts', () => {
  it('equal a Map of counts', () => {
    const id = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 100_000 }));
    const what = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer());
    const links = fc.array(fc.tuple(id, id, what), { maxLength: 200 });
    fc.assert(
      fc.property(links, fc.nat(1500), (links, crowd) => {
        const table = new CountTable();
        const model = new Map<string, number>();
        // Crowds that differ in one word only, so that the table grows and strangers meet in a slot.
        const crowds = Array.from({ length: crowd }, (_, n) => [
          [n + 4, 1, 1],
          [1, n + 4, 1],
          [1, 1, n + 4],
        ]).flat() as [number, number, number][];
        for (const asked of [...links, ...crowds, ...links, ...crowds]) {
          const count = (model.get(asked.join()) ?? 0) + 1;
          model.set(asked.join(), count);
          if (table.next(...asked) !== count) expect.fail(`count of ${asked}`);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** A packet, by what identifies it. */
interface Asked {
  readonly from: number;
  readonly to: number;
  readonly kind: string;
  readonly key: string | undefined;
}

const asked: fc.Arbitrary<Asked> = fc.record({
  from: fc.integer({ min: 1, max: 3 }),
  to: fc.integer({ min: 1, max: 3 }),
  kind: fc.constantFrom('append', 'vote', 'deliver'),
  key: fc.constantFrom(undefined, undefined, '1/7', '2/9'),
});

const plainOf = (aspect: number) => 5 * aspect;

/** Everything decided about those packets, by anchor; two in three aspects depart from plain. */
function decideAll(
  schedule: Schedule,
  packets: readonly Asked[],
): { values: Map<string, number>; decisions: Decisions } {
  const decisions = new Decisions(schedule, { names, record: true });
  const values = new Map<string, number>();
  for (const { from, to, kind, key } of packets) {
    decisions.packets.begin(from, to, kind, key);
    packetAspects.forEach((name, aspect) => {
      const word = decisions.packets.word(aspect);
      const drawn = word % 3 === 0 ? plainOf(aspect) : word;
      values.set(`${decisions.packets.anchor()} ${name}`, decisions.packets.settle(aspect, plainOf(aspect), drawn));
    });
    const anchor = `crash after ${decisions.packets.anchor()}`;
    values.set(
      anchor,
      decisions.decide(anchor, 1, (word) => (word % 3 === 0 ? 1 : word)),
    );
  }
  return { values, decisions };
}

const run = fc.array(asked, { maxLength: 40 });

describe('decisions', () => {
  it('depend on seed and anchor alone: other packets in between change nothing', () => {
    const other = fc.tuple(asked, fc.nat(3)).map(
      ([packet, difference]) =>
        [
          { ...packet, from: packet.from + 3 },
          { ...packet, to: packet.to + 3 },
          { ...packet, kind: `${packet.kind}ed` },
          { ...packet, key: '3/1' },
        ][difference],
    );
    fc.assert(
      fc.property(fc.string(), run, fc.array(fc.tuple(fc.nat(), other), { maxLength: 20 }), (seed, packets, others) => {
        const mixed = [...packets];
        for (const [at, other] of others) mixed.splice(at % (mixed.length + 1), 0, other as Asked);
        const alone = decideAll(seeded(seed), packets).values;
        const among = decideAll(seeded(seed), mixed).values;
        expect([...alone.keys()].map((anchor) => among.get(anchor))).toEqual([...alone.values()]);
      }),
    );
  });

  it('do not depend on the order in which different packets are asked about', () => {
    fc.assert(
      fc.property(fc.string(), run, (seed, packets) => {
        const sorted = [...packets].sort((a, b) => a.from - b.from || (a.kind < b.kind ? -1 : 1));
        const { values } = decideAll(seeded(seed), sorted);
        expect(new Map([...values].sort())).toEqual(new Map([...decideAll(seeded(seed), packets).values].sort()));
      }),
    );
  });

  it('differ from seed to seed and from anchor to anchor', () => {
    const packets = Array.from({ length: 50 }, (_, n) => ({ from: 1, to: 2, kind: `k${n % 3}`, key: undefined }));
    const all = ['1', '2'].flatMap((seed) =>
      [...decideAll(seeded(seed), packets).values.values()].filter((value) => value > 100),
    );
    expect(all.length).toBeGreaterThan(400);
    expect(new Set(all).size).toBe(all.length);
  });

  it('are plain on a plain base', () => {
    fc.assert(
      fc.property(run, (packets) => {
        const { values, decisions } = decideAll({ base: 'plain', overrides: [] }, packets);
        for (const [anchor, value] of values) {
          const aspect = packetAspects.findLast((name) => anchor.endsWith(` ${name}`));
          expect(value).toBe(
            anchor.startsWith('crash') || aspect === undefined ? 1 : plainOf(packetAspects.indexOf(aspect)),
          );
        }
        expect(decisions.departures).toEqual([]);
      }),
    );
  });

  it('are what an override says, at its anchor and nowhere else', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(asked, { minLength: 1, maxLength: 20 }),
        fc.nat(),
        fc.boolean(),
        (seed, packets, which, plain) => {
          const base = plain ? 'plain' : { seed };
          const { values } = decideAll({ base, overrides: [] }, packets);
          const at = [...values.keys()][which % values.size] as string;
          const overridden = decideAll({ base, overrides: [{ at, value: 7_000_000_007 }] }, packets).values;
          expect(overridden).toEqual(new Map(values).set(at, 7_000_000_007));
        },
      ),
    );
  });

  it('list as departures exactly what is not plain, and these alone make the same run on a plain base', () => {
    fc.assert(
      fc.property(fc.string(), run, (seed, packets) => {
        const { values, decisions } = decideAll(seeded(seed), packets);
        const departures = decisions.departures ?? [];
        for (const { anchor, value, plain } of departures) {
          expect(values.get(anchor)).toBe(value);
          expect(value).not.toBe(plain);
        }
        const overrides = departures.map(({ anchor, value }) => ({ at: anchor, value }));
        const again = decideAll({ base: 'plain', overrides }, packets);
        expect(again.values).toEqual(values);
        expect(again.decisions.departures).toEqual(departures);
        // One fewer, and one decision is plain again.
        const [, ...rest] = overrides;
        const differing = [...decideAll({ base: 'plain', overrides: rest }, packets).values].filter(
          ([anchor, value]) => values.get(anchor) !== value,
        );
        expect(differing.map(([anchor]) => anchor)).toEqual(overrides.slice(0, 1).map(({ at }) => at));
      }),
    );
  });

  it('answer the same whether they are recorded or not', () => {
    const recorded = new Decisions(seeded('7'), { names, record: true });
    const quick = new Decisions(seeded('7'), { names });
    expect(quick.departures).toBeUndefined();
    for (let n = 0; n < 100; n++) {
      const answers = [recorded, quick].map(({ packets }) => {
        packets.begin(1, 2, 'append', undefined);
        return packets.settle(Aspect.latency, 5, packets.word(Aspect.latency));
      });
      expect(answers[0]).toBe(answers[1]);
    }
  });
});
