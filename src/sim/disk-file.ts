/**
 * One file of a simulated disk, whatever it is called: what the cache holds and what the platter
 * holds, in sectors. A sector is atomic: at a power loss an unsynced one is what it was when last
 * synced or what it is in the cache, never a mixture and nothing in between. A truncation is kept
 * or lost by itself; what was written past it, before it, does not come back. Left out: the cache
 * writing back on its own, which differs from a kept sector in nothing that shows.
 */
import { newBytes } from '../bytes/index.ts';
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

/** Neighbouring sectors as the cache holds them, zeros past the end included. */
interface Run {
  readonly from: number;
  readonly bytes: Uint8Array;
}

/** What goes from the cache to the platter: truncations in order, then whole sectors. */
interface Transfer {
  readonly truncations: readonly CachedTruncation[];
  /** Ascending; no two of them meet. */
  readonly runs: readonly Run[];
  /** The file's size after all of it. */
  readonly size: number;
}

/** What a sync found in the cache when it was issued. */
export interface Capture extends Transfer {
  /** Captures of a file count from 1. */
  readonly nth: number;
  /** The unsynced sectors, and the last write to each. */
  readonly sectors: readonly number[];
  readonly writes: readonly (CachedWrite | undefined)[];
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
    const sectors = this.#dirtySectors();
    return {
      nth: this.#captures,
      truncations: this.#truncations,
      sectors,
      writes: sectors.map((sector) => this.#dirty.get(sector)),
      runs: this.#runsOf(sectors),
      size: this.#current.size,
    };
  }

  /**
   * Makes a capture durable, and nothing that came after it. A later capture that is durable
   * already has brought all of an earlier one, or what replaced it.
   */
  settle(capture: Capture): readonly DurableChange[] {
    if (capture.nth < this.#settled) return [];
    this.#settled = capture.nth;
    for (const [nth, sector] of capture.sectors.entries()) {
      if (this.#dirty.get(sector) === capture.writes[nth]) this.#dirty.delete(sector);
    }
    if (capture.truncations.length > 0) {
      const synced = new Set(capture.truncations);
      this.#truncations = this.#truncations.filter((truncation) => !synced.has(truncation));
    }
    return this.#transfer(capture);
  }

  /** Keeps or loses each unsynced change; then cache and platter are the same again. */
  losePower(loss: PowerLoss): readonly DurableChange[] {
    const truncations = this.#truncations.filter(({ anchor }) => loss.keep(`${anchor} kept`));
    const runs = this.#runsOf(this.#keptSectors(loss));
    let size = truncations.at(-1)?.size ?? this.#durable.size;
    for (const { from, bytes } of runs) size = Math.max(size, Math.min(from + bytes.length, this.#current.size));
    const changes = this.#transfer({ truncations, runs, size });
    this.#dirty.clear();
    this.#truncations = [];
    this.#current = new DiskContent(this.#durable.read(0, this.#durable.size));
    return changes;
  }

  #keptSectors(loss: PowerLoss): number[] {
    const kept: number[] = [];
    const keptWrites = new Set<CachedWrite>();
    const lostWrites = new Set<CachedWrite>();
    for (const sector of this.#dirtySectors()) {
      const write = this.#dirty.get(sector)!;
      const nth = sector - write.firstSector + 1;
      if (loss.keep(`${write.anchor} sector ${nth} kept`)) {
        kept.push(sector);
        keptWrites.add(write);
        loss.count('kept-sector');
      } else {
        lostWrites.add(write);
        loss.count('lost-sector');
      }
    }
    for (const write of keptWrites) if (lostWrites.has(write)) loss.count('torn-write');
    return kept;
  }

  /** Brings a transfer to the platter and says which durable bytes are new. */
  #transfer({ truncations, runs, size }: Transfer): readonly DurableChange[] {
    const before = this.#durable.size;
    const low = truncations.reduce((least, truncation) => Math.min(least, truncation.size), before);
    const changes: DurableChange[] = [];
    const targets = touched(runs, low, Math.max(before, size)).map(({ from, to }) => {
      const bytes = this.#target(runs, { from, to: Math.max(from, Math.min(to, size)) }, low);
      const change = difference(from, to, this.#durable.view(from, to), bytes);
      if (change !== undefined) changes.push(change);
      return { from, bytes };
    });
    this.#durable.resize(low);
    this.#durable.resize(size);
    for (const { from, bytes } of targets) this.#durable.write(from, bytes);
    return changes;
  }

  /** What the platter is to hold in a range: the runs, and beside them what it held below `low`, and zeros. */
  #target(runs: readonly Run[], { from, to }: { from: number; to: number }, low: number): Uint8Array {
    for (const run of runs) {
      if (run.from <= from && to <= run.from + run.bytes.length)
        return run.bytes.subarray(from - run.from, to - run.from);
    }
    const bytes = newBytes(to - from);
    bytes.set(this.#durable.view(from, Math.min(to, low)));
    for (const run of runs) {
      if (run.from < from || run.from >= to) continue;
      bytes.set(run.bytes.subarray(0, to - run.from), run.from - from);
    }
    return bytes;
  }

  /** Unsynced sectors, which are given in order, as the cache holds them. */
  #runsOf(sectors: readonly number[]): Run[] {
    const runs: Run[] = [];
    let first = 0;
    for (let next = 1; next <= sectors.length; next++) {
      if (sectors[next] === sectors[next - 1]! + 1) continue;
      const from = sectors[first]! * this.#sectorBytes;
      runs.push({ from, bytes: this.#current.read(from, (sectors[next - 1]! + 1) * this.#sectorBytes) });
      first = next;
    }
    return runs;
  }

  #dirtySectors(): number[] {
    const sectors: number[] = [];
    let isSorted = true;
    for (const sector of this.#dirty.keys()) {
      isSorted &&= sectors.length === 0 || sectors.at(-1)! < sector;
      sectors.push(sector);
    }
    return isSorted ? sectors : sectors.sort((a, b) => a - b);
  }
}

/** The runs and everything from `low` to `end`, as ascending ranges that do not meet. */
function touched(runs: readonly Run[], low: number, end: number): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  const add = (from: number, to: number) => {
    const last = ranges.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else ranges.push({ from, to });
  };
  for (const { from, bytes } of runs) if (from < low) add(from, Math.min(from + bytes.length, end));
  if (low < end) add(low, end);
  return ranges;
}

/**
 * The change that makes `now` of `old`, both beginning at `from`, without what they share at
 * either end, so that an append shows as an append. Undefined where they are equal.
 */
function difference(from: number, to: number, old: Uint8Array, now: Uint8Array): DurableChange | undefined {
  const shared = Math.min(old.length, now.length);
  let begin = 0;
  while (begin < shared && old[begin] === now[begin]) begin++;
  if (old.length !== now.length) return { from: from + begin, to, bytes: now.subarray(begin) };
  if (begin === now.length) return undefined;
  let end = now.length;
  while (old[end - 1] === now[end - 1]) end--;
  return { from: from + begin, to: from + end, bytes: now.subarray(begin, end) };
}
