/** The knobs of rooms. */
import { LayoutError, type Setting, type Topology } from '../../contract/index.ts';

export const settings = {
  heartbeatUs: { summary: 'Gap between two signs of life of a leader.', default: 50_000, min: 1_000, max: 10_000_000 },
  electionUs: {
    summary: 'A leader is missed after that, and up to twice as long.',
    default: 300_000,
    min: 10_000,
    max: 60_000_000,
  },
  batchUs: { summary: 'What is proposed within that shares a packet.', default: 2_000, min: 0, max: 1_000_000 },
  append: { summary: 'Entries in one packet between servers.', default: 64, min: 1, max: 10_000 },
  waiting: { summary: 'Entries that wait to be committed; more are dropped.', default: 1_024, min: 1, max: 1 << 20 },
  page: { summary: 'Messages of a room in one packet to a client.', default: 32, min: 1, max: 1_000 },
  window: { summary: 'Messages under way to one reader of a room.', default: 128, min: 1, max: 10_000 },
  outbox: {
    summary: 'Broadcasts to a room that wait at a client; more are refused.',
    default: 1_024,
    min: 1,
    max: 1 << 20,
  },
  flight: { summary: 'Requests to a room in one packet.', default: 8, min: 1, max: 1_000 },
  helloUs: { summary: 'Gap between two signs of life of a client.', default: 500_000, min: 10_000, max: 60_000_000 },
  retryUs: { summary: 'What is not answered by then goes again.', default: 150_000, min: 1_000, max: 60_000_000 },
} as const satisfies Readonly<Record<string, Setting>>;

export type Knobs = { readonly [Name in keyof typeof settings]: number };

/** @throws LayoutError when a setting is out of its bounds. */
export function knobsOf(topology: Topology): Knobs {
  const knob = (name: keyof typeof settings): number => {
    const value = topology.settings[name] ?? settings[name].default;
    const { min, max } = settings[name];
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new LayoutError(`${name} is an integer from ${min} to ${max}, not ${value}`);
  };
  return {
    heartbeatUs: knob('heartbeatUs'),
    electionUs: knob('electionUs'),
    batchUs: knob('batchUs'),
    append: knob('append'),
    waiting: knob('waiting'),
    page: knob('page'),
    window: knob('window'),
    outbox: knob('outbox'),
    flight: knob('flight'),
    helloUs: knob('helloUs'),
    retryUs: knob('retryUs'),
  };
}
