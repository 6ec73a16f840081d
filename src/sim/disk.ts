/**
 * A node's disk: files by name behind a write-back cache. What an operation does, it does when it
 * completes, and first of all to the cache; syncs bring it to the platter. A crash of the process
 * leaves the cache alone and settles what was in flight; a power loss takes the cache too, but for
 * what chance had already brought to the platter, sector by sector and name by name. The plain
 * outcome is that nothing is lost, so that a shrunk story lists the losses that matter. What else a
 * disk does wrong it does by itself, act by act (see `disk-mishaps.ts`), or when it is struck.
 */
import { below } from '../chance/index.ts';
import type { Disk } from '../contract/index.ts';
import { DiskDirectory } from './disk-directory.ts';
import { DurableFeed } from './disk-feed.ts';
import { DiskFile } from './disk-file.ts';
import { type DiskFaults, Mishaps, noFaults } from './disk-mishaps.ts';
import { DiskOperations } from './disk-operations.ts';
import { type DiskParts, DiskPort } from './disk-port.ts';
import type { DiskWorld, PowerLoss } from './disk-world.ts';
import { FileNames } from './file-names.ts';
import type { LatencyShape } from './latency.ts';

export type { DiskWorld } from './disk-world.ts';

/** What kind of device it is. */
export interface DiskModel {
  /** One write. A read takes half of a draw, a sync ten times as long, everything else as long. */
  readonly shape: LatencyShape;
  /** What is kept or lost as one. */
  readonly sectorBytes: number;
  /** What goes wrong by itself; the default is nothing. */
  readonly faults?: DiskFaults;
}

/** Which bytes of a file may rot: all of them, or all but those that the last sync of its class brought. */
export interface Resting {
  readonly file: string;
  readonly sparesLastBatch: boolean;
}

/** What of a disk a power loss can take. */
export interface Unsynced {
  /** Files with sectors, or a name, that no sync has brought to the platter; by name in the cache, sorted. */
  readonly files: readonly { readonly file: string; readonly sectors: number }[];
  /** Writes, syncs and other changes that were asked for and have not taken effect. */
  readonly underWay: number;
}

/**
 * The disk of one node, over all its incarnations.
 *
 * Anchors; values are 1 or 0 where nothing else is said:
 *
 * - `write s2 log-# #17 latency`: how long the 17th write to a file of that class takes, in microseconds
 * - `write s2 log-# #17 order`: how often its completion yields to what else is due in its microsecond
 * - `write s2 log-# #17 landed`: whether it took effect, being in flight at a crash
 * - `write s2 log-# #17 sector 2 kept`: whether the second sector it touched survives a power loss
 * - `truncate s2 log-# #3 kept`: whether the truncation does
 * - `write s2 log-# #17 name kept`, and so for `rename` and `remove`: whether the change of names does
 * - `write s2 log-# #17 sector 2 torn`: 0, or which half of the sector alone survives (1, 2)
 * - `write s2 log-# #17 failure`, and so for every act: 0, or how it fails; a write with nothing done
 *   (1) or done (2), a sync with the cache kept (1) or emptied (2) of what it did not bring
 * - `sync s2 log-# #5 lie`: whether it brings nothing, and says that it did
 * - `write s2 log-# #17 misdirected`: 0, or one more than the sector of the file where it lands
 */
export class SimDisk {
  readonly #node: string;
  readonly #model: DiskModel;
  readonly #world: DiskWorld;
  /** Made at first use: in a room of 100,000 most clients never touch their disk. */
  #made: DiskParts | undefined;
  /** Whether everything on it is gone for good. */
  isWiped = false;

  /** `node` is a name. `initial` is durable, and announced here and now. */
  constructor(options: {
    readonly node: string;
    readonly model: DiskModel;
    readonly world: DiskWorld;
    readonly initial?: ReadonlyMap<string, Uint8Array> | undefined;
  }) {
    this.#node = options.node;
    this.#model = options.model;
    this.#world = options.world;
    for (const [name, bytes] of options.initial ?? []) this.#format(name, bytes);
  }

  /** The disk for one incarnation of the node's process, which alone calls it. */
  port(incarnation: number): Disk {
    return new DiskPort(() => this.#parts(), incarnation);
  }

  /** The process is gone: what is in flight takes effect or does not. No operation is answered any more. */
  crash(): void {
    this.#made?.operations.crash();
  }

  /** The process, if there is one, and the cache are gone: each unsynced change is kept or lost. */
  losePower(): void {
    if (this.#made === undefined) return;
    const { operations, directory, feed } = this.#made;
    operations.crash();
    const { mishaps } = this.#made;
    const loss: PowerLoss = {
      tears: (anchor) => mishaps.tears(anchor),
      keep: (anchor) => this.#world.decide(anchor, 1, (word) => below(word, 2)) === 1,
      count: (counter) => this.#world.count(counter),
    };
    const names = directory.losePower(loss);
    // A file with a new name is told whole, when all its sectors have met their fate.
    for (const [name, file] of directory.durable()) {
      const changes = file.losePower(loss);
      if (!names.given.has(name)) feed.changed(file, changes);
    }
    feed.renamed(names);
  }

  /** Everything is gone, what was in flight too. Readers of what was once durable are told nothing. */
  wipe(): void {
    this.#made?.operations.abandon();
    this.#made = undefined;
    this.isWiped = true;
    this.#world.damaged('wipe');
  }

  /** All that the platter holds, by durable name. */
  durable(): ReadonlyMap<string, Uint8Array> {
    const files = [...(this.#made?.directory.durable() ?? [])];
    return new Map(files.map(([name, file]) => [name, file.whole().bytes]));
  }

  /** What no sync has brought to the platter yet. */
  unsynced(): Unsynced {
    if (this.#made === undefined) return { files: [], underWay: 0 };
    const { directory, operations } = this.#made;
    const files = [...directory.cached()]
      .map(([name, file]) => ({ file: name, sectors: file.unsyncedSectors, isNamed: file.durableName === name }))
      .filter(({ sectors, isNamed }) => sectors > 0 || !isNamed)
      .map(({ file, sectors }) => ({ file, sectors }))
      .sort((a, b) => (a.file < b.file ? -1 : 1));
    return { files, underWay: operations.changesUnderWay };
  }

  /** From now on nothing goes wrong by itself, and what was struck works again. */
  heal(): void {
    if (this.#made === undefined && this.#model.faults === undefined) return;
    const parts = this.#parts();
    parts.mishaps.calm();
    parts.isFull = false;
    parts.operations.goOn();
  }

  /** Nothing completes until `goOn`. */
  stall(): void {
    this.#parts().operations.stall();
  }

  goOn(): void {
    this.#parts().operations.goOn();
  }

  /** Whether there is no room for files to grow. */
  fill(isFull: boolean): void {
    this.#parts().isFull = isFull;
  }

  /** The names that the platter knows, sorted. */
  files(): readonly string[] {
    return [...this.#parts().directory.durable().keys()].sort();
  }

  /** How many bytes of a file may rot. */
  restingBytes(resting: Resting): number {
    return this.#resting(resting).reduce((bytes, { length }) => bytes + length, 0);
  }

  /** Flips bits of the nth byte, from 0, of those that may. */
  rot(resting: Resting, nth: number, bits: number): void {
    const file = this.#parts().directory.durable().get(resting.file);
    let left = nth;
    let sector: { readonly from: number } | undefined;
    for (const { from, length } of this.#resting(resting)) {
      if (left < length) {
        sector = { from };
        break;
      }
      left -= length;
    }
    if (file === undefined || sector === undefined) throw new Error(`${resting.file} has no byte ${nth} to rot`);
    this.#world.count('rot');
    this.#world.damaged('rot');
    if (this.#lastBatch(resting.file).has(sector.from / this.#model.sectorBytes)) {
      this.#world.count('rot-of-last-batch');
      this.#world.damaged('rot-of-last-batch');
    }
    file.rot(sector.from + left, bits);
  }

  /** What the platter holds of a file; undefined where it has no such name. */
  copyOf(name: string): Uint8Array | undefined {
    return this.#parts().directory.durable().get(name)?.platter();
  }

  /** The platter, which has no power, holds an older copy of a file; false where it has no such name. */
  rollBack(name: string, bytes: Uint8Array): boolean {
    const file = this.#parts().directory.durable().get(name);
    if (file === undefined) return false;
    file.rollBack(bytes);
    this.#world.count('roll-back');
    this.#world.damaged('roll-back');
    return true;
  }

  /** Sectors of which all bytes may rot, ascending, and how many each has. */
  #resting({ file: name, sparesLastBatch }: Resting): readonly { readonly from: number; readonly length: number }[] {
    const { sectorBytes } = this.#model;
    const size = this.copyOf(name)?.length ?? 0;
    const spared = sparesLastBatch ? this.#lastBatch(name) : new Set<number>();
    const resting: { from: number; length: number }[] = [];
    for (let from = 0; from < size; from += sectorBytes) {
      if (!spared.has(from / sectorBytes)) resting.push({ from, length: Math.min(sectorBytes, size - from) });
    }
    return resting;
  }

  /** The sectors of a file that the last sync of its class brought. */
  #lastBatch(name: string): ReadonlySet<number> {
    const { names, directory, lastBatches } = this.#parts();
    const last = lastBatches.get(names.classOf(name));
    return new Set(last !== undefined && last.file === directory.durable().get(name) ? last.sectors : []);
  }

  #format(name: string, bytes: Uint8Array): void {
    const { names, directory, feed, sectorBytes } = this.#parts();
    names.classOf(name);
    const file = new DiskFile(sectorBytes, bytes);
    directory.format(name, file);
    feed.changed(file, [file.whole()]);
  }

  #parts(): DiskParts {
    if (this.#made !== undefined) return this.#made;
    const { shape, sectorBytes, faults = noFaults } = this.#model;
    const mishaps = new Mishaps(faults, this.#world);
    this.#made = {
      sectorBytes,
      directory: new DiskDirectory(),
      operations: new DiskOperations(this.#node, shape, this.#world, mishaps),
      names: new FileNames(),
      feed: new DurableFeed(this.#world),
      mishaps,
      lastBatches: new Map(),
      isFull: false,
    };
    return this.#made;
  }
}
