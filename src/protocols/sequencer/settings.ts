/** The knobs of the sequencer, and the topology as its nodes see it. */
import { LayoutError, type Setting, type Topology } from '../../contract/index.ts';

export const settings = {
  page: { summary: 'Messages in one page of catch-up or history.', default: 16, min: 1, max: 1_000 },
  window: {
    summary: 'Messages under way to one reader of a room, not acknowledged.',
    default: 64,
    min: 1,
    max: 10_000,
  },
  cache: { summary: 'Newest messages of a room kept in memory.', default: 128, min: 0, max: 1_000_000 },
  segmentBytes: { summary: 'Bytes after which the log goes on in a new file.', default: 65_536, min: 64, max: 1 << 28 },
  batch: { summary: 'Records made durable by one sync.', default: 64, min: 1, max: 10_000 },
  arrivals: {
    summary: 'Requests that wait for the next batch; more are dropped.',
    default: 4_096,
    min: 1,
    max: 1 << 20,
  },
  outbox: {
    summary: 'Broadcasts, and reads, that wait at a client; more are refused.',
    default: 1_024,
    min: 1,
    max: 1 << 20,
  },
  flight: { summary: 'Requests in one packet, each sent again until answered.', default: 16, min: 1, max: 1_000 },
  heartbeatUs: {
    summary: 'Gap between two signs of life of a client.',
    default: 200_000,
    min: 100_000,
    max: 60_000_000,
  },
  retryUs: {
    summary: 'First wait for an answer; it doubles up to 16 times that.',
    default: 60_000,
    min: 1_000,
    max: 60_000_000,
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type Knobs = { readonly [Name in keyof typeof settings]: number };

/** @throws LayoutError when a setting is missing or out of its bounds. */
export function knobsOf(topology: Topology): Knobs {
  const knob = (name: keyof typeof settings): number => {
    const value = topology.settings[name] ?? settings[name].default;
    const { min, max } = settings[name];
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new LayoutError(`${name} is an integer from ${min} to ${max}, not ${value}`);
  };
  return {
    page: knob('page'),
    window: knob('window'),
    cache: knob('cache'),
    segmentBytes: knob('segmentBytes'),
    batch: knob('batch'),
    arrivals: knob('arrivals'),
    outbox: knob('outbox'),
    flight: knob('flight'),
    heartbeatUs: knob('heartbeatUs'),
    retryUs: knob('retryUs'),
  };
}
