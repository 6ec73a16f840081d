import type { NodeId } from '../contract/index.ts';

/** Kinds of events, by their number in the digest: what is handled, one at a time. */
export const eventKinds = [
  'receive',
  'fire',
  'disk',
  'perform',
  'boot',
  'crash',
  'power-loss',
  'pause',
  'resume',
  'cut',
  'mend',
  'heal',
  'disk-fault',
  'clog',
  'grey',
  'garbled',
  'hinder',
  'unhinder',
  'wipe',
  'clock',
  'retire',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** The numbers of `eventKinds`, for the hot path. */
export const Kind = {
  receive: 0,
  fire: 1,
  disk: 2,
  perform: 3,
  boot: 4,
  crash: 5,
  powerLoss: 6,
  pause: 7,
  resume: 8,
  cut: 9,
  mend: 10,
  heal: 11,
  diskFault: 12,
  clog: 13,
  grey: 14,
  garbled: 15,
  hinder: 16,
  unhinder: 17,
  wipe: 18,
  clock: 19,
  retire: 20,
} as const;

/**
 * One line of a trace: an event, or something that happened during one. `event` is its number,
 * `cause` the number of the event that brought it about (the sending of a packet that arrives, the
 * arming of a timer that fires), 0 for what the world does unasked. `node` is 0 for the world at large.
 */
export interface TraceEntry {
  readonly event: number;
  readonly cause: number;
  readonly atUs: number;
  readonly node: NodeId;
  readonly what: EventKind | 'send' | 'lost' | 'duplicate' | 'straggler' | 'observe' | 'offence';
  /** The other end of a packet; 0 where there is none. */
  readonly other: NodeId;
  /** A packet, an operation, the arguments of an observation: plain data. */
  readonly detail?: unknown;
  /** A timer's or an observation's name; what a packet was lost to; what befell a disk. */
  readonly name?: string | undefined;
}

/** Hears everything that happens in a run, in order. A normal run has none. */
export interface Tracer {
  record(entry: TraceEntry): void;
}
