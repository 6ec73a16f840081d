/**
 * A node's disk: files by name behind a write-back cache. What an operation does, it does when it
 * completes, and first of all to the cache; syncs bring it to the platter. A crash of the process
 * leaves the cache alone and settles what was in flight; a power loss takes the cache too, but for
 * what chance had already brought to the platter, sector by sector and name by name. The plain
 * outcome is that nothing is lost, so that a shrunk story lists the losses that matter. Left out
 * so far: devices that stall, fill up, fail, lie or rot.
 */
import { below } from '../chance/index.ts';
import type { Disk } from '../contract/index.ts';
import { DiskDirectory } from './disk-directory.ts';
import { DurableFeed } from './disk-feed.ts';
import { DiskFile } from './disk-file.ts';
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
}

/**
 * The disk of one node, over all its incarnations.
 *
 * Anchors, all of whose values are 1 or 0 but for the latency in microseconds:
 *
 * - `write s2 log-# #17 latency`: how long the 17th write to a file of that class takes
 * - `write s2 log-# #17 landed`: whether it took effect, being in flight at a crash
 * - `write s2 log-# #17 sector 2 kept`: whether the second sector it touched survives a power loss
 * - `truncate s2 log-# #3 kept`: whether the truncation does
 * - `write s2 log-# #17 name kept`, and so for `rename` and `remove`: whether the change of names does
 */
export class SimDisk {
  readonly #node: string;
  readonly #model: DiskModel;
  readonly #world: DiskWorld;
  /** Made at first use: in a room of 100,000 most clients never touch their disk. */
  #made: DiskParts | undefined;

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
    const loss: PowerLoss = {
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

  /** All that the platter holds, by durable name. */
  durable(): ReadonlyMap<string, Uint8Array> {
    const files = [...(this.#made?.directory.durable() ?? [])];
    return new Map(files.map(([name, file]) => [name, file.whole().bytes]));
  }

  #format(name: string, bytes: Uint8Array): void {
    const { names, directory, feed, sectorBytes } = this.#parts();
    names.classOf(name);
    const file = new DiskFile(sectorBytes, bytes);
    directory.format(name, file);
    feed.changed(file, [file.whole()]);
  }

  #parts(): DiskParts {
    this.#made ??= {
      sectorBytes: this.#model.sectorBytes,
      directory: new DiskDirectory(),
      operations: new DiskOperations(this.#node, this.#model.shape, this.#world),
      names: new FileNames(),
      feed: new DurableFeed(this.#world),
    };
    return this.#made;
  }
}
