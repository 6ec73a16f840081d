/**
 * What goes wrong on a disk by itself, act by act, for as long as faults last. Each question is a
 * decision under the anchor of the act, and is asked only where the disk does such things at all.
 */
import { below, strikes } from '../chance/index.ts';
import type { Disk } from '../contract/index.ts';
import type { DiskWorld } from './disk-world.ts';

/** How often, in parts per million. */
export interface DiskFaults {
  /** Of reads, of sizes and lists too: an error. */
  readonly failReadPpm: number;
  /** Of writes, truncations, renames and removals: an error, whether they were done or not. */
  readonly failWritePpm: number;
  /** Of syncs: an error, and what was to be synced is gone from all but the cache. */
  readonly failSyncPpm: number;
  /** Of syncs: said to be done, and not. */
  readonly liePpm: number;
  /** Of writes: their sectors go to another place of the file. */
  readonly misdirectPpm: number;
  /** Of unsynced sectors at a power loss: half of it is new. */
  readonly tearPpm: number;
}

export const noFaults: DiskFaults = {
  failReadPpm: 0,
  failWritePpm: 0,
  failSyncPpm: 0,
  liePpm: 0,
  misdirectPpm: 0,
  tearPpm: 0,
};

type Kind = 'read' | 'write' | 'sync';

const kinds: Readonly<Record<keyof Disk, Kind>> = {
  list: 'read',
  size: 'read',
  read: 'read',
  write: 'write',
  truncate: 'write',
  rename: 'write',
  remove: 'write',
  sync: 'sync',
  syncDirectory: 'sync',
};

/** See the head of this file. */
export class Mishaps {
  readonly #world: DiskWorld;
  #faults: DiskFaults;

  constructor(faults: DiskFaults, world: DiskWorld) {
    this.#faults = faults;
    this.#world = world;
  }

  /** From now on nothing goes wrong. */
  calm(): void {
    this.#faults = noFaults;
  }

  /** `ANCHOR failure`: 0, or which of two ways it fails: see `Operation.fail`. */
  failure(operation: keyof Disk, anchor: string): 0 | 1 | 2 {
    const kind = kinds[operation];
    const { failReadPpm, failWritePpm, failSyncPpm } = this.#faults;
    const ppm = kind === 'read' ? failReadPpm : kind === 'write' ? failWritePpm : failSyncPpm;
    const way = this.#way(`${anchor} failure`, ppm);
    if (way !== 0) this.#world.count(`failed-${kind}`);
    return way;
  }

  /** `ANCHOR lie`: whether a sync does nothing and says that it did. */
  lies(anchor: string): boolean {
    const { liePpm } = this.#faults;
    if (liePpm === 0) return false;
    if (this.#world.decide(`${anchor} lie`, 0, (word) => (strikes(word, liePpm) ? 1 : 0)) === 0) return false;
    this.#world.count('lying-sync');
    this.#world.damaged('lying-sync');
    return true;
  }

  /** `ANCHOR misdirected`: 0, or one more than the sector, of so many, where a write lands that is meant for `own`. */
  misdirects(anchor: string, own: number, sectors: number): number | undefined {
    const { misdirectPpm } = this.#faults;
    if (misdirectPpm === 0 || sectors === 0) return undefined;
    const place = this.#world.decide(`${anchor} misdirected`, 0, (word) =>
      strikes(word, misdirectPpm) ? 1 + below(Math.imul(word, 0x9e3779b1) >>> 0, sectors) : 0,
    );
    if (place === 0 || place === own + 1) return undefined;
    this.#world.count('misdirected-write');
    this.#world.damaged('misdirected-write');
    return place - 1;
  }

  /** `ANCHOR`: whether a sector is torn, 1 or 2 saying which half of it is new. */
  tears(anchor: string): 0 | 1 | 2 {
    return this.#way(anchor, this.#faults.tearPpm);
  }

  /** A write found the disk full. */
  refused(): void {
    this.#world.count('refused-write');
  }

  #way(anchor: string, ppm: number): 0 | 1 | 2 {
    if (ppm === 0) return 0;
    const way = this.#world.decide(anchor, 0, (word) => (strikes(word, ppm) ? 1 + (word & 1) : 0));
    return way === 1 || way === 2 ? way : 0;
  }
}
