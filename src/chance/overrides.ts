import type { NodeId } from '../contract/index.ts';
import { familyOf } from './anchor.ts';
import type { Override } from './schedule.ts';

/** Nodes by name; undefined for a name that no node has. */
export type Named = (name: string) => NodeId | undefined;

/** Decisions taken by hand, by anchor or by family. */
export class Overrides {
  readonly #single = new Map<string, number>();
  readonly #families = new Map<string, number>();

  /** One that names a node which `named` does not know is none. */
  constructor(overrides: readonly Override[], named: Named = () => undefined) {
    for (const { at, value } of overrides) {
      const told = typeof value === 'number' ? value : named(value);
      if (told !== undefined) (at.includes('*') ? this.#families : this.#single).set(at, told);
    }
  }

  /** To look an anchor up costs more than to draw, and most runs have no overrides. */
  get any(): boolean {
    return this.#single.size + this.#families.size > 0;
  }

  /** The family for all of which the decision at this anchor was taken; undefined where it stands for itself. */
  familyFor(anchor: string): string | undefined {
    if (this.#families.size === 0 || this.#single.has(anchor)) return undefined;
    const family = familyOf(anchor);
    return this.#families.has(family) ? family : undefined;
  }

  /** Whether it was taken by itself where its family was taken otherwise: even a plain value has to be told then. */
  isException(anchor: string): boolean {
    return this.#families.size > 0 && this.#single.has(anchor) && this.#families.has(familyOf(anchor));
  }

  /** What was decided at that anchor, or for its family; undefined for what is left to others. */
  at(anchor: string): number | undefined {
    const single = this.#single.get(anchor);
    return single === undefined && this.#families.size > 0 ? this.#families.get(familyOf(anchor)) : single;
  }
}
