/**
 * The decisions on which the sequencer's promises hang, as pure functions. Nodes take them as an
 * argument, so that a mutant is the same code with one rule replaced.
 */
import type { DiskError, Host } from '../../contract/index.ts';
import type { SequencerPacket } from './packets.ts';

/** An incarnation of a client, and one of its attempts to connect. */
export interface Attempt {
  readonly nonce: number;
  readonly attempt: number;
}

export interface Rules {
  /** Whether a batch that is written counts: may be applied, answered and fanned out. */
  batchCounts(synced: boolean): boolean;
  /** Whether a batch in a new segment also has to wait for the name of the segment. */
  awaitsName(newSegment: boolean): boolean;
  /** Whether a batch goes on after this act of the disk on it. */
  goesOn(act: 'write' | 'sync', error: DiskError | undefined): boolean;
  /** Whether a sync that failed is to be asked for again. */
  syncsAgain(): boolean;
  /** Whether the last batch that recovery finds is written again before it is synced, or believed as it is. */
  rewritesTail(): boolean;
  /** Whether a segment that cannot be read is taken for an empty one. */
  readsAsEmpty(error: DiskError): boolean;
  /** Whether unsound bytes at the end of the last segment are torn, when a later batch stands behind them or does not. */
  isTorn(laterFollows: boolean): boolean;
  /** Whether the segments under a snapshot are only removed once its name is durable. */
  awaitsSnapshot(): boolean;
  /** How many bytes of the last segment stay at recovery; whole batches end at `soundEnd` ≤ `size`. */
  keptBytes(soundEnd: number, size: number): number;
  /** What a recovered sequencer knows of the last number that a session used. */
  recalledNumber(last: number): number;
  /** Whether `number` is the one that a session whose last was `last` may use now. */
  isNext(last: number, number: number): boolean;
  /**
   * How many of the unanswered requests, numbered from `first`, an answer settles that says that
   * everything up to `through` ≥ `first` is durable. `reconnected`: it is the first under its link.
   */
  settled(first: number, through: number, reconnected: boolean): number;
  /** 53 bits that no other incarnation of this client has: its requests are told apart by them. */
  nonce(host: Host<SequencerPacket>): number;
  /** Whether a client takes a request for refused that has been waiting for so long, by its wall clock. */
  givesUp(waitedUs: number): boolean;
  /** Behind which position a reader goes on whose window is full: it was sent everything up to `sent`. */
  skipsTo(sent: number, head: number): number;
  /** From where a client asks to go on: it has delivered without gaps to `contiguous` and seen `newest`. */
  resumesBehind(contiguous: number, newest: number): number;
  /** Whether a client whose current link has the number `current` heeds a packet that came under `link`. */
  clientHears(link: number, current: number): boolean;
  /** Whether a sequencer heeds a packet under `link` of a client whose current link has the number `current`. */
  sequencerHears(link: number, current: number): boolean;
  /** Whether a client that makes this attempt takes an offer that was made to that one. */
  takesOffer(made: Attempt, making: Attempt): boolean;
  /** What numbers the links of a process, when `life` others recovered from its disk before. */
  lifeAfter(life: number): number;
  /** Whether a page read from the disk for a reader who had been sent all up to `asked` still follows, now that it is `sent`. */
  stillFollows(asked: number, sent: number): boolean;
  /** A client's cursor when the last message it could deliver of a page stands at `last`, and the room's at `head`. */
  cursorAfter(last: number, head: number): number;
}

export const soundRules: Rules = {
  batchCounts: (synced) => synced,
  awaitsName: (newSegment) => newSegment,
  goesOn: (_act, error) => error === undefined,
  syncsAgain: () => false,
  rewritesTail: () => true,
  readsAsEmpty: () => false,
  isTorn: (laterFollows) => !laterFollows,
  awaitsSnapshot: () => true,
  keptBytes: (soundEnd) => soundEnd,
  recalledNumber: (last) => last,
  isNext: (last, number) => number === last + 1,
  settled: (first, through) => through - first + 1,
  nonce: (host) => {
    const high = Math.floor(host.random('nonce') * 2 ** 26);
    const low = Math.floor(host.random('nonce') * 2 ** 27);
    return high * 2 ** 27 + low;
  },
  givesUp: () => false,
  skipsTo: (sent) => sent,
  resumesBehind: (contiguous) => contiguous,
  clientHears: (link, current) => link === current,
  sequencerHears: (link, current) => link === current,
  takesOffer: (made, making) => made.nonce === making.nonce && made.attempt === making.attempt,
  lifeAfter: (life) => life + 1,
  stillFollows: (asked, sent) => asked === sent,
  cursorAfter: (last) => last,
};
