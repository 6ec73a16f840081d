/**
 * Tells the world what becomes durable, under durable names: a file synced before its name is
 * known to nobody until the directory is synced, and is then told whole.
 */
import type { DurableNames } from './disk-directory.ts';
import type { DiskFile } from './disk-file.ts';
import type { DurableChange } from './disk-transfer.ts';
import type { DiskWorld } from './disk-world.ts';

/** See the head of this file. */
export class DurableFeed {
  readonly #world: DiskWorld;

  constructor(world: DiskWorld) {
    this.#world = world;
  }

  /** The platter's bytes of a file have changed. */
  changed(file: DiskFile, changes: readonly DurableChange[]): void {
    if (file.durableName === undefined || changes.length === 0) return;
    this.#tell(file.durableName, changes);
    this.#world.synced();
  }

  /** The platter's names have changed; what is given a name is told whole. */
  renamed({ removed, given }: DurableNames): void {
    if (removed.length === 0 && given.size === 0) return;
    for (const name of removed) this.#world.removed(name);
    for (const [name, file] of given) this.#tell(name, [file.whole()]);
    this.#world.synced();
  }

  #tell(name: string, changes: readonly DurableChange[]): void {
    for (const { from, to, bytes } of changes) this.#world.changed(name, from, to, bytes);
  }
}
