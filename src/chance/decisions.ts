import type { NodeId } from '../contract/index.ts';
import type { AnchorNames } from './anchor.ts';
import { type Key, keyOf } from './key.ts';
import { hashText, scramble } from './mix.ts';
import { type Named, Overrides } from './overrides.ts';
import { PacketDecisions } from './packets.ts';
import type { Schedule } from './schedule.ts';

/** A decision that departs from plain, or from what was decided for its family. One that is about a node has its name as value; plain 0 means nobody. */
export interface Departure {
  readonly anchor: string;
  /** The family for which it was taken; undefined for one taken by itself. */
  readonly family?: string | undefined;
  readonly value: number | string;
  readonly plain: number;
  /** When it was asked, in virtual time. */
  readonly atUs: number;
}

/** Takes note of a departure that is made just now. */
export type Departed = (departure: Omit<Departure, 'atUs'>) => void;

/**
 * The one door for chance in a run. A decision is an integer, asked for by its anchor; its value
 * depends on the schedule and the anchor alone, never on what else was asked.
 */
export class Decisions {
  /** For the fate of packets, which are too many to spell out every anchor. */
  readonly packets: PacketDecisions;
  /** What departed from plain, in order of asking; undefined unless recording. */
  readonly departures: Departure[] | undefined;
  /**
   * What was no matter of chance but of the state that the run was in, as decisions that would have
   * come out alike: whoever led was struck. Undefined unless recording.
   */
  readonly circumstances: Departure[] | undefined;
  #key: Key | undefined;
  #overrides: Overrides;
  readonly #names: AnchorNames;
  readonly #nowUs: () => number;
  readonly #departed: Departed | undefined;

  /** An override that names a node which `named` does not know is none. `nowUs` is for what is recorded. */
  constructor(
    schedule: Schedule,
    options: {
      readonly names: AnchorNames;
      readonly named?: Named;
      readonly record?: boolean;
      readonly nowUs?: () => number;
    },
  ) {
    const seed = schedule.base === 'plain' ? undefined : schedule.base.seed;
    this.#key = seed === undefined ? undefined : keyOf(seed, 'decisions');
    this.#names = options.names;
    this.#overrides = new Overrides(schedule.overrides, options.named);
    this.departures = options.record === true ? [] : undefined;
    this.circumstances = options.record === true ? [] : undefined;
    this.#nowUs = options.nowUs ?? (() => 0);
    const { departures } = this;
    // What was decided for a family is no longer so once the schedule has no say.
    const isFamily = schedule.turn === undefined;
    this.#departed =
      departures &&
      (({ family, ...made }) =>
        departures.push({ ...made, family: isFamily ? family : undefined, atUs: this.#nowUs() }));
    this.packets = new PacketDecisions({
      key: seed === undefined ? undefined : keyOf(seed, 'packets'),
      names: options.names,
      overrides: this.#overrides,
      departed: this.#departed,
    });
  }

  /** From now on this seed decides, and nothing else. What was decided stays so. */
  turn(seed: string): void {
    this.#key = keyOf(seed, 'decisions');
    this.#overrides = new Overrides([]);
    this.packets.turn(keyOf(seed, 'packets'), this.#overrides);
  }

  /**
   * The value at `anchor`: the override, or what `draw` makes of an unsigned 32-bit word, or
   * `plain` on a plain base. Asking twice gives the same value; ask once, so that it is listed once.
   */
  decide(anchor: string, plain: number, draw: (word: number) => number): number {
    const value = this.#valueAt(anchor, plain, draw);
    if (this.#departed !== undefined && (value !== plain || this.#overrides.isException(anchor))) {
      this.#departed({ anchor, family: this.#overrides.familyFor(anchor), value, plain });
    }
    return value;
  }

  /** A decision about which node; plain: none, told as 0. */
  decideNode(anchor: string, draw: (word: number) => NodeId): NodeId {
    const value = this.#valueAt(anchor, 0, draw);
    if (value !== 0) this.#departed?.({ anchor, value: this.#names(value), plain: 0 });
    return value;
  }

  /** State, and not chance, made it this node where `anchor` would have been asked. */
  settled(anchor: string, node: NodeId): void {
    this.circumstances?.push({ anchor, value: this.#names(node), plain: 0, atUs: this.#nowUs() });
  }

  #valueAt(anchor: string, plain: number, draw: (word: number) => number): number {
    // To look an anchor up costs more than to draw: most runs have no overrides.
    const told = this.#overrides.any ? this.#overrides.at(anchor) : undefined;
    if (told !== undefined) return told;
    return this.#key === undefined ? plain : draw(wordAt(this.#key, anchor));
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
