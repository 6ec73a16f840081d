/**
 * One file of a simulated disk, whatever it is called: what the cache holds and what the platter
 * holds, in sectors. A sector is atomic: at a power loss an unsynced one is what it was when last
 * synced or what it is in the cache, never a mixture and nothing in between. A truncation is kept
 * or lost by itself; what was written past it, before it, does not come back. Left out: the cache
 * writing back on its own, which differs from a kept sector in nothing that shows.
 */
import { DiskContent } from './disk-content.ts';
import type { PowerLoss } from './disk-world.ts';

/** A write that took effect in the cache: its anchor, and the first sector it touches. */
interface CachedWrite {
  readonly anchor: string;
  readonly firstSector: number;
}

interface CachedTruncation {
  readonly anchor: string;
  readonly size: number;
}

/** What goes from the cache to the platter: truncations in order, then whole sectors. */
interface Transfer {
  readonly truncations: readonly CachedTruncation[];
  /** By ascending sector. */
  readonly sectors: readonly { readonly sector: number; readonly write: CachedWrite; readonly bytes: Uint8Array }[];
  /** The file's size after all of it. */
  readonly size: number;
}

/** What a sync found in the cache when it was issued. */
export interface Capture extends Transfer {
  /** Captures of a file count from 1. */
  readonly nth: number;
}

/** Arguments of `DiskReader.changed`, but for the name. */
export interface DurableChange {
  readonly from: number;
  readonly to: number;
  readonly bytes: Uint8Array;
}

/** See the head of this file. */
export class DiskFile {
  /** The name under which the platter knows it. */
  durableName: string | undefined;
  readonly #sectorBytes: number;
  readonly #durable: DiskContent;
  #current: DiskContent;
  /** The last write to each unsynced sector. Invariant: each begins below the current size. */
  readonly #dirty = new Map<number, CachedWrite>();
  /** Unsynced, in order. */
  #truncations: readonly CachedTruncation[] = [];
  #captures = 0;
  #settled = 0;

  /** A file whose `initial` bytes are durable. */
  constructor(sectorBytes: number, initial: Uint8Array) {
    this.#sectorBytes = sectorBytes;
    this.#durable = new DiskContent(initial);
    this.#current = new DiskContent(initial);
  }

  /** In the cache. */
  get size(): number {
    return this.#current.size;
  }

  /** A copy of what the cache holds; the range lies within the size. */
  read(offset: number, length: number): Uint8Array {
    return this.#current.read(offset, offset + length);
  }

  /** All that the platter holds, as a change of an empty file. */
  whole(): DurableChange {
    const to = this.#durable.size;
    return { from: 0, to, bytes: this.#durable.read(0, to) };
  }

  /** In the cache. `anchor` names the operation. */
  write(offset: number, bytes: Uint8Array, anchor: string): void {
    if (bytes.length === 0) return;
    this.#current.write(offset, bytes);
    const firstSector = Math.floor(offset / this.#sectorBytes);
    const write = { anchor, firstSector };
    const end = offset + bytes.length;
    for (let sector = firstSector; sector * this.#sectorBytes < end; sector++) this.#dirty.set(sector, write);
  }

  /** In the cache. `anchor` names the operation. */
  truncate(size: number, anchor: string): void {
    if (size === this.#current.size) return;
    this.#current.resize(size);
    this.#truncations = [...this.#truncations, { anchor, size }];
    for (const sector of this.#dirty.keys()) {
      if (sector * this.#sectorBytes >= size) this.#dirty.delete(sector);
    }
  }

  /** What a sync issued now is to make durable. */
  capture(): Capture {
    this.#captures++;
    const sectors = this.#dirtySectors().map((sector) => this.#cached(sector));
    return { nth: this.#captures, truncations: this.#truncations, sectors, size: this.#current.size };
  }

  /**
   * Makes a capture durable, and nothing that came after it. A later capture that is durable
   * already has brought all of an earlier one, or what replaced it.
   */
  settle(capture: Capture): readonly DurableChange[] {
    if (capture.nth < this.#settled) return [];
    this.#settled = capture.nth;
    for (const { sector, write } of capture.sectors) {
      if (this.#dirty.get(sector) === write) this.#dirty.delete(sector);
    }
    const synced = new Set(capture.truncations);
    this.#truncations = this.#truncations.filter((truncation) => !synced.has(truncation));
    return this.#transfer(capture);
  }

  /** Keeps or loses each unsynced change; then cache and platter are the same again. */
  losePower(loss: PowerLoss): readonly DurableChange[] {
    const truncations = this.#truncations.filter(({ anchor }) => loss.keep(`${anchor} kept`));
    const sectors = this.#keptSectors(loss);
    let size = truncations.at(-1)?.size ?? this.#durable.size;
    for (const { sector } of sectors) {
      size = Math.max(size, Math.min((sector + 1) * this.#sectorBytes, this.#current.size));
    }
    const changes = this.#transfer({ truncations, sectors, size });
    this.#dirty.clear();
    this.#truncations = [];
    this.#current = new DiskContent(this.#durable.read(0, this.#durable.size));
    return changes;
  }

  #keptSectors(loss: PowerLoss): Transfer['sectors'] {
    const kept = [];
    const keptWrites = new Set<CachedWrite>();
    const lostWrites = new Set<CachedWrite>();
    for (const sector of this.#dirtySectors()) {
      const cached = this.#cached(sector);
      const nth = sector - cached.write.firstSector + 1;
      if (loss.keep(`${cached.write.anchor} sector ${nth} kept`)) {
        kept.push(cached);
        keptWrites.add(cached.write);
        loss.count('kept-sector');
      } else {
        lostWrites.add(cached.write);
        loss.count('lost-sector');
      }
    }
    for (const write of keptWrites) if (lostWrites.has(write)) loss.count('torn-write');
    return kept;
  }

  /** Brings a transfer to the platter and says which durable bytes are new. */
  #transfer({ truncations, sectors, size }: Transfer): readonly DurableChange[] {
    const before = this.#durable.size;
    const low = truncations.reduce((least, truncation) => Math.min(least, truncation.size), before);
    const ranges = this.#touched(sectors, low, Math.max(before, size));
    const old = ranges.map(({ from, to }) => this.#durable.read(from, Math.min(to, before)));
    this.#durable.resize(low);
    this.#durable.resize(size);
    for (const { sector, bytes } of sectors) {
      const offset = sector * this.#sectorBytes;
      this.#durable.write(offset, bytes.subarray(0, size - offset));
    }
    const changes: DurableChange[] = [];
    for (const [i, { from, to }] of ranges.entries()) {
      const change = difference(from, to, old[i]!, this.#durable.read(from, Math.min(to, size)));
      if (change !== undefined) changes.push(change);
    }
    return changes;
  }

  /** The sectors and everything from `low` to `end`, as ascending ranges that do not meet. */
  #touched(sectors: Transfer['sectors'], low: number, end: number): { from: number; to: number }[] {
    const ranges: { from: number; to: number }[] = [];
    const add = (from: number, to: number) => {
      const last = ranges.at(-1);
      if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
      else ranges.push({ from, to });
    };
    for (const { sector } of sectors) {
      const from = sector * this.#sectorBytes;
      if (from < low) add(from, Math.min(from + this.#sectorBytes, end));
    }
    if (low < end) add(low, end);
    return ranges;
  }

  /** The whole sector as the cache holds it, zeros past the end included. */
  #cached(sector: number): Transfer['sectors'][number] {
    const from = sector * this.#sectorBytes;
    return { sector, write: this.#dirty.get(sector)!, bytes: this.#current.read(from, from + this.#sectorBytes) };
  }

  #dirtySectors(): number[] {
    return [...this.#dirty.keys()].sort((a, b) => a - b);
  }
}

/**
 * The change that makes `now` of `old`, both beginning at `from`, without what they share at
 * either end, so that an append shows as an append. Undefined where they are equal.
 */
function difference(from: number, to: number, old: Uint8Array, now: Uint8Array): DurableChange | undefined {
  const shared = Math.min(old.length, now.length);
  let begin = 0;
  while (begin < shared && old[begin] === now[begin]) begin++;
  if (old.length !== now.length) return { from: from + begin, to, bytes: now.slice(begin) };
  if (begin === now.length) return undefined;
  let end = now.length;
  while (old[end - 1] === now[end - 1]) end--;
  return { from: from + begin, to: from + end, bytes: now.slice(begin, end) };
}
