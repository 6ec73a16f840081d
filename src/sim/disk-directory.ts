/**
 * The names of a simulated disk, in the cache and on the platter. Creating, renaming and removing
 * change the cache; the platter learns of it by a sync of the directory. At a power loss each
 * unsynced change is kept or lost, but none is kept without the earlier ones that touched the same
 * names: a name never skips a step, and a renamed file replaces its predecessor or does not.
 */
import type { DiskFile } from './disk-file.ts';
import type { PowerLoss } from './disk-world.ts';

/** One name gone, one name given, or both at once. */
interface NameChange {
  /** Changes count from 1. */
  readonly nth: number;
  readonly anchor: string;
  readonly removes: string | undefined;
  readonly gives: { readonly name: string; readonly file: DiskFile } | undefined;
}

/** What became of durable names: first the removals, then the new ones. No name stands for its old file in both. */
export interface DurableNames {
  readonly removed: readonly string[];
  readonly given: ReadonlyMap<string, DiskFile>;
}

/** See the head of this file. */
export class DiskDirectory {
  #current = new Map<string, DiskFile>();
  readonly #durable = new Map<string, DiskFile>();
  /** Unsynced, in order. */
  #changes: NameChange[] = [];
  #nth = 0;

  /** The names in the cache, sorted. */
  list(): readonly string[] {
    return [...this.#current.keys()].sort();
  }

  /** By its name in the cache. */
  find(name: string): DiskFile | undefined {
    return this.#current.get(name);
  }

  /** The files that processes see, by name, in order of creation. */
  cached(): ReadonlyMap<string, DiskFile> {
    return this.#current;
  }

  /** The files that the platter knows, by name. */
  durable(): ReadonlyMap<string, DiskFile> {
    return this.#durable;
  }

  /** A file that is durable from the start. */
  format(name: string, file: DiskFile): void {
    file.durableName = name;
    this.#current.set(name, file);
    this.#durable.set(name, file);
  }

  /** Gives `file` a name that no file has. `anchor`, here and below, names the operation. */
  create(name: string, file: DiskFile, anchor: string): void {
    this.#change(anchor, undefined, { name, file });
  }

  /** `from` exists; `to` is replaced if it does. */
  rename(from: string, to: string, anchor: string): void {
    const file = this.#current.get(from);
    if (file === undefined) throw new Error(`expected a file ${from} to rename to ${to}`);
    if (from !== to) this.#change(anchor, from, { name: to, file });
  }

  /** `name` exists. */
  remove(name: string, anchor: string): void {
    if (!this.#current.has(name)) throw new Error(`expected a file ${name} to remove`);
    this.#change(anchor, name, undefined);
  }

  /** What a sync issued now is to make durable: all changes up to this one. */
  capture(): number {
    return this.#nth;
  }

  /** Makes a capture durable. */
  settle(capture: number): DurableNames {
    const captured = this.#changes.filter(({ nth }) => nth <= capture);
    this.#changes = this.#changes.filter(({ nth }) => nth > capture);
    return this.#makeDurable(captured);
  }

  /** Keeps or loses each unsynced change; then cache and platter are the same again. */
  losePower(loss: PowerLoss): DurableNames {
    const kept: NameChange[] = [];
    const lostNames = new Set<string>();
    for (const change of this.#changes) {
      const names = namesOf(change);
      if (!names.some((name) => lostNames.has(name)) && loss.keep(`${change.anchor} name kept`)) {
        kept.push(change);
      } else {
        for (const name of names) lostNames.add(name);
        loss.count('lost-name');
      }
    }
    const names = this.#makeDurable(kept);
    this.#changes = [];
    this.#current = new Map(this.#durable);
    return names;
  }

  #change(anchor: string, removes: string | undefined, gives: NameChange['gives']): void {
    this.#nth++;
    const change = { nth: this.#nth, anchor, removes, gives };
    apply(change, this.#current);
    this.#changes.push(change);
  }

  #makeDurable(changes: readonly NameChange[]): DurableNames {
    const before = new Map(changes.flatMap(namesOf).map((name) => [name, this.#durable.get(name)]));
    for (const change of changes) apply(change, this.#durable);
    const removed: string[] = [];
    const given = new Map<string, DiskFile>();
    for (const [name, old] of before) {
      const now = this.#durable.get(name);
      if (now === old) continue;
      if (old !== undefined) {
        removed.push(name);
        old.durableName = undefined;
      }
      if (now !== undefined) given.set(name, now);
    }
    for (const [name, file] of given) file.durableName = name;
    return { removed, given };
  }
}

function namesOf({ removes, gives }: NameChange): readonly string[] {
  const names = [];
  if (removes !== undefined) names.push(removes);
  if (gives !== undefined) names.push(gives.name);
  return names;
}

function apply({ removes, gives }: NameChange, names: Map<string, DiskFile>): void {
  if (removes !== undefined) names.delete(removes);
  if (gives !== undefined) names.set(gives.name, gives.file);
}
