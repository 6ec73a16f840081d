import type { AnchorNames } from './anchor.ts';
import { type Key, keyOf } from './key.ts';
import { hashText, scramble } from './mix.ts';
import { PacketDecisions } from './packets.ts';
import type { Schedule } from './schedule.ts';

/** A decision that departs from plain. */
export interface Departure {
  readonly anchor: string;
  readonly value: number;
  readonly plain: number;
}

/**
 * The one door for chance in a run. A decision is an integer, asked for by its anchor; its value
 * depends on the schedule and the anchor alone, never on what else was asked.
 */
export class Decisions {
  /** For the fate of packets, which are too many to spell out every anchor. */
  readonly packets: PacketDecisions;
  /** What departed from plain, in order of asking; undefined unless recording. */
  readonly departures: Departure[] | undefined;
  readonly #key: Key | undefined;
  readonly #overrides: ReadonlyMap<string, number>;

  constructor(schedule: Schedule, options: { readonly names: AnchorNames; readonly record?: boolean }) {
    const seed = schedule.base === 'plain' ? undefined : schedule.base.seed;
    this.#key = seed === undefined ? undefined : keyOf(seed, 'decisions');
    this.#overrides = new Map(schedule.overrides.map(({ at, value }) => [at, value]));
    this.departures = options.record === true ? [] : undefined;
    this.packets = new PacketDecisions({
      key: seed === undefined ? undefined : keyOf(seed, 'packets'),
      names: options.names,
      overrides: this.#overrides,
      departures: this.departures,
    });
  }

  /**
   * The value at `anchor`: the override, or what `draw` makes of an unsigned 32-bit word, or
   * `plain` on a plain base. Asking twice gives the same value; ask once, so that it is listed once.
   */
  decide(anchor: string, plain: number, draw: (word: number) => number): number {
    // To look an anchor up costs more than to draw: most runs have no overrides.
    let value = this.#overrides.size === 0 ? undefined : this.#overrides.get(anchor);
    if (value === undefined) {
      value = this.#key === undefined ? plain : draw(wordAt(this.#key, anchor));
    }
    if (value !== plain) this.departures?.push({ anchor, value, plain });
    return value;
  }
}

/** A word that depends on the anchor alone: for decisions whose plain value must still differ from anchor to anchor. */
export function plainWord(anchor: string): number {
  return wordAt(plainKey, anchor);
}

const plainKey: Key = { a: 0x243f6a88, b: 0x13198a2e };

/** The unsigned 32-bit word of a spelled-out anchor under a key. */
function wordAt(key: Key, anchor: string): number {
  return scramble(scramble(key.a ^ hashText(anchor)) ^ key.b) >>> 0;
}
