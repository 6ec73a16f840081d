/** What disks and clocks of a scenario are like when nobody strikes, and the bounds of a run: `disk:`, `clocks:` and `limits:`. */
import { latencyOf } from './latency.ts';
import { count, mapping, measured } from './shapes.ts';
import type { DiskPlan } from './types.ts';
import { duration, mostDriftPpm, share, size } from './units.ts';

/** Named latency shapes of disks. */
export const diskLatencies: readonly string[] = ['ssd', 'hdd'];

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
  drift: measured(share)
    .refine((ppm) => ppm <= mostDriftPpm, 'a clock runs fast or slow by at most 40%')
    .prefault('0ppm')
    .describe('Each clock runs fast or slow by at most this share.'),
}).transform((told) => ({ skewUs: told.skew, driftPpm: told.drift }));

/** `limits:` — the bounds beyond which a run is broken off. */
export const limitsSchema = mapping({
  events: count(1, 1_000_000_000).prefault(20_000_000).describe('Events, in all.'),
  virtual: measured(duration).prefault('30m').describe('Virtual time.'),
  handler: measured(duration)
    .refine((us) => us >= 1_000 && us % 1_000 === 0, 'expected whole milliseconds, at least 1ms')
    .prefault('10s')
    .describe('Real time that one handler of a protocol may take.'),
}).transform((told) => ({
  events: told.events,
  virtualUs: told.virtual,
  handlerMs: told.handler / 1_000,
}));
