import type { Knobs } from '../../../../src/protocols/sequencer/settings.ts';

/** Small bounds, so that each is reached. */
export const knobs: Knobs = {
  page: 2,
  window: 3,
  cache: 2,
  segmentBytes: 200,
  batch: 4,
  arrivals: 8,
  outbox: 3,
  flight: 2,
  heartbeatUs: 100_000,
  retryUs: 10_000,
};
