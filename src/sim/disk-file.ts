/**
 * One file of a simulated disk, whatever it is called: what the cache holds and what the platter
 * holds, in sectors. A sector is atomic unless the disk tears them: at a power loss an unsynced one
 * is what it was when last synced or what it is in the cache. A truncation is kept or lost by
 * itself; what was written past it, before it, does not come back. Beside the platter stands what
 * truthful syncs brought to it, which is what the world is told: the two part when bytes rot, land
 * elsewhere or are rolled back. Left out: the cache writing back on its own, which differs from a
 * kept sector in nothing that shows.
 */
import { DiskContent } from './disk-content.ts';
import { bring, type CachedTruncation, type DurableChange, type Run, type Transfer } from './disk-transfer.ts';
import type { PowerLoss } from './disk-world.ts';
import { type CachedWrite, UnsyncedSectors } from './unsynced-sectors.ts';

/** What a sync found in the cache when it was issued. */
export interface Capture extends Transfer {
  /** Captures of a file count from 1. */
  readonly nth: number;
  /** The unsynced sectors, and the last write to each. */
  readonly sectors: readonly number[];
  readonly writes: readonly (CachedWrite | undefined)[];
}

/** See the head of this file. */
export class DiskFile {
  /** The name under which the platter knows it. */
  durableName: string | undefined;
  readonly #sectorBytes: number;
  /** The platter. */
  readonly #durable: DiskContent;
  /** What truthful syncs brought; the very platter until something befalls that behind their backs. */
  #told: DiskContent;
  #current: DiskContent;
  /** The last write to each unsynced sector. Invariant: each begins below the current size. */
  readonly #dirty = new UnsyncedSectors();
  /** Unsynced, in order. */
  #truncations: readonly CachedTruncation[] = [];
  #captures = 0;
  #settled = 0;

  /** A file whose `initial` bytes are durable. */
  constructor(sectorBytes: number, initial: Uint8Array) {
    this.#sectorBytes = sectorBytes;
    this.#durable = new DiskContent(initial);
    this.#told = this.#durable;
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

  /** All that truthful syncs brought, as a change of an empty file. */
  whole(): DurableChange {
    const to = this.#told.size;
    return { from: 0, to, bytes: this.#told.read(0, to) };
  }

  /** What the platter holds. */
  platter(): Uint8Array {
    return this.#durable.read(0, this.#durable.size);
  }

  /** How many sectors of the cache no sync has brought to the platter. */
  get unsyncedSectors(): number {
    return this.#dirty.all().length;
  }

  /** How many sectors the cache holds, a broken one at the end included. */
  get sectors(): number {
    return Math.ceil(this.#current.size / this.#sectorBytes);
  }

  /**
   * In the cache. `anchor` names the operation. A write that is misdirected looks right there, and
   * is brought to the platter with its first sector at `landsAt`.
   */
  write(offset: number, bytes: Uint8Array, anchor: string, landsAt?: number): void {
    if (bytes.length === 0) return;
    this.#current.write(offset, bytes);
    const firstSector = Math.floor(offset / this.#sectorBytes);
    const write = { anchor, firstSector, landsAt: landsAt ?? firstSector };
    const end = offset + bytes.length;
    for (let sector = firstSector; sector * this.#sectorBytes < end; sector++) this.#dirty.set(sector, write);
  }

  /** In the cache. `anchor` names the operation. */
  truncate(size: number, anchor: string): void {
    if (size === this.#current.size) return;
    this.#current.resize(size);
    this.#truncations = [...this.#truncations, { anchor, size }];
    this.#dirty.cut(Math.ceil(size / this.#sectorBytes));
  }

  /** What a sync issued now is to make durable. */
  capture(): Capture {
    const sectors = this.#dirty.all();
    const writes = sectors.map((sector) => this.#dirty.get(sector));
    return {
      nth: ++this.#captures,
      truncations: this.#truncations,
      runs: this.#runsOf(sectors),
      size: this.#current.size,
      sectors,
      writes,
    };
  }

  /**
   * Makes a capture durable, and nothing that came after it. A later capture that is durable
   * already has brought all of an earlier one, or what replaced it.
   */
  settle(capture: Capture): readonly DurableChange[] {
    if (capture.nth < this.#settled) return [];
    this.#settled = capture.nth;
    this.#clean(capture);
    const { truncations } = capture;
    if (truncations.length > 0) this.#truncations = this.#truncations.filter((each) => !truncations.includes(each));
    return this.#bring(capture, capture.sectors, capture.writes);
  }

  /**
   * The sync of a capture has failed: its sectors are clean from now on and yet not on the platter
   * (fsyncgate). The cache goes on showing them, or, `evicted`, what the platter holds. The file's
   * length is kept elsewhere, so truncations stay unsynced.
   */
  abandon(capture: Capture, evicted: boolean): void {
    for (const sector of this.#clean(capture)) {
      if (!evicted) continue;
      const from = sector * this.#sectorBytes;
      this.#current.write(from, this.#durable.read(from, Math.min(from + this.#sectorBytes, this.#current.size)));
    }
  }

  /** Flips bits of a byte at rest; a sector that is not to be written anyway shows it at once. */
  rot(offset: number, bits: number): void {
    this.#part();
    const flip = (content: DiskContent): void => {
      const [byte] = content.view(offset, offset + 1);
      if (byte !== undefined) content.write(offset, Uint8Array.of(byte ^ bits));
    };
    flip(this.#durable);
    if (this.#dirty.get(Math.floor(offset / this.#sectorBytes)) === undefined) flip(this.#current);
  }

  /** The platter holds these bytes now, and nobody was told. Without power, so that there is no cache. */
  rollBack(bytes: Uint8Array): void {
    this.#part();
    this.#durable.resize(0);
    this.#durable.write(0, bytes);
    this.#current = new DiskContent(bytes);
  }

  /** Keeps or loses each unsynced change; then cache and platter are the same again. */
  losePower(loss: PowerLoss): readonly DurableChange[] {
    const truncations = this.#truncations.filter(({ anchor }) => loss.keep(`${anchor} kept`));
    const { kept, torn } = this.#keptSectors(loss);
    const writes = kept.map((sector) => this.#dirty.get(sector));
    const runs = this.#runsOf(kept);
    for (const [sector, half] of torn) this.#tear(runs, sector, half);
    let size = truncations.at(-1)?.size ?? this.#durable.size;
    for (const { from, bytes } of runs) size = Math.max(size, Math.min(from + bytes.length, this.#current.size));
    const changes = this.#bring({ truncations, runs, size }, kept, writes);
    this.#dirty.cut(0);
    this.#truncations = [];
    this.#current = new DiskContent(this.#durable.read(0, this.#durable.size));
    return changes;
  }

  /** The sectors of a capture that were not written again are dirty no more. */
  #clean(capture: Capture): number[] {
    const { sectors, writes } = capture;
    const cleaned: number[] = [];
    for (let nth = 0; nth < sectors.length; nth++) {
      const sector = sectors[nth]!;
      if (this.#dirty.get(sector) !== writes[nth]) continue;
      this.#dirty.delete(sector);
      cleaned.push(sector);
    }
    return cleaned;
  }

  /** Which unsynced sectors reach the platter, and of which only a half does. */
  #keptSectors(loss: PowerLoss): { readonly kept: number[]; readonly torn: ReadonlyMap<number, 1 | 2> } {
    const kept: number[] = [];
    const torn = new Map<number, 1 | 2>();
    const keptWrites = new Set<CachedWrite>();
    const lostWrites = new Set<CachedWrite>();
    for (const sector of this.#dirty.all()) {
      const write = this.#dirty.get(sector)!;
      const anchor = `${write.anchor} sector ${sector - write.firstSector + 1}`;
      const half = this.#sectorBytes > 1 ? loss.tears(`${anchor} torn`) : 0;
      if (half !== 0) {
        kept.push(sector);
        torn.set(sector, half);
        keptWrites.add(write);
        lostWrites.add(write);
        loss.count('torn-sector');
      } else if (loss.keep(`${anchor} kept`)) {
        kept.push(sector);
        keptWrites.add(write);
        loss.count('kept-sector');
      } else {
        lostWrites.add(write);
        loss.count('lost-sector');
      }
    }
    for (const write of keptWrites) if (lostWrites.has(write)) loss.count('torn-write');
    return { kept, torn };
  }

  /** Of a sector among the runs only the first half (1) or the second (2) is new. */
  #tear(runs: readonly Run[], sector: number, half: 1 | 2): void {
    const begin = sector * this.#sectorBytes;
    const middle = begin + Math.floor(this.#sectorBytes / 2);
    const [from, to] = half === 1 ? [middle, begin + this.#sectorBytes] : [begin, middle];
    const run = runs.find((each) => each.from <= begin && begin < each.from + each.bytes.length)!;
    run.bytes.set(this.#durable.read(from, to), from - run.from);
  }

  /** To the platter, and to what the world is told, which is where the sectors were meant to go. */
  #bring(
    transfer: Transfer,
    sectors: readonly number[],
    writes: readonly (CachedWrite | undefined)[],
  ): readonly DurableChange[] {
    const isMisdirected = writes.some((write) => write !== undefined && write.landsAt !== write.firstSector);
    if (isMisdirected) this.#part();
    const changes = bring(this.#told, transfer);
    if (this.#told === this.#durable) return changes;
    bring(
      this.#durable,
      isMisdirected ? { ...transfer, runs: this.#landed(transfer.runs, sectors, writes) } : transfer,
    );
    return changes;
  }

  /** The sectors of the runs where the device puts them. */
  #landed(
    runs: readonly Run[],
    sectors: readonly number[],
    writes: readonly (CachedWrite | undefined)[],
  ): readonly Run[] {
    const landed = new Map<number, Uint8Array>();
    for (const [nth, sector] of sectors.entries()) {
      const from = sector * this.#sectorBytes;
      const run = runs.find((each) => each.from <= from && from < each.from + each.bytes.length)!;
      const bytes = run.bytes.subarray(from - run.from, from - run.from + this.#sectorBytes);
      const write = writes[nth];
      landed.set(write === undefined ? sector : sector - write.firstSector + write.landsAt, bytes);
    }
    const inOrder = [...landed].sort(([a], [b]) => a - b);
    return inOrder.map(([sector, bytes]) => ({ from: sector * this.#sectorBytes, bytes }));
  }

  /** From now on the platter is another matter than what the world is told. */
  #part(): void {
    if (this.#told === this.#durable) this.#told = new DiskContent(this.#durable.read(0, this.#durable.size));
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
}
