/** A write that took effect in the cache. */
export interface CachedWrite {
  readonly anchor: string;
  readonly firstSector: number;
  /** The sector in which the device puts the first one: another, where the write is misdirected. */
  readonly landsAt: number;
}

/**
 * Which sectors of a file the cache holds and the platter does not, and the last write to each. One
 * place for each sector of the file: a log that is rewritten at boot has thousands of them.
 */
export class UnsyncedSectors {
  readonly #writes: (CachedWrite | undefined)[] = [];
  #count = 0;
  /** Where the unsynced ones lie: from here (inclusive) to there (exclusive). */
  #from = 0;
  #to = 0;

  /** The last write to a sector; undefined where it is synced, or was never written. */
  get(sector: number): CachedWrite | undefined {
    return this.#writes[sector];
  }

  set(sector: number, write: CachedWrite): void {
    const writes = this.#writes;
    while (writes.length <= sector) writes.push(undefined);
    if (this.#count === 0) this.#from = this.#to = sector;
    if (writes[sector] === undefined) this.#count++;
    writes[sector] = write;
    if (sector < this.#from) this.#from = sector;
    if (sector >= this.#to) this.#to = sector + 1;
  }

  delete(sector: number): void {
    if (this.#writes[sector] === undefined) return;
    this.#writes[sector] = undefined;
    this.#count--;
  }

  /** Forgets all sectors from `from` on. */
  cut(from: number): void {
    for (let sector = Math.max(from, this.#from); sector < this.#to; sector++) this.delete(sector);
  }

  /** All of them, ascending. */
  all(): number[] {
    const sectors: number[] = [];
    if (this.#count === 0) return sectors;
    for (let sector = this.#from; sector < this.#to; sector++) {
      if (this.#writes[sector] !== undefined) sectors.push(sector);
    }
    return sectors;
  }
}
