import { describe, expect, it } from 'vitest';
import { type Schedule, seeded } from '../../../src/chance/index.ts';
import type { AnyPacket, Role } from '../../../src/contract/index.ts';
import { type LinkModel, shapeOf } from '../../../src/sim/index.ts';
import { LinkTable } from '../../../src/sim/link-table.ts';
import { Pipes } from '../../../src/sim/pipes.ts';
import { weightOf } from '../../../src/sim/weight.ts';
import { type TinyBoot, tinyWorld } from '../../reference/world.ts';

const second = 1_000_000;

/** Node 1 sends `count` packets at once; when each lands at node 2. */
function landings(count: number, link: Partial<LinkModel>, schedule?: Schedule) {
  const at: number[] = [];
  const sender: TinyBoot = (host) => {
    for (let n = 0; n < count; n++) host.send(2, { kind: 'say', n } as AnyPacket);
    return { receive: () => undefined };
  };
  const hearer: TinyBoot = (host) => ({ receive: () => void at.push(host.monotonicUs()) });
  const { simulator } = tinyWorld([sender, hearer], { link, schedule: schedule ?? seeded('1') });
  simulator.run();
  return { at, simulator };
}

describe('stragglers', () => {
  it('are copies that land 10 s to 10 min late, while the packet itself is on time', () => {
    const { at, simulator } = landings(2000, { stragglePpm: 50_000 });
    const late = at.filter((us) => us > 10);
    expect(at).toHaveLength(2000 + late.length);
    expect(late).toHaveLength(simulator.counters.of('straggler'));
    expect(late.length).toBeGreaterThan(60);
    expect(late.length).toBeLessThan(140);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(10 * second);
    expect(Math.max(...late)).toBeLessThanOrEqual(600 * second);
    expect(Math.max(...late) - Math.min(...late)).toBeGreaterThan(400 * second);
    expect(simulator.lastLandingUs).toBe(late.at(-1));
  });

  it('are one decision each, by how late they are, and none on a plain base', () => {
    expect(landings(10, { stragglePpm: 1_000_000 }, { base: 'plain', overrides: [] }).at).toHaveLength(10);
    const overrides = [{ at: 'send n1>n2 say #3 straggle', value: 12_345 }];
    expect(landings(10, { stragglePpm: 1 }, { base: 'plain', overrides }).at.slice(9)).toEqual([10, 12_345]);
  });

  it('do not move what else is decided', () => {
    const without = landings(500, { lossPpm: 100_000, duplicatePpm: 100_000 }).at;
    const among = landings(500, { lossPpm: 100_000, duplicatePpm: 100_000, stragglePpm: 100_000 }).at;
    expect(among.filter((us) => us < second)).toEqual(without);
    expect(among.length).toBeGreaterThan(without.length);
  });
});

describe('bandwidth', () => {
  it('lets packets leave one after the other, and drops what does not fit', () => {
    // Each weighs 4 + (4 + 3) + 8 = 19 bytes, and takes 19 us; four more wait in 80 bytes.
    const { at, simulator } = landings(8, { bandwidth: { bytesPerS: 1_000_000, bufferBytes: 80 } });
    expect(at).toEqual([29, 48, 67, 86]);
    expect([simulator.counters.of('queued'), simulator.counters.of('tail-drop')]).toEqual([3, 4]);
  });

  it('always takes a packet into an empty queue, however long it is', () => {
    const pipes = new Pipes();
    const narrow = { bytesPerS: 100, bufferBytes: 10 };
    expect(pipes.enter(1, 2, 50, narrow, 0)).toBe(500_000);
    expect(pipes.enter(1, 2, 1, narrow, 100_000)).toBe(-1);
    expect(pipes.enter(2, 1, 1, narrow, 100_000)).toBe(10_000);
    expect(pipes.enter(1, 2, 5, narrow, 450_000)).toBe(100_000);
    expect(pipes.drainedUs(1, 2)).toBe(550_000);
    expect(pipes.enter(1, 2, 50, narrow, 550_000)).toBe(500_000);
  });

  it('weighs packets by what they hold', () => {
    expect(weightOf({ kind: 'a', bytes: new Uint8Array(100) })).toBe(4 + 5 + 104);
    expect(weightOf({ kind: 'a', list: [1, 'four', null] })).toBe(4 + 5 + 4 + 8 + 8 + 8);
  });
});

describe('regions', () => {
  const roles: readonly (Role | undefined)[] = [undefined, 'replica', 'gateway', 'client', 'client'];
  const steady = (us: number) => shapeOf({ minUs: us, p50Us: us, p90Us: us, p99Us: us, maxUs: us });
  const model = (us: number): LinkModel => ({
    latency: steady(us),
    lossPpm: us,
    duplicatePpm: 0,
    reorderPpm: 0,
    stragglePpm: 0,
    corruptPpm: 0,
    bandwidth: undefined,
  });
  const byClass = {
    'client-gateway': model(1),
    'gateway-replica': model(2),
    'replica-replica': model(3),
    stragglerUs: { min: 1, max: 1 },
  };

  it('are nothing to links by class', () => {
    const table = new LinkTable(roles, byClass);
    expect([table.of(3, 2), table.of(1, 3), table.of(2, 1), table.of(1, 1)].map(({ lossPpm }) => lossPpm)).toEqual([
      1, 1, 2, 3,
    ]);
  });

  it('give links between them their latency, either way, and leave the rest to the class', () => {
    const between = [
      [undefined, steady(70)],
      [steady(70), undefined],
    ];
    // The replica and c1 stand in the first, c2 in the second, the gateway in none.
    const table = new LinkTable(roles, {
      ...byClass,
      regions: { regionOf: [undefined, 0, undefined, 0, 1] as const, between },
    });
    const seen = [table.of(1, 4), table.of(4, 1), table.of(1, 3), table.of(2, 4), table.of(2, 1)];
    expect(seen.map(({ latency }) => latency.plainUs)).toEqual([70, 70, 1, 1, 2]);
    expect(seen.map(({ lossPpm }) => lossPpm)).toEqual([1, 1, 1, 1, 2]);
  });
});
