/**
 * Tells the world what becomes durable, under durable names: a file synced before its name is
 * known to nobody until the directory is synced, and is then told whole.
 */
import type { DurableNames } from './disk-directory.ts';
import type { DiskFile, DurableChange } from './disk-file.ts';
import type { DiskWorld } from './disk-world.ts';

/** See the head of this file. */
export class DurableFeed {
  readonly #world: DiskWorld;

  constructor(world: DiskWorld) {
    this.#world = world;
  }

  /** The platter's bytes of a file have changed. */
  changed(file: DiskFile, changes: readonly DurableChange[]): void {
    const name = file.durableName;
    if (name === undefined) return;
    for (const { from, to, bytes } of changes) this.#world.changed(name, from, to, bytes);
  }

  /** The platter's names have changed; what is given a name is told whole. */
  renamed({ removed, given }: DurableNames): void {
    for (const name of removed) this.#world.removed(name);
    for (const file of given.values()) this.changed(file, [file.whole()]);
  }
}
