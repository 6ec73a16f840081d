/**
 * What the world of a scenario does to packets, disks and clocks when nobody strikes: `network:`,
 * `disk:` and `clocks:`.
 */
import type { z } from 'zod';
import { complain, count, keysIn, mapping, measured, oneOf, word } from './shapes.ts';
import type { DiskPlan, LatencyPlan, LatencyQuantiles, LinkClass, NetworkPlan } from './types.ts';
import { duration, share, size } from './units.ts';

/** Every class of links. */
export const linkClasses: readonly LinkClass[] = ['client-gateway', 'gateway-replica', 'replica-replica'];

/** Named latency shapes of links. */
export const linkLatencies: readonly string[] = ['lan', 'zone', 'wan', 'mobile'];

/** Named latency shapes of disks. */
export const diskLatencies: readonly string[] = ['ssd', 'hdd'];

const quantileKeys = ['min', 'p50', 'p90', 'p99', 'max'];

const quantiles: z.ZodType<LatencyPlan> = mapping({
  min: measured(duration).optional().describe('Shortest there is; half of p50 unless given.'),
  p50: measured(duration).describe('Half take no longer.'),
  p90: measured(duration).describe('Nine of ten take no longer.'),
  p99: measured(duration).describe('All but one of a hundred take no longer.'),
  max: measured(duration).describe('None takes longer.'),
}).transform((told, context): LatencyQuantiles => {
  const min = told.min ?? Math.floor(told.p50 / 2);
  const ladder: readonly (readonly [string, number])[] = [
    ['min', min],
    ['p50', told.p50],
    ['p90', told.p90],
    ['p99', told.p99],
    ['max', told.max],
  ];
  for (const [index, [name, us]] of ladder.entries()) {
    const [below, usBelow] = ladder[index - 1] ?? [name, us];
    if (us < usBelow) complain(context, { wrong: `${name} is less than ${below}` }, [name]);
  }
  return { minUs: min, p50Us: told.p50, p90Us: told.p90, p99Us: told.p99, maxUs: told.max };
});

function latencyOf(names: readonly string[]): z.ZodType<LatencyPlan> {
  const shape = word(names);
  return oneOf<LatencyPlan>([shape, quantiles], (value) => (isMapping(value) ? quantiles : shape));
}

const linkLatency = latencyOf(linkLatencies);

/** One value for all links, or one by class of links; a class that is not named keeps `plain`. */
function perClass<Value>(whole: z.ZodType<Value>, plain: Value, wholeKeys: readonly string[] = []) {
  const everywhere = whole.transform((value) => new Map(linkClasses.map((link) => [link, value] as const)));
  const byClass = mapping({
    'client-gateway': whole.optional().describe('Links with a client at one end.'),
    'gateway-replica': whole.optional().describe('Links between a gateway and a replica.'),
    'replica-replica': whole.optional().describe('Links between replicas.'),
  }).transform((told) => new Map(linkClasses.map((link) => [link, told[link] ?? plain] as const)));
  return oneOf<ReadonlyMap<LinkClass, Value>>([everywhere, byClass], (value) =>
    isMapping(value) && !keysIn(value).some((key) => wholeKeys.includes(key)) ? byClass : everywhere,
  );
}

/** `network:`, by class of links. */
export const networkSchema = mapping({
  latency: perClass(linkLatency, 'zone', quantileKeys)
    .prefault('zone')
    .describe('How long packets take: lan, zone, wan, mobile, quantiles { p50, p90, p99, max }, or one by link class.'),
  loss: perClass(measured(share), 0).prefault('0%').describe('Share of packets lost, for all links or by link class.'),
  duplicate: perClass(measured(share), 0)
    .prefault('0%')
    .describe('Share of packets that arrive twice, for all links or by link class.'),
  reorder: perClass(measured(share), 0)
    .prefault('0%')
    .describe('Share of packets held back so that later ones overtake, for all links or by link class.'),
}).transform((told): NetworkPlan => {
  const plan = (link: LinkClass) => ({
    latency: told.latency.get(link)!,
    lossPpm: told.loss.get(link)!,
    duplicatePpm: told.duplicate.get(link)!,
    reorderPpm: told.reorder.get(link)!,
  });
  return {
    'client-gateway': plan('client-gateway'),
    'gateway-replica': plan('gateway-replica'),
    'replica-replica': plan('replica-replica'),
  };
});

/** `disk:` */
export const diskSchema = mapping({
  latency: latencyOf(diskLatencies)
    .prefault('ssd')
    .describe('How long a write takes: ssd, hdd or quantiles. A sync takes ten times as long, a read half.'),
  sector: measured(size)
    .refine((bytes) => bytes > 0, 'a sector holds at least 1B')
    .prefault('512B')
    .describe('What a disk writes at once or not at all; a power loss tears files between sectors.'),
  failRead: rate('Share of reads that fail.'),
  failWrite: rate('Share of writes, truncations, renames and removals that fail, done or not.'),
  failSync: rate('Share of syncs that fail; what they were to bring is in the cache alone, and clean.'),
  lie: rate('Share of syncs that bring nothing and say that they did.'),
  misdirect: rate('Share of writes whose sectors go to another place of the file.'),
  tear: rate('Share of unsynced sectors of which a power loss leaves a half new, a half old.'),
}).transform(
  (told): DiskPlan => ({
    latency: told.latency,
    sectorBytes: told.sector,
    failReadPpm: told.failRead,
    failWritePpm: told.failWrite,
    failSyncPpm: told.failSync,
    liePpm: told.lie,
    misdirectPpm: told.misdirect,
    tearPpm: told.tear,
  }),
);

function rate(description: string) {
  return measured(share).prefault('0%').describe(description);
}

/** `clocks:` */
export const clocksSchema = mapping({
  skew: measured(duration).prefault('0s').describe('Each wall clock is off by at most so much, either way.'),
  drift: measured(share).prefault('0ppm').describe('Each clock runs fast or slow by at most this share.'),
}).transform((told) => ({ skewUs: told.skew, driftPpm: told.drift }));

/** `limits:` — the bounds beyond which a run is broken off. */
export const limitsSchema = mapping({
  events: count(1, 1_000_000_000).prefault(20_000_000).describe('Events, in all.'),
  virtual: measured(duration).prefault('10m').describe('Virtual time.'),
  handler: measured(duration)
    .refine((us) => us >= 1_000 && us % 1_000 === 0, 'expected whole milliseconds, at least 1ms')
    .prefault('10s')
    .describe('Real time that one handler of a protocol may take.'),
}).transform((told) => ({
  events: told.events,
  virtualUs: told.virtual,
  handlerMs: told.handler / 1_000,
}));

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
