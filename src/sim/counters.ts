/** How often each kind of thing happened in a run, by name, in order of first occurrence. */
export class Counters {
  readonly #counts = new Map<string, number>();

  count(name: string, by = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  get all(): ReadonlyMap<string, number> {
    return this.#counts;
  }
}
