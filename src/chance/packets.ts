import type { NodeId } from '../contract/index.ts';
import { type AnchorNames, packetAnchor, packetAspects } from './anchor.ts';
import { CountTable } from './counts.ts';
import type { Departed } from './decisions.ts';
import type { Key } from './key.ts';
import { hashText, scramble } from './mix.ts';
import type { Overrides } from './overrides.ts';

/** Indices into `packetAspects`, for the hot path. */
export const Aspect = {
  loss: 0,
  latency: 1,
  duplicate: 2,
  reorder: 3,
  copyLatency: 4,
  copyReorder: 5,
  straggle: 6,
  corrupt: 7,
  copyCorrupt: 8,
  greyLoss: 9,
  greyDelay: 10,
  order: 11,
  copyOrder: 12,
} as const;

/** Odd constants, one per aspect, so that aspects of one packet are independent. */
const aspectWords = packetAspects.map((aspect) => hashText(aspect) | 1);

/**
 * Decisions about packets. A packet is identified by (from, to, kind, key, occurrence): call
 * `begin` for each packet in turn, then ask about it. Counted, not drawn in sequence: nothing is
 * kept per link but a count.
 */
export class PacketDecisions {
  readonly #counts = new CountTable();
  readonly #kinds = new Map<string, number>();
  #key: Key | undefined;
  #keyA = 0;
  #keyB = 0;
  readonly #names: AnchorNames;
  #overrides: Overrides;
  readonly #departed: Departed | undefined;
  /** Whether anybody asks for more than fresh draws: a plain base, an override, a list of departures. */
  #watched = false;
  #word = 0;
  #from = 0;
  #to = 0;
  #kind = '';
  #packetKey: string | undefined;
  /** How many packets like this one were begun, this one included. */
  occurrence = 0;

  constructor(options: {
    readonly key: Key | undefined;
    readonly names: AnchorNames;
    readonly overrides: Overrides;
    readonly departed: Departed | undefined;
  }) {
    this.#names = options.names;
    this.#departed = options.departed;
    this.#overrides = options.overrides;
    this.turn(options.key, options.overrides);
  }

  /** From now on this is what decides. Packets keep their count. */
  turn(key: Key | undefined, overrides: Overrides): void {
    this.#key = key;
    this.#keyA = key?.a ?? 0;
    this.#keyB = key?.b ?? 0;
    this.#overrides = overrides;
    this.#watched = key === undefined || overrides.any || this.#departed !== undefined;
  }

  /** The next packet. */
  begin(from: NodeId, to: NodeId, kind: string, key: string | undefined): void {
    let what = this.#kinds.get(kind);
    if (what === undefined) {
      what = hashText(kind);
      this.#kinds.set(kind, what);
    }
    if (key !== undefined) what = scramble(what ^ hashText(key));
    const occurrence = this.#counts.next(from, to, what);
    this.#word = scramble(
      scramble(scramble(this.#keyA ^ Math.imul(from, 0x9e3779b1)) ^ to ^ what) ^ this.#keyB ^ occurrence,
    );
    this.occurrence = occurrence;
    this.#from = from;
    this.#to = to;
    this.#kind = kind;
    this.#packetKey = key;
  }

  /** The unsigned 32-bit word of one aspect of the packet. Meaningless on a plain base. */
  word(aspect: number): number {
    return scramble(this.#word ^ (aspectWords[aspect] as number)) >>> 0;
  }

  /** The decision about one aspect: `drawn` is what the caller makes of `word(aspect)`. */
  settle(aspect: number, plain: number, drawn: number): number {
    return this.#watched ? this.#settleWatched(aspect, plain, drawn) : drawn;
  }

  /** The packet's stable name. */
  anchor(): string {
    return packetAnchor(this.#names(this.#from), this.#names(this.#to), this.#kind, this.#packetKey, this.occurrence);
  }

  #settleWatched(aspect: number, plain: number, drawn: number): number {
    let value = this.#key === undefined ? plain : drawn;
    if (this.#overrides.any || (value !== plain && this.#departed !== undefined)) {
      const anchor = `${this.anchor()} ${packetAspects[aspect]}`;
      value = this.#overrides.at(anchor) ?? value;
      if (this.#departed !== undefined && (value !== plain || this.#overrides.isException(anchor))) {
        this.#departed({ anchor, family: this.#overrides.familyFor(anchor), value, plain });
      }
    }
    return value;
  }
}
